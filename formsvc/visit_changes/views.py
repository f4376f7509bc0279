"""The applicant chooses what to do when the visit changed. A GET changes nothing."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.steps import FIRST
from formsvc.links import opened
from formsvc.snapshot import current, current_programme
from formsvc.visit_changes import actions, pages, queries
from formsvc.visit_changes.forms import ChoiceForm
from formsvc.visit_changes.models import Choice

bp = Blueprint("visit_changes", __name__, template_folder="templates")


@bp.route("/case/<reference>/visit-changed", methods=["GET", "POST"])
def choose(reference: str) -> ResponseReturnValue:
    """Show what changed and what can be chosen; the button takes the answer in, once."""
    case, form = opened.case_here(reference), ChoiceForm()
    choice, visit = queries.open_choice(case), current_programme().visit(case.visit or "")
    if choice is None or visit is None or choice.visit != visit.slug:
        return redirect(to("candidatures.status", reference=reference))
    page = pages.choice_page(case, choice, visit, form)
    if form.validate_on_submit() and not page.once_more:
        draft = _answer(case, form.choice.data)
        if draft:
            opened.remember(draft, at=clock.now())
            return redirect(to("candidatures.step", reference=draft.reference, name=FIRST.name))
        return redirect(to("candidatures.status", reference=reference))
    status = 200 if request.method == "GET" else 409 if page.once_more else form.refused_as
    return render_template("visit_changes/choose.html", page=page, form=form), status


def _answer(case: Case, wanted: str) -> Case | None:
    """Take the answer in; a second click finds it answered. Give the draft that it began."""
    value, _, other = wanted.partition(" ")
    with db.unit_of_work():
        case = locked(case.id)
        choice = queries.open_choice(case)
        if choice is None:
            return None
        return actions.answer(
            case, choice, current_programme(), wanted=Choice(value), other=other,
            key=secrets.token_urlsafe(32), version=current().version, when=clock.moment(),
        )  # fmt: skip

"""Go on later or on another device; correct the address before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures import steps
from formsvc.candidatures.forms import OrganisationForm
from formsvc.candidatures.keeping import Seen
from formsvc.candidatures.pages import said_so_far
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.candidatures.steps import BY_NAME
from formsvc.drafts import actions, pages
from formsvc.forms import ButtonForm, Form, email_line
from formsvc.links import opened
from formsvc.rendering import language
from formsvc.snapshot import current_programme
from generator.programme.visit import Visit

bp = Blueprint("drafts", __name__, template_folder="templates")


class AddressForm(Form):
    """The right address."""

    email = email_line("E-mail of the person we write to")


@bp.route("/candidature/<reference>/later", methods=["GET", "POST"])
def later(reference: str) -> ResponseReturnValue:
    """How long the draft is kept, and a link to it by mail."""
    case, form = opened.case_here(reference), ButtonForm()
    if case.state is not State.DRAFT:
        return redirect(to("candidatures.sent", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            actions.mail_link(
                locked(case.id), current_programme(), language=language(), when=clock.moment()
            )
        opened.remember(case, at=clock.now())
        return redirect(to("drafts.later", reference=reference, asked="yes"))
    asked = request.args.get("asked") == "yes"
    status = 200 if request.method == "GET" else form.refused_as
    page = pages.later(case)
    return render_template(
        "drafts/later.html", case=case, later=page, form=form, asked=asked
    ), status


@bp.post("/candidature/<reference>/<name>/typed")
def typed(reference: str, name: str) -> ResponseReturnValue:
    """Keep what is typed so far, for the page's script: by the same check as its button."""
    case = opened.case_here(reference)
    step = BY_NAME.get(name) or abort(404)
    visit = current_programme().visit(case.visit or "") or abort(404)
    form, seen = step.form(), Seen.read(request.form.get("seen", ""))
    form.ask(current_programme(), visit, clock.today())
    form.validate()
    if form.stale or not case.is_draft:
        return {}, 400
    told = steps.typed(form)
    with db.unit_of_work():
        case = locked(case.id)
        if candidatures.keep(case, name, told, seen=seen, when=clock.moment()):
            return {}, 409
    return {"seen": str(seen.after(told)), "lines": _lines(case.answers, visit)}


@bp.post("/candidature/so-far")
def so_far() -> ResponseReturnValue:
    """Say what the rules say of the first page while it is typed; nothing is kept."""
    visit = current_programme().visit(request.args.get("visit", "")) or abort(404)
    form = OrganisationForm(meta={"csrf": False})
    return {"lines": _lines(steps.typed(form), visit)}


def _lines(answers: Mapping[str, Any], visit: Visit) -> str:
    return render_template("candidatures/so_far.html", **said_so_far(answers, visit))


@bp.route("/candidature/<reference>/address", methods=["GET", "POST"])
def address(reference: str) -> ResponseReturnValue:
    """Correct a slip in the address of a candidature that nobody has confirmed yet."""
    case, form = opened.case_here(reference), AddressForm()
    if case.state is not State.UNCONFIRMED:
        return redirect(to("candidatures.sent", reference=reference))
    if not form.validate_on_submit():
        if request.method == "GET":
            form.email.data = case.email
        status = 200 if request.method == "GET" else form.refused_as
        return render_template("drafts/address.html", case=case, form=form), status
    with db.unit_of_work():
        case = locked(case.id)
        candidatures.correct_address(
            case, form.email.data or "", current_programme(), when=clock.moment()
        )
    opened.remember(case, at=clock.now())
    return redirect(to("candidatures.sent", reference=reference, again="yes"))

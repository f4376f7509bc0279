"""The applicant answers an offered seat: on a page with two buttons, by link or from the case."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.forms import ButtonForm
from formsvc.links import opened
from formsvc.snapshot import current_programme
from formsvc.waitlist import actions
from formsvc.waitlist.pages import offer_shown

bp = Blueprint("waitlist", __name__, template_folder="templates")
TAKE, DECLINE = "take", "decline"


@bp.route("/case/<reference>/seat", methods=["GET", "POST"])
def seat(reference: str) -> ResponseReturnValue:
    """The offered seat of a case that this browser has open."""
    case = opened.case_here(reference)
    if case.state is not State.WAITLISTED or case.offer_ends_on is None:
        return redirect(to("candidatures.status", reference=reference))
    if request.method == "GET":
        return page(case)
    return answer(case) or redirect(to("candidatures.status", reference=reference))


@bp.get("/seat/<what>")
def answered(what: str) -> str:
    """Say that the answer has reached us; nothing about the case."""
    if what not in (TAKE, DECLINE):
        abort(404)
    return render_template("waitlist/answered.html", took=what == TAKE)


def by_link(case: Case) -> ResponseReturnValue:
    """Take the answer of whoever has the mailed link; the next page has no token in its address."""
    return answer(case) or redirect(to("waitlist.answered", what=request.form["answer"]))


def answer(case: Case) -> ResponseReturnValue | None:
    """Take the answer of the button that was pressed; None: it is taken, now or a click before."""
    form, what = ButtonForm(), request.form.get("answer", "")
    if not form.validate_on_submit():
        return page(case, form), form.refused_as
    if what not in (TAKE, DECLINE):
        return page(case, form), 422
    done = {TAKE: State.ACCEPTED, DECLINE: State.WITHDRAWN}[what]
    with db.unit_of_work():
        case = locked(case.id)
        if case.state is not done:
            if what == TAKE:
                actions.take(case, current_programme(), when=clock.moment())
            else:
                actions.decline(case, when=clock.moment())
    return None


def page(case: Case, form: ButtonForm | None = None) -> str:
    """Show the offer with its two buttons, or what became of it."""
    form = form or ButtonForm()
    return render_template("waitlist/seat.html", page=offer_shown(case), form=form)

"""Go on later or on another device; correct the address before it is confirmed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.drafts import actions, pages
from formsvc.forms import ButtonForm, Form, email_line
from formsvc.links import opened
from formsvc.rendering import language
from formsvc.snapshot import current_programme

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

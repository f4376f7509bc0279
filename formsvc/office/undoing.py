"""A released decision is undone, with a reason; what leaves for it is shown before."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import UNDO
from formsvc.mail import actions as mail
from formsvc.mail.actions import OWN_LINK
from formsvc.mail.models import Mail
from formsvc.office import actions
from formsvc.office.forms import UndoForm
from formsvc.office.views import bp, find, me
from formsvc.outbox import actions as outbox
from formsvc.outbox import undo
from formsvc.outbox.undo import MailLeft
from formsvc.snapshot import current_programme


@bp.route("/cases/<reference>/undo", methods=["GET", "POST"])
def undo_release(reference: str) -> ResponseReturnValue:
    """Say why; show what becomes of the mail, and the correction that leaves."""
    case, form = find(reference), UndoForm()
    until = undo.last_day(case, current_programme(), clock.today())
    if request.method == "GET":
        if until is None:
            return redirect(url_for("office.case", reference=reference))
        return _page(case, form)
    if not form.validate_on_submit():
        return _page(case, form), form.refused_as
    try:
        correction = _undo(case, form)
    except MailLeft:
        return _page(find(reference), form, moved_on=True), 409
    if correction and request.form.get("hold"):
        return redirect(url_for("outbox.mail", number=correction.id))
    return redirect(url_for("office.case", reference=reference))


def _undo(case: Case, form: UndoForm) -> Mail | None:
    by, when, programme = actions.acting(me()), clock.moment(), current_programme()
    with db.unit_of_work():
        case = locked(case.id)
        correction = undo.undo(
            case, programme, reason=form.reason.data or "", had_left=form.left.data == "yes",
            by=by, when=when,
        )  # fmt: skip
        if correction and request.form.get("hold"):
            outbox.hold(correction, case, by=by, when=when)
    return correction


def _page(case: Case, form: UndoForm, *, moved_on: bool = False) -> str:
    told = undo.decision_mail(case)
    left = undo.has_left(told)
    form.left.data = "yes" if left else ""
    fields = {"reason": form.reason.data or "[your reason]", "link": OWN_LINK}
    subject, body = mail.written(UNDO.mail or "", case, current_programme(), fields)
    return render_template(
        "office/undo.html", case=case, form=form, told=told, left=left, moved_on=moved_on,
        subject=subject, body=body,
    )  # fmt: skip

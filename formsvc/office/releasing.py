"""Release a decision: its mail is read, and changed, before it leaves."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState
from formsvc.office import actions
from formsvc.office.views import bp, case_again, find, me
from formsvc.outbox import actions as outbox
from formsvc.outbox.forms import LINK_LOST, MailForm, digest
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused


@bp.route("/cases/<reference>/release", methods=["GET", "POST"])
def release(reference: str) -> ResponseReturnValue:
    """Show the mail exactly as it will leave; a button releases the decision, another holds it."""
    case, form = find(reference), MailForm()
    if not case.pending:
        return _nothing_to_release(case, form)
    if request.method == "GET":
        subject, body = _written(case)
        form.show(subject, body)
        return _page(case, form)
    if not form.validate_on_submit():
        return _page(case, form), form.refused_as
    gone = _release(case, form)
    if gone is None:
        case = find(reference)
        changed = not form.errors
        return _page(case, form, changed=changed), 409 if changed else form.refused_as
    if gone.state is MailState.HELD:
        return redirect(url_for("outbox.mail", number=gone.id))
    return redirect(url_for("office.case", reference=reference))


def _nothing_to_release(case: Case, form: MailForm) -> ResponseReturnValue:
    """Somebody was faster, or the link is old."""
    if request.method == "GET":
        return redirect(url_for("office.case", reference=case.reference))
    form.validate()
    if form.stale:
        return case_again(case, form.stale), form.refused_as
    raise MoveRefused("cannot release a decision that is not pending")


def _page(case: Case, form: MailForm, *, changed: bool = False) -> str:
    """Show the words that were typed; and, when the mail is another by now, how it is."""
    subject, body = _written(case)
    if changed:
        form.show_again(subject, body)
    return render_template(
        "office/release.html", case=case, form=form, changed=changed, subject=subject, body=body
    )


def _release(case: Case, form: MailForm) -> Mail | None:
    """Release as the person read it; None when something of it is other by now."""
    by, when, programme = actions.acting(me()), clock.moment(), current_programme()
    try:
        with db.unit_of_work():
            case = locked(case.id)
            if case.pending and form.seen.data != digest(*_written(case)):
                return None
            gone = actions.release(case, programme, by=by, when=when)
            outbox.edit(gone, case, subject=form.subject.data or "", body=form.body.data or "",
                        by=by, when=when)  # fmt: skip
            if request.form.get("hold"):
                outbox.hold(gone, case, by=by, when=when)
    except outbox.LinkLost:
        form.body.errors = [LINK_LOST]
        return None
    return gone


def _written(case: Case) -> tuple[str, str]:
    programme = current_programme()
    name = actions.pending_move(case).mail or ""
    return mail.written(name, case, programme, actions.mail_fields(case, programme))

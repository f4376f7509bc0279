"""Release a decision: its mail is read, and changed, before it leaves."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.history.alone import how_alone, require_others
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState
from formsvc.office import actions
from formsvc.office.case import happened, revisions
from formsvc.office.case.happened import Happened
from formsvc.office.decisions import deciding, releasing
from formsvc.office.forms import ReleaseForm
from formsvc.office.views import bp, case_page, find, me
from formsvc.outbox import actions as outbox
from formsvc.outbox.forms import LINK_LOST, digest
from formsvc.outbox.queries import locked_mail
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused
from generator.programme.vocabularies import FourEyes


@bp.route("/cases/<reference>/release", methods=["GET", "POST"])
def release(reference: str) -> ResponseReturnValue:
    """Show the mail exactly as it will leave; a button releases the decision, another holds it."""
    case, form = find(reference), ReleaseForm()
    form.ask(_alone(case))
    if not case.pending:
        return _nothing_to_release(case, form)
    if request.method == "GET":
        form.show(*_written(case))
        return _page(case, form)
    if not form.validate_on_submit():
        if not form.stale:  # who may not release it at all need not write anything
            require_others(
                case, current_programme(), actions.acting(me()), "(asked)", releasing.OWN
            )
        return _page(case, form), form.refused_as
    gone, meanwhile = _release(case, form)
    if gone is None:
        return _refused(find(reference), form, meanwhile)
    if gone.state is MailState.HELD:
        return redirect(url_for("outbox.mail", number=gone.id))
    return redirect(url_for("office.case", reference=reference))


def _refused(case: Case, form: ReleaseForm, meanwhile: list[Happened]) -> ResponseReturnValue:
    """Show what happened meanwhile, the mail as it is now, and the words that were typed."""
    if not case.pending:
        return case_page(case, meanwhile=meanwhile), 409
    if form.errors:
        return _page(case, form), form.refused_as
    return _page(case, form, changed=True, meanwhile=meanwhile), 409


def _alone(case: Case) -> FourEyes:
    return how_alone(case, current_programme(), me().id)


def _nothing_to_release(case: Case, form: ReleaseForm) -> ResponseReturnValue:
    """Somebody was faster, or the link is old."""
    if request.method == "GET":
        return redirect(url_for("office.case", reference=case.reference))
    form.validate()
    if form.stale:
        return case_page(case, stale=form.stale), form.refused_as
    meanwhile = happened.since(case, revisions.sent())
    if meanwhile:
        return case_page(case, meanwhile=meanwhile), 409
    raise MoveRefused("cannot release a decision that is not pending")


def _release(case: Case, form: ReleaseForm) -> tuple[Mail | None, list[Happened]]:
    """Release as the person read it; no mail when the case went on or its mail is another by now."""
    by, when, programme = actions.acting(me()), clock.moment(), current_programme()
    try:
        with db.unit_of_work():
            case = locked(case.id)
            meanwhile = happened.since(case, revisions.sent())
            if meanwhile or (case.pending and form.seen.data != digest(*_written(case))):
                return None, meanwhile
            number = releasing.release(
                case, programme, by=by, when=when, alone_because=form.because
            )
            gone = locked_mail(number)
            outbox.edit(gone, case, subject=form.subject.data or "", body=form.body.data or "",
                        by=by, when=when)  # fmt: skip
            if request.form.get("hold"):
                outbox.hold(gone, case, by=by, when=when)
    except outbox.LinkLost:
        form.body.errors = [LINK_LOST]
        return None, []
    return gone, []


def _page(
    case: Case, form: ReleaseForm, *, changed: bool = False, meanwhile: Sequence[Happened] = ()
) -> str:
    """Show the words that were typed; and, when the mail is another by now, how it is."""
    subject, body = _written(case)
    if changed:
        form.show_again(subject, body)
    return render_template(
        "office/release.html", case=case, form=form, changed=changed, alone=_alone(case),
        subject=subject, body=body, meanwhile=meanwhile,
    )  # fmt: skip


def _written(case: Case) -> tuple[str, str]:
    programme = current_programme()
    name = deciding.pending_move(case).mail or ""
    return mail.written(name, case, programme, releasing.mail_fields(case, programme))

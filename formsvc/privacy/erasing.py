"""Erase what a case holds about people; the bones stay, so that the history can be checked."""

from __future__ import annotations

from sqlalchemy import delete, select

from formsvc import db
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case, Consent, Needs
from formsvc.candidatures.states import WITHDRAW, State
from formsvc.clock import Moment
from formsvc.evidence import uploads
from formsvc.history import actions as history
from formsvc.info_requests.models import InfoRequest
from formsvc.links.models import Link
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.moves import Actor
from formsvc.privacy.actions import decide
from formsvc.privacy.queries import undecided
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

ERASED = "(erased)"


def erase(case: Case, programme: Programme, *, by: Actor, when: Moment) -> list[str]:
    """Erase answers, files, mails and the payloads of the history; give the keys of the files.

    An open candidature is withdrawn by it. Kept: reference, state, visit, country, kind, dates and
    the skeletons of the history, which name nobody. The caller removes the files after the commit.

    Raises:
        MoveRefused: nothing is asked, or the case is accepted: its records must be kept.
    """
    request = undecided(case)
    if request is None:
        raise MoveRefused("cannot erase a candidature whose applicant has not asked for it")
    if case.state is State.ACCEPTED:
        raise MoveRefused("cannot erase a candidature that is accepted: its records must be kept")
    if case.state in WITHDRAW.start:
        start, case.state, case.closed_at = case.state, WITHDRAW.end, when.at
        history.record(case, WITHDRAW.name, start=start.value, end=case.state.value,
                       by=APPLICANT, when=when)  # fmt: skip
    decide(case, request, carried_out=True, by=by, when=when)
    request.words, request.waited = "", {}
    keys = uploads.delete_all_of([case.id])
    for hanging in (Link, Mail, InfoRequest, Needs, Consent):
        db.session.execute(delete(hanging).where(hanging.case_id == case.id))
    mail.queue("erased", case, programme, {}, when=when)
    _empty(case, when)
    history.purge(case)
    same = case.state.value
    history.record(case, "erase", start=same, end=same, by=by, when=when)
    return keys


def _empty(case: Case, when: Moment) -> None:
    case.answers, case.assessment, case.search = {}, {}, case.reference
    case.editing, case.saved_from = None, {}
    case.organisation, case.email = ERASED, ""
    case.registration_key = case.name_key = ""
    case.decision_reason = None
    if case.pending:
        case.decision = case.decided_by = case.decided_at = None
    case.session_epoch += 1
    case.erased_on = when.on
    case.wait_for(None, since=when.on)


def forget_last_mails() -> None:
    """Delete the mail that tells of an erasure, when it has gone: it names an address."""
    erased = select(Case.id).where(Case.erased_on.is_not(None))
    gone = (Mail.case_id.in_(erased)) & (Mail.state != "queued")
    db.session.execute(delete(Mail).where(gone))

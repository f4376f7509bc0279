"""Erase what a case holds about people; the bones stay, so that the history can be checked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from formsvc import db, tables
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.search import searchable
from formsvc.candidatures.states import WITHDRAW, State
from formsvc.clock import Moment
from formsvc.evidence import uploads
from formsvc.history import actions as history
from formsvc.host_offers.actions import HOST
from formsvc.host_offers.states import WITHDRAW as WITHDRAW_OFFER
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState
from formsvc.moves import Actor
from formsvc.privacy.actions import decide
from formsvc.privacy.queries import undecided
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

ERASED = "(erased)"
WITHDRAWN_BY = {
    CaseKind.CANDIDATURE: (WITHDRAW, APPLICANT),
    CaseKind.HOST_OFFER: (WITHDRAW_OFFER, HOST),
}
KEPT_TABLES = {"events", "exchanges", "erasure_requests"}
"""Of what hangs on a case, these name nobody; any other table is erased, a new one too."""
KEPT_COLUMNS = set(
    "id reference idempotency_key kind route state waits_for waits_since_on due_on visit "
    "hosts to_country cluster country if_full known_already visitor_type language travellers "
    "amount_eur first_on last_on version created_at saved_at sent_at sent_on confirmed_at "
    "confirmed_on session_epoch decision decision_code usual_days decided_by decided_at "
    "released_at released_on waitlisted_at waitlisted_on offered_by closed_at erased_on".split()
)
"""What counts and what the history needs; any other column is emptied, a new one too."""


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
    if case.state is State.ACCEPTED and case.kind is CaseKind.HOST_OFFER:
        raise MoveRefused("cannot erase an offer that is accepted: its page is on the site")
    if case.state is State.ACCEPTED:
        raise MoveRefused("cannot erase a candidature that is accepted: its records must be kept")
    if case.pending:
        case.forget_decision()
    withdraw, whose = WITHDRAWN_BY[case.kind]
    if case.state in withdraw.start:
        case.offer_ends_on = None
        start, case.state, case.closed_at = case.state, withdraw.end, when.at
        history.record(case, withdraw.name, start=start.value, end=case.state.value,
                       by=whose, when=when)  # fmt: skip
    decide(case, request, carried_out=True, by=by, when=when)
    request.words, request.waited = "", {}
    keys = uploads.delete_all_of([case.id])
    _erase_rows(case)
    mail.queue("erased", case, programme, {}, when=when)
    _empty(case, when)
    history.purge(case)
    same = case.state.value
    history.record(case, "erase", start=same, end=same, by=by, when=when)
    return keys


def _erase_rows(case: Case) -> None:
    """Delete what hangs on the case, in every table but those that are kept."""
    db.session.flush()
    for table in reversed(tables.metadata.sorted_tables):
        if "case_id" in table.c and table.name not in KEPT_TABLES:
            db.session.execute(delete(table).where(table.c.case_id == case.id))


def _empty(case: Case, when: Moment) -> None:
    """Empty every column of the case but those that are kept."""
    for column in Case.__table__.columns:
        if column.key not in KEPT_COLUMNS:
            setattr(case, column.key, None if column.nullable else default_of(column))
    case.organisation, case.search = ERASED, searchable(case.reference)
    case.session_epoch += 1
    case.erased_on = when.on
    case.wait_for(None, since=when.on)


def default_of(column: Any) -> Any:
    """Give what a new row has in a column that may not be empty."""
    made = column.default.arg  # each has one; a test asks
    return made(None) if callable(made) else made


def forget_last_mails() -> None:
    """Delete the mail that tells of an erasure, when it has gone: it names an address."""
    erased = select(Case.id).where(Case.erased_on.is_not(None))
    gone = (Mail.case_id.in_(erased)) & (Mail.state != MailState.QUEUED)
    db.session.execute(delete(Mail).where(gone))

"""Undo a decision that was released, within some days. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import (
    RELEASE_ACCEPT,
    RELEASE_REJECT,
    RELEASE_WAITLIST,
    UNDO,
    UNDO_LISTED,
    UNDO_UNCHECKED,
    State,
)
from formsvc.clock import Moment
from formsvc.exchanges.terms import are_as_asked
from formsvc.history import actions as history
from formsvc.history.models import Event
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.moves import Actor, Move, require
from formsvc.outbox import actions as outbox
from formsvc.outbox.queries import newest_of
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

RELEASES = {move.name: move for move in (RELEASE_ACCEPT, RELEASE_WAITLIST, RELEASE_REJECT)}
UNDOS = {move.end.value: move for move in (UNDO, UNDO_UNCHECKED, UNDO_LISTED)}


def last_day(case: Case, programme: Programme, today: date) -> date | None:
    """Give the last day on which a released decision can be undone; None when none can be."""
    if case.state not in UNDO.start or case.offer_ends_on or case.pending:
        return None
    made = release_of(case)
    return _until(made, programme, today) if made else None


def undo(
    case: Case, programme: Programme, *, reason: str, had_left: bool, by: Actor, when: Moment
) -> int | None:
    """Take a released decision back: the case is where it was before, and undecided.

    Its mail is dropped when it has not left; else the applicant gets a correction, whose number is
    given back so that it can be held. The exchange and what was sent for it stay with the case, closed:
    another acceptance goes on with them.

    Raises:
        MoveRefused: the state, the role or the day does not allow it, something newer stands in
            the way, or there is no reason.
        MailLeft: whoever asks for it has read otherwise about the mail (`had_left`).
    """
    move = undo_move(case)
    require(case.state, move, by)
    made = _undoable(case, programme, when.on)
    if not reason.strip():
        raise MoveRefused("cannot undo a decision without a reason")
    outbox.set_aside(decision_mail(case), case, had_left=had_left, by=by, when=when)
    before = {"decision": made.end, "decision_reason": case.decision_reason}
    asked_again = move is not UNDO_LISTED or case.usual_days  # the place was for other days
    case.forget_decision()
    case.closed_at = None
    if move is UNDO:
        case.waitlisted_at = case.waitlisted_on = None
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(move.waits_for, since=when.on, due_on=due_on)
    history.moved(
        case, move, by=by, when=when, reason=reason.strip(), before=before, mail_had_left=had_left
    )
    links.live_again(case)
    if asked_again and not are_as_asked(case):  # granted for the usual days
        candidatures.renew(case, case.sent_answers(), programme, when=when)
    return _correct(case, move, programme, reason.strip(), when) if had_left else None


def undo_move(case: Case) -> Move[State]:
    """Give the move that leads back to where the case was before the release."""
    made = release_of(case)
    return UNDOS[made.start] if made else UNDO


def decision_mail(case: Case) -> Mail | None:
    """Find the mail that told the decision."""
    made = release_of(case)
    return newest_of(case, RELEASES[made.move].mail) if made else None


def release_of(case: Case) -> Event | None:
    """Find the release that brought the case to where it is; None when something else did."""
    moved = select(Event).where(Event.case_id == case.id, Event.start != Event.end)
    last = db.session.scalars(moved.order_by(Event.seq.desc()).limit(1)).first()
    return last if last and last.move in RELEASES else None


def _undoable(case: Case, programme: Programme, today: date) -> Event:
    if case.offer_ends_on:
        raise MoveRefused("cannot undo the place of a case while a seat is offered to it")
    if case.pending:
        raise MoveRefused("cannot undo a decision while the next one waits to be released")
    made = release_of(case)
    if made is None:
        raise MoveRefused("cannot undo what the office has not released")
    if _until(made, programme, today) is None:
        days = programme.about.undo_within_days
        raise MoveRefused(f"cannot undo a decision more than {days} days after its release")
    return made


def _until(made: Event, programme: Programme, today: date) -> date | None:
    until = made.happened_on + timedelta(days=programme.about.undo_within_days)
    return until if today <= until else None


def _correct(case: Case, move: Move[State], programme: Programme, reason: str, when: Moment) -> int:
    fields = {"reason": reason, "link": links.make(case, LinkKind.CASE, at=when.at)}
    return mail.queue(move.mail, case, programme, fields, when=when)

"""Offer a free seat to the next on the list, and take the answer. Nothing here commits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from formsvc.candidatures import seats
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import DECLINE_SEAT, LAPSE_SEAT, OFFER_SEAT, TAKE_SEAT, State
from formsvc.clock import Moment
from formsvc.evidence import actions as evidence
from formsvc.exchanges import actions as exchanges
from formsvc.exchanges.terms import in_mail, terms_of
from formsvc.history import actions as history
from formsvc.history.alone import require_others
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Role, require
from formsvc.visit_changes.queries import change_of
from formsvc.waitlist import order, queries
from generator.look.formats import formats
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit

CLOCK = Actor(Role.CLOCK)
OFF = (Status.CANCELLED, Status.POSTPONED)
DAY = timedelta(days=1)
OWN = "offer a seat for what you have decided yourself"
"""What four eyes refuse."""


def require_turn(case: Case, visit: Visit, today: date) -> None:
    """Refuse a seat to anybody while somebody else on the list comes first and fits.

    After the last day for offers the list is not asked any more, and binds nobody. Raises
    MoveRefused.
    """
    if not may_offer(visit, today):
        return
    first = order.next_of(queries.line_of(visit))
    if first is not None and first.id != case.id:
        raise MoveRefused(
            f"cannot give a seat to {case.reference}: somebody on the waiting list comes first; "
            "offer the seat there"
        )


def may_offer(visit: Visit, today: date) -> bool:
    """Say whether a free seat of a visit is still offered on that day."""
    until = visit.offers_end(today)
    return until is not None and today <= until


def has_changed(case: Case, programme: Programme, today: date) -> bool:
    """Say whether the visit is not (any more) as the case asked for it: moved, online, or off."""
    visit = programme.visit(case.visit or "")
    return visit is None or change_of(case, None, visit, programme, today) is not None


def last_day(visit: Visit, programme: Programme, today: date) -> date:
    """Give the last day to answer an offer that is made today, never after the visit has begun."""
    known = visit.dates_known_on(today)
    usual = today + timedelta(days=programme.about.seat_offer_days)
    return min(usual, known.first_on - DAY) if known else usual


def offer(
    case: Case, programme: Programme, *, by: Actor, when: Moment, alone_because: str = ""
) -> None:
    """Offer free seats to the next on the list; they are held until the last day to answer.

    Whoever takes them is accepted, so the programme's four eyes hold here as at a release.

    Raises:
        MoveRefused: it is not its turn, no seats are left, a decision waits to be released, the
            last day for offers is over, or another person must offer them.
    """
    require(case.state, OFFER_SEAT, by)
    visit = programme.visit(case.visit or "")
    if visit is None or programme.status(visit, when.on) in OFF:
        raise MoveRefused("cannot offer a seat of a visit that does not take place")
    if has_changed(case, programme, when.on):
        raise MoveRefused(
            "cannot offer a seat while the visit is not as the applicant asked for it: "
            "ask first what the applicant wants now"
        )
    if case.pending:
        raise MoveRefused("cannot offer a seat while a decision waits to be released")
    if case.offer_ends_on:
        raise MoveRefused(f"cannot offer a seat twice: the answer is due on {case.offer_ends_on}")
    if not may_offer(visit, when.on):
        raise MoveRefused(
            f"cannot offer a seat after {visit.offers_end(when.on)}, the last day for offers"
        )
    require_others(case, programme, by, alone_because, OWN)
    seats.require(case, programme)
    require_turn(case, visit, when.on)
    case.offer_ends_on, case.offered_by = last_day(visit, programme, when.on), by.number
    case.wait_for(OFFER_SEAT.waits_for, since=when.on, due_on=case.offer_ends_on)
    links.revoke_all(case, at=when.at, kind=LinkKind.SEAT)
    life = _until_the_end_of(case.offer_ends_on, programme, when)
    path = links.make(case, LinkKind.SEAT, at=when.at, life=life)
    fields = {**mail_fields(case, programme, case.offer_ends_on), "link": path}
    mail.queue(OFFER_SEAT.mail, case, programme, fields, when=when)
    history.moved(
        case, OFFER_SEAT, by=by, when=when, until=case.offer_ends_on.isoformat(),
        alone_because=alone_because.strip() or None,
    )  # fmt: skip


def mail_fields(case: Case, programme: Programme, due_on: date) -> dict[str, str]:
    """Give the own fields of the mail that offers seats until a day; its link is made with it."""
    known = in_mail(terms_of(case, programme), case, programme)
    return {**known, "seats": str(case.travellers), "due": _day(case, due_on)}


def take(case: Case, programme: Programme, *, when: Moment) -> None:
    """Take the offered seats: the candidature is accepted at once.

    Raises:
        MoveRefused: nothing is offered, or not any more.
    """
    require(case.state, TAKE_SEAT, APPLICANT)
    _require_offer(case, when)
    if has_changed(case, programme, when.on):
        raise MoveRefused("cannot take a seat of a visit that has changed meanwhile")
    case.offer_ends_on = None
    case.decision, case.decided_by, case.decided_at = State.ACCEPTED.value, case.offered_by, when.at
    case.released_at, case.released_on = when.at, when.on
    exchanges.begin(case, programme, when=when)
    case.wait_for(TAKE_SEAT.waits_for, since=when.on)
    fields = {**in_mail(terms_of(case, programme), case, programme), "note": ""}
    mail.queue(TAKE_SEAT.mail, case, programme, fields, when=when)
    history.moved(case, TAKE_SEAT, by=APPLICANT, when=when)


def decline(case: Case, *, when: Moment) -> None:
    """Decline the offered seats: the candidature ends, and the seats are free.

    Raises:
        MoveRefused: nothing is offered, or not any more.
    """
    require(case.state, DECLINE_SEAT, APPLICANT)
    _require_offer(case, when)
    _end(case, when)
    history.moved(case, DECLINE_SEAT, by=APPLICANT, when=when)


def lapse(case: Case, programme: Programme, *, when: Moment) -> None:
    """End a candidature whose offered seats nobody took. Raises MoveRefused before that day."""
    require(case.state, LAPSE_SEAT, CLOCK)
    if case.offer_ends_on is None or when.on <= case.offer_ends_on:
        raise MoveRefused("cannot end a candidature before its day to answer is over")
    fields = {"due": _day(case, case.offer_ends_on)}
    _end(case, when)
    mail.queue(LAPSE_SEAT.mail, case, programme, fields, when=when)
    history.moved(case, LAPSE_SEAT, by=CLOCK, when=when)


def run_on(case: Case, programme: Programme, *, when: Moment) -> None:
    """Let an offer run on whose visit has changed: nobody can answer it before that is settled."""
    usual = when.on + timedelta(days=programme.about.seat_offer_days)
    case.offer_ends_on = usual
    case.wait_for(Role.APPLICANT, since=case.waits_since_on or when.on, due_on=usual)
    history.noted(case, "extend-offer", by=CLOCK, when=when, until=usual.isoformat())


def ask_to_decide(case: Case, programme: Programme, *, when: Moment) -> None:
    """Give a case back to the office: no seat will be offered to it any more."""
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(Role.OFFICER, since=when.on, due_on=due_on)
    history.noted(case, "end-line", by=CLOCK, when=when)


def _require_offer(case: Case, when: Moment) -> None:
    if case.offer_ends_on is None:
        raise MoveRefused("cannot answer: no seat is offered")
    if when.on > case.offer_ends_on:
        raise MoveRefused("cannot answer an offer after its last day")


def _end(case: Case, when: Moment) -> None:
    case.offer_ends_on, case.closed_at, case.editing = None, when.at, None
    case.wait_for(None, since=when.on)
    links.end_later(case, at=when.at)
    evidence.stop_asking(case)


def _day(case: Case, day: date) -> str:
    f = formats(case.language)
    return f"{f.weekday(day)} {f.day(day)}"


def _until_the_end_of(day: date, programme: Programme, when: Moment) -> timedelta:
    """Count the real time until a programme date is over, also while that date is moved."""
    zone = programme.site.zone
    real = when.at.astimezone(zone).date() + (day - when.on)
    return datetime.combine(real + DAY, time(), tzinfo=zone) - when.at

"""What staff do with a case. Nothing here knows the web, and nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.candidatures import queries as candidatures
from formsvc.candidatures import states
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.queries import exchange_of, items_of
from formsvc.exchanges.models import Exchange
from formsvc.history import actions as history
from formsvc.info_requests import actions as info_requests
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.moves import Actor, Move, Role, require
from generator.look.formats import formats
from generator.programme.assess import Assessment, Effect
from generator.programme.assess import settle as settle_line
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.rules import RuleId

ACCEPTED, REJECTED = "accepted", "rejected"


def acting(person: Person) -> Actor:
    """Say in which role a member of staff acts, and with which number."""
    roles = (Role.COORDINATOR, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)
    return Actor(next(role for role in roles if person.holds(role)), person.id)


def check(case: Case, programme: Programme, *, by: Actor, when: Moment) -> None:
    """Find the case eligible.

    Raises:
        MoveRefused: the state or role does not allow it, or a rule fails or is unknown.
    """
    require(case.state, states.CHECK, by)
    if Assessment.model_validate(case.assessment).with_effect(Effect.FAIL, Effect.UNKNOWN):
        raise MoveRefused("cannot check a candidature while a rule fails or is open")
    _move(case, states.CHECK, by=by, when=when)
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(states.CHECK.waits_for, since=when.on, due_on=due_on)


def settle(
    case: Case,
    programme: Programme,
    rule: RuleId,
    *,
    holds: bool,
    note: str,
    by: Actor,
    when: Moment,
) -> None:
    """Close an open rule by what the office found out, with the reason; the amount follows.

    Raises:
        MoveRefused: the case is past checking, the rule is not open, or nothing is said.
    """
    require(case.state, states.CHECK, by)
    before = Assessment.model_validate(case.assessment)
    if rule not in {line.rule for line in before.with_effect(Effect.UNKNOWN)}:
        raise MoveRefused("cannot settle a rule that is not open")
    if not note.strip():
        raise MoveRefused("cannot settle a rule without saying how you know")
    visit = programme.visit(case.visit or "")
    table = programme.lump_sums_of(programme.call_of(visit))
    rate = table.rate_eur(visit.country if visit else case.to_country)
    after = settle_line(before, rule, holds=holds, note=note.strip(), rate_eur=rate)
    case.assessment, case.amount_eur = after.model_dump(mode="json"), after.amount_eur
    _note(case, "settle", by=by, when=when, rule=rule.value, holds=holds, note=note.strip())


def accept(case: Case, programme: Programme, *, by: Actor, when: Moment) -> None:
    """Decide to accept; nothing is sent until the decision is released.

    Raises:
        MoveRefused: the state or role does not allow it, there are not enough seats, or there is
            no host yet.
    """
    require(case.state, states.RELEASE_ACCEPT, by)
    if case.route is Route.FIND_HOST:
        raise MoveRefused(
            f"cannot accept a candidature without a host: {looks_for_host(case, programme)}"
        )
    _require_seats(case, programme)
    _decide(case, ACCEPTED, None, by=by, when=when)


def reject(case: Case, *, reason: str, by: Actor, when: Moment) -> None:
    """Decide to reject, with a reason; nothing is sent until the decision is released.

    Raises:
        MoveRefused: the state or role does not allow it, or there is no reason.
    """
    require(case.state, states.RELEASE_REJECT, by)
    if not reason.strip():
        raise MoveRefused("cannot reject a candidature without a reason")
    _decide(case, REJECTED, reason.strip(), by=by, when=when)


def looks_for_host(case: Case, programme: Programme) -> str:
    """Say in words who looks for a host."""
    cluster = programme.cluster(case.cluster or "")
    return f"{cluster.label if cluster else 'the programme office'} looks for one"


def take_back(case: Case, *, by: Actor, when: Moment) -> None:
    """Take a decision back that is not released yet. Raises MoveRefused when there is none."""
    _require_pending(case)
    case.decision = case.decision_reason = case.decided_by = case.decided_at = None
    _note(case, "take-back", by=by, when=when)


def release(case: Case, programme: Programme, *, by: Actor, when: Moment) -> Mail:
    """Make the pending decision known: the case moves, and the applicant gets the mail.

    Gives the mail: until the caller's unit of work ends, its words can be changed, or it be held.

    Raises:
        MoveRefused: nothing is decided, or the state or role does not allow it.
    """
    _require_pending(case)
    move = pending_move(case)
    require(case.state, move, by)
    if case.decision == ACCEPTED:
        _require_seats(case, programme)
        _begin_exchange(case, programme, when=when)
    else:
        case.closed_at = when.at
        links.end_later(case, at=when.at)
    told = mail.queue(move.mail, case, programme, mail_fields(case, programme), when=when)
    case.released_at, case.released_on = when.at, when.on
    case.wait_for(move.waits_for, since=when.on)
    _move(case, move, by=by, when=when, decision=case.decision, reason=case.decision_reason)
    return told


def reopen(case: Case, programme: Programme, *, reason: str, by: Actor, when: Moment) -> None:
    """Open a closed case again: it is new, and undecided. The applicant gets the reason by mail.

    What was decided before goes into the history. Raises MoveRefused without a reason.
    """
    require(case.state, states.REOPEN, by)
    if not reason.strip():
        raise MoveRefused("cannot open a candidature again without a reason")
    before = {
        "decision": case.decision,
        "decision_reason": case.decision_reason,
        "released_on": case.released_on.isoformat() if case.released_on else None,
    }
    case.decision = case.decision_reason = case.decided_by = case.decided_at = None
    case.released_at = case.released_on = case.closed_at = None
    info_requests.end_all(case, when=when)
    links.live_again(case)
    path = links.make(case, LinkKind.CASE, at=when.at)
    fields = {"reason": reason.strip(), "link": path}
    mail.queue(states.REOPEN.mail, case, programme, fields, when=when)
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(states.REOPEN.waits_for, since=when.on, due_on=due_on)
    _move(case, states.REOPEN, by=by, when=when, reason=reason.strip(), before=before)


def pending_move(case: Case) -> Move[State]:
    """Give the move that releasing the pending decision makes."""
    return states.RELEASE_ACCEPT if case.decision == ACCEPTED else states.RELEASE_REJECT


def mail_fields(case: Case, programme: Programme) -> dict[str, str]:
    """Give the own fields of the mail that tells the pending decision."""
    if case.decision == REJECTED:
        return {"reason": case.decision_reason or "", "note": ""}
    return {**facts_in_words(case, programme, case.language), "note": ""}


def facts_in_words(case: Case, programme: Programme, language: str) -> dict[str, str]:
    """Give amount and days of a case as its mails say them."""
    f = formats(language)
    amount = f.money(case.amount_eur) if case.amount_eur is not None else "–"
    return {"amount": amount, "dates": _dates(case, programme, language)}


def _dates(case: Case, programme: Programme, language: str) -> str:
    f, visit = formats(language), programme.visit(case.visit or "")
    if case.first_on and case.last_on:
        return f.range(case.first_on, case.last_on)
    known = visit.dates_known_on(case.sent_on or date.max) if visit else None
    return f.days(known.days()) if known else "–"


def _begin_exchange(case: Case, programme: Programme, *, when: Moment) -> None:
    """An acceptance makes the exchange, and the items that will prove it.

    A case that was opened again keeps those of its first acceptance, with what was sent for them.
    """
    visit = programme.visit(case.visit or "")
    known = visit.dates_known_on(when.on) if visit else None
    first_on = case.first_on or (known.first_on if known else None)
    last_on = case.last_on or (known.last_on if known else None)
    exchange = exchange_of(case) or Exchange(case_id=case.id, created_at=when.at)
    exchange.first_on, exchange.last_on = first_on, last_on
    db.session.add(exchange)
    have = {item.slot for item in items_of(case)}
    for slot in programme.rules_of(programme.call_of(visit)).evidence:
        if slot.id not in have:
            db.session.add(EvidenceItem(case_id=case.id, slot=slot.id, changed_on=when.on))


def _require_seats(case: Case, programme: Programme) -> None:
    """Refuse an acceptance that would overbook; a pending acceptance holds its seats too."""
    visit = programme.visit(case.visit or "")
    if visit is None or visit.seats is None:
        return
    db.take_turn(f"seats of {visit.slug}")
    taken = candidatures.seats_taken(pending_too=True, visit=visit).get(visit.slug, 0)
    counted = case.travellers if case.pending and case.decision == ACCEPTED else 0
    left = visit.seats - taken + counted
    if case.travellers > left:
        raise MoveRefused(
            f"cannot accept {case.travellers} travellers: {max(0, left)} of {visit.seats} seats are left"
        )


def _require_pending(case: Case) -> None:
    if not case.pending:
        raise MoveRefused("cannot release or take back a decision that is not pending")


def _decide(case: Case, decision: str, reason: str | None, *, by: Actor, when: Moment) -> None:
    case.decision, case.decision_reason = decision, reason
    case.decided_by, case.decided_at = by.number, when.at
    _note(case, "decide", by=by, when=when, decision=decision, reason=reason)


def _move(case: Case, move: Move[State], *, by: Actor, when: Moment, **payload: Any) -> None:
    start, case.state = case.state, move.end
    history.record(
        case, move.name, start=start.value, end=case.state.value, by=by, when=when, **payload
    )


def _note(case: Case, name: str, *, by: Actor, when: Moment, **payload: Any) -> None:
    """Leave a line of history that moves nothing."""
    same = case.state.value
    history.record(case, name, start=same, end=same, by=by, when=when, **payload)

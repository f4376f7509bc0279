"""What a host and the office do with an offer. Nothing here knows the web, nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from formsvc import db
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.reference import new_reference
from formsvc.candidatures.search import name_key, searchable
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.host_offers.offer import Offer
from formsvc.host_offers.states import ACCEPT, CONFIRM, REJECT, SEND, TAKE_AWAY, WITHDRAW
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Move, Role, require
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

HOST = Actor(Role.HOST)
THING = "an offer"


def begin(
    *, key: str, language: str, version: str, when: Moment, signs: Sequence[str] = ()
) -> Case:
    """Start an offer; `key` is the form's own, so that a second click finds the first one."""
    case = Case(
        reference=new_reference(),
        idempotency_key=key,
        kind=CaseKind.HOST_OFFER,
        state=State.DRAFT,
        language=language,
        version=version,
        machine_signs=list(signs),
        created_at=when.at,
    )
    db.session.add(case)
    db.session.flush()
    return case


def keep(case: Case, typed: Mapping[str, Any]) -> None:
    """Keep what was typed on one page, right or not. Raises MoveRefused when it has been sent."""
    require(case.state, SEND, HOST, THING)
    case.answers = {**case.answers, **typed}


def send(
    case: Case, offer: Offer, programme: Programme, *, language: str, version: str, when: Moment
) -> None:
    """Send an offer: it waits for its address to be confirmed, and a mail asks for that.

    It belongs to the partner cluster that the host is a member of, else to the coordinator.

    Raises:
        MoveRefused: it has been sent already.
    """
    require(case.state, SEND, HOST, THING)
    case.answers = offer.model_dump(mode="json")
    case.organisation, case.country, case.email = offer.organisation, offer.country, offer.email
    case.visitor_type = offer.organisation_type.value
    case.cluster = offer.cluster if programme.cluster(offer.cluster) else None
    case.name_key = name_key(offer.organisation)
    case.search = _search(case, offer)
    case.state, case.version, case.language = SEND.end, version, language
    case.sent_at, case.sent_on = when.at, when.on
    ask_to_confirm(case, programme, when=when)


def correct_address(case: Case, email: str, programme: Programme, *, when: Moment) -> bool:
    """Put a slip in the address right before it is confirmed; say whether a mail was queued.

    Whatever went to the wrong address opens nothing any more, and whoever got in by it is out.

    Raises:
        MoveRefused: it is not waiting for its confirmation.
    """
    require(case.state, CONFIRM, HOST, THING)
    links.revoke_all(case, at=when.at)
    case.session_epoch += 1
    offer = Offer.model_validate(case.answers).model_copy(update={"email": email})
    case.email, case.answers = email, offer.model_dump(mode="json")
    case.search = _search(case, offer)
    return ask_to_confirm(case, programme, when=when)


def ask_to_confirm(case: Case, programme: Programme, *, when: Moment) -> bool:
    """Mail a link that confirms the address, within the limit of mails; say whether one goes."""
    if not mail.may_mail("offer-confirm", case, at=when.at):
        return False
    path = links.make(case, LinkKind.CONFIRM, at=when.at, life=links.CONFIRM_LIFE)
    hours = int(links.CONFIRM_LIFE.total_seconds() // 3600)
    mail.queue(SEND.mail, case, programme, {"link": path, "hours": str(hours)}, when=when)
    return True


def confirm(case: Case, programme: Programme, *, when: Moment) -> None:
    """Take the offer in: its address is confirmed. Ends every earlier link and session.

    Raises:
        MoveRefused: it is confirmed already.
    """
    require(case.state, CONFIRM, HOST, THING)
    case.confirmed_at, case.confirmed_on = when.at, when.on
    _move(case, CONFIRM, by=HOST, when=when, answers=case.answers)
    case.session_epoch += 1
    links.revoke_all(case, at=when.at)
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    path = links.make(case, LinkKind.CASE, at=when.at)
    days = str(links.CASE_LIFE_AFTER_END.days)
    mail.queue(CONFIRM.mail, case, programme, {"link": path, "days": days}, when=when)
    case.wait_for(CONFIRM.waits_for, since=when.on, due_on=due_on)


def accept(case: Case, programme: Programme, *, by: Actor, when: Moment) -> None:
    """Accept the offer and tell the host; an editor publishes its file. Raises MoveRefused."""
    require(case.state, ACCEPT, by, THING)
    mail.queue(ACCEPT.mail, case, programme, {}, when=when)
    _move(case, ACCEPT, by=by, when=when)
    case.wait_for(None, since=when.on)


def reject(case: Case, programme: Programme, *, reason: str, by: Actor, when: Moment) -> None:
    """Turn the offer down and tell the host why. Raises MoveRefused, also without a reason."""
    require(case.state, REJECT, by, THING)
    if not reason.strip():
        raise MoveRefused("cannot reject an offer without a reason")
    mail.queue(REJECT.mail, case, programme, {"reason": reason.strip()}, when=when)
    case.decision_reason = reason.strip()
    _close(case, when)
    _move(case, REJECT, by=by, when=when, reason=case.decision_reason)


def withdraw(case: Case, *, reason: str, when: Moment) -> None:
    """Take an offer back, also one that is accepted. Raises MoveRefused."""
    require(case.state, WITHDRAW, HOST, THING)
    was_published = case.state is State.ACCEPTED
    _close(case, when)
    _move(case, WITHDRAW, by=HOST, when=when, reason=reason)
    if was_published:  # the host's page must go from the site
        case.wait_for(Role.OFFICER, since=when.on, due_on=when.on)


def take_away(case: Case, *, by: Actor, when: Moment) -> None:
    """Say that the page of a host who withdrew is gone from the site. Raises MoveRefused."""
    require(case.state, TAKE_AWAY, by, THING)
    if case.waits_for is None:
        raise MoveRefused("cannot take away an offer that was never accepted, or is gone already")
    _move(case, TAKE_AWAY, by=by, when=when)
    case.wait_for(None, since=when.on)


def _search(case: Case, offer: Offer) -> str:
    return searchable(
        case.reference, offer.organisation, offer.contact, offer.email, offer.town,
        offer.summary, offer.offers, offer.technologies,
    )  # fmt: skip


def _close(case: Case, when: Moment) -> None:
    case.closed_at = when.at
    case.wait_for(None, since=when.on)
    links.end_later(case, at=when.at)


def _move(case: Case, move: Move[State], *, by: Actor, when: Moment, **payload: Any) -> None:
    start, case.state = case.state, move.end
    history.record(
        case, move.name, start=start.value, end=case.state.value, by=by, when=when, **payload
    )

"""What proves an exchange comes in and is looked at. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.evidence.checks import Inspection
from formsvc.evidence.incoming import Part
from formsvc.evidence.models import EvidenceItem, StoredFile
from formsvc.evidence.queries import items_of
from formsvc.evidence.states import ACCEPT_ITEM, ASK_AGAIN, RECEIVE, EvidenceState
from formsvc.history import actions as history
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Move, require
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

MOST_FILES = 20
LONGEST_NAME = 255


def require_room(case: Case, item: EvidenceItem) -> None:
    """Raise MoveRefused when an item is locked, or the case holds as many files as it may."""
    require(item.state, RECEIVE, APPLICANT, "an item of evidence")
    if sum(len(each.files) for each in items_of(case)) >= MOST_FILES:
        raise MoveRefused(f"cannot keep more than {MOST_FILES} files for one candidature")


def receive_file(
    case: Case,
    item: EvidenceItem,
    programme: Programme,
    *,
    key: str,
    name: str,
    part: Part,
    found: Inspection,
    when: Moment,
) -> StoredFile:
    """Keep the row of a file that lies in the store already; only then may we say "received".

    Raises:
        MoveRefused: the item is accepted already, or the case is full.
    """
    require_room(case, item)
    stored = StoredFile(
        key=key,
        name=name[-LONGEST_NAME:],
        size=part.size,
        sha256=part.sha256,
        kind=found.kind,
        received_at=when.at,
        received_on=when.on,
    )
    item.files.append(stored)
    what = {"slot": item.slot, "name": stored.name, "sha256": part.sha256, "size": part.size}
    _received(case, item, programme, when=when, **what)
    return stored


def receive_text(
    case: Case, item: EvidenceItem, programme: Programme, *, text: str, when: Moment
) -> None:
    """Keep what came of the exchange, in words. Raises MoveRefused when the item is locked."""
    require(item.state, RECEIVE, APPLICANT, "an item of evidence")
    item.text = text
    _received(case, item, programme, when=when, slot=item.slot, text=text)


def accept(case: Case, item: EvidenceItem, *, by: Actor, when: Moment) -> None:
    """Accept an item; it is locked from then on. Raises MoveRefused."""
    _move(case, item, ACCEPT_ITEM, by=by, when=when, slot=item.slot)
    item.reason = None
    _pass_on(case, when=when)


def ask_again(
    case: Case, item: EvidenceItem, programme: Programme, *, reason: str, by: Actor, when: Moment
) -> None:
    """Ask the applicant for another copy, by mail, with the reason. Raises MoveRefused."""
    if not reason.strip():
        raise MoveRefused("cannot ask for another copy without a reason")
    item.reason = reason.strip()
    _move(case, item, ASK_AGAIN, by=by, when=when, slot=item.slot, reason=item.reason)
    visit = programme.visit(case.visit or "")
    slot = programme.rules_of(programme.call_of(visit)).slot(item.slot)
    words = slot.title.say(case.language).words if slot else item.slot
    mail.queue(ASK_AGAIN.mail, case, programme, {"item": words, "reason": item.reason}, when=when)
    case.wait_for(ASK_AGAIN.waits_for, since=when.on)


def _received(
    case: Case, item: EvidenceItem, programme: Programme, *, when: Moment, **what: Any
) -> None:
    _move(case, item, RECEIVE, by=APPLICANT, when=when, **what)
    item.reason = None
    if not _states(case) & {EvidenceState.MISSING, EvidenceState.REPLACE}:
        due_on = when.on + timedelta(days=programme.about.answer_within_days)
        case.wait_for(RECEIVE.waits_for, since=when.on, due_on=due_on)


def _pass_on(case: Case, *, when: Moment) -> None:
    """When everything is accepted, nobody has to do anything with the evidence any more."""
    if _states(case) == {EvidenceState.ACCEPTED}:
        case.wait_for(None, since=when.on)


def _states(case: Case) -> set[EvidenceState]:
    return {item.state for item in items_of(case)}


def _move(
    case: Case,
    item: EvidenceItem,
    move: Move[EvidenceState],
    *,
    by: Actor,
    when: Moment,
    **what: Any,
) -> None:
    require(item.state, move, by, "an item of evidence")
    item.state, item.changed_on = move.end, when.on
    same = case.state.value
    history.record(case, move.name, start=same, end=same, by=by, when=when, **what)

"""Four eyes compare persons, never roles: who released what the same person had decided?

An offer of a seat releases too: the applicant who takes it is accepted, and nobody is asked again.

What counts stands in the skeletons of the history, so it can be asked even after an erasure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import (
    MOVES,
    OFFER_SEAT,
    RELEASE_ACCEPT,
    RELEASE_REJECT,
    RELEASE_WAITLIST,
    REOPEN,
    UNDO,
    UNDO_LISTED,
    UNDO_UNCHECKED,
    State,
)
from formsvc.history.models import Event
from formsvc.moves import Actor
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.vocabularies import FourEyes

DECIDE, TAKE_BACK, OVERRIDE = "decide", "take-back", "override"
RELEASES = {RELEASE_ACCEPT.name, RELEASE_WAITLIST.name, RELEASE_REJECT.name, OFFER_SEAT.name}
UNDOS = {UNDO.name, UNDO_UNCHECKED.name, UNDO_LISTED.name}
BEGIN_ANEW = {move.name for move in MOVES if move.end is State.SUBMITTED} - UNDOS
"""A case that is new again is undecided."""
COUNT = {DECIDE, TAKE_BACK, OVERRIDE, *RELEASES, *UNDOS, *BEGIN_ANEW}


@dataclass(frozen=True)
class Alone:
    """One release or offer by the person who had decided it, or had overridden a rule of it."""

    reference: str
    on: date
    move: str
    actor: int
    did: str
    """decide, override, or both."""
    why: str
    """The reason given for the exception; empty where none was asked for, or it is erased."""


def require_others(case: Case, programme: Programme, by: Actor, because: str, what: str) -> None:
    """Refuse a release by the person who decided it or overrode a rule, as the programme says.

    Args:
        because: the reason of whoever does it alone, where the programme allows an exception.
        what: what is refused, in words that follow "cannot".

    Raises:
        MoveRefused: another person must do it, or the reason of the exception is missing.
    """
    asked = programme.about.four_eyes
    if asked is FourEyes.OFF or not did_before(case, by.number):
        return
    if asked is FourEyes.ALWAYS:
        raise MoveRefused(f"cannot {what}: another person does it")
    if not because.strip():
        raise MoveRefused(
            f"cannot {what} without a reason: another person does it, or you write on its own "
            "page why you do it alone"
        )


def how_alone(case: Case, programme: Programme, person: int) -> FourEyes:
    """Say how the programme sees it that this very person has decided the case; off: others did."""
    asked = programme.about.four_eyes
    return asked if asked is FourEyes.OFF or did_before(case, person) else FourEyes.OFF


def did_before(case: Case, person: int | None) -> list[str]:
    """Say what of the decision that is pending was done by a person: decide, override, or both."""
    mine = select(Event).where(Event.case_id == case.id, Event.move.in_(COUNT))
    done = _done(db.session.scalars(mine.order_by(Event.seq)))
    return sorted(move for move, actor in done if actor == person)


def all_alone() -> Iterator[Alone]:
    """Give every release by one person alone, case by case."""
    rows = select(Case.reference, Event).join(Case, Case.id == Event.case_id)
    rows = rows.where(Event.move.in_(COUNT)).order_by(Event.case_id, Event.seq)
    found = db.session.execute(rows.options(joinedload(Event.payload)))
    for reference, group in groupby(found, key=lambda row: row.reference):
        before: list[Event] = []
        for event in (row.Event for row in group):
            did = sorted(move for move, actor in _done(before) if actor == event.actor)
            if event.move in RELEASES and did and event.actor is not None:
                why = (event.payload.body.get("alone_because") or "") if event.payload else ""
                yield Alone(
                    reference, event.happened_on, event.move, event.actor, " and ".join(did), why
                )
            before.append(event)


def _done(events: Iterable[Event]) -> set[tuple[str, int | None]]:
    """Give who made the decision that stands, and who overrode rules since the case was opened.

    A decision that is taken back or undone stands no more: the one before it does again.
    """
    decided: list[int | None] = []
    overrode: set[int | None] = set()
    pending = False
    for event in events:
        if event.move == OVERRIDE:
            overrode.add(event.actor)
        elif event.move == DECIDE:
            decided = [*(decided[:-1] if pending else decided), event.actor]
        elif event.move == TAKE_BACK or event.move in UNDOS:
            decided = decided[:-1]
        elif event.move in BEGIN_ANEW:
            decided = []
            overrode = set() if event.move == REOPEN.name else overrode
        pending = event.move == DECIDE or (pending and event.move == OVERRIDE)
    return {(DECIDE, actor) for actor in decided[-1:]} | {(OVERRIDE, actor) for actor in overrode}

"""Four eyes compare persons, never roles: who released what the same person had decided?

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
    RELEASE_ACCEPT,
    RELEASE_REJECT,
    RELEASE_WAITLIST,
    REOPEN,
)
from formsvc.history.models import Event

DECIDE, OVERRIDE = "decide", "override"
RELEASES = {RELEASE_ACCEPT.name, RELEASE_WAITLIST.name, RELEASE_REJECT.name}
COUNT = {DECIDE, OVERRIDE, REOPEN.name, *RELEASES}


@dataclass(frozen=True)
class Alone:
    """One release by the person who had decided it, or had overridden a rule of it."""

    reference: str
    on: date
    move: str
    actor: int
    did: str
    """decide, override, or both."""
    why: str
    """The reason given for the exception; empty where none was asked for, or it is erased."""


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
    """Give who made the last decision, and who overrode rules since the case was new."""
    done: set[tuple[str, int | None]] = set()
    for event in events:
        if event.move == REOPEN.name:
            done = set()
        elif event.move == DECIDE:
            done = {each for each in done if each[0] != DECIDE} | {(DECIDE, event.actor)}
        elif event.move == OVERRIDE:
            done |= {(OVERRIDE, event.actor)}
    return done

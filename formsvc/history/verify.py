"""Is the history whole? Every chain and every anchor is computed again from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.history.actions import BEGINNING, payload_hash, skeleton_hash
from formsvc.history.anchors import anchor_hash
from formsvc.history.models import Anchor, Event

AT_ONCE = 500
ERASE = "erase"
"""The move after which payloads may be gone."""


class Verdict(StrEnum):
    """What can be said of one chain."""

    WHOLE = "whole"
    PURGED = "payload purged"
    BROKEN = "broken"


@dataclass(frozen=True)
class Found:
    """What was found about one case, or about the anchor of one day."""

    what: str
    """The reference of the case, or the day of the anchor."""
    verdict: Verdict
    purged_on: date | None = None
    broken_at: int | None = None
    """Number of the event in its chain."""
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give plain values."""
        return {name: str(value) if isinstance(value, date) else value
                for name, value in asdict(self).items() if value not in (None, "")}  # fmt: skip

    def __str__(self) -> str:
        """Say it in one line."""
        if self.verdict is Verdict.BROKEN:
            place = f" at event {self.broken_at}" if self.broken_at else ""
            return f"{self.what}: broken{place}: {self.why}"
        on = f" on {self.purged_on}" if self.purged_on else ""
        return f"{self.what}: {self.verdict.value}{on}"


def verify(reference: str | None = None) -> Iterator[Found]:
    """Check the chain of every case (or of one), then every anchor when all cases are checked.

    One pass over the events, a few hundred of them in memory at a time; the anchors need one more
    line a case.
    """
    for name, events in _chains(reference):
        yield _chain(name, events)
    if reference is None:
        yield from _anchors()


def _chains(reference: str | None) -> Iterator[tuple[str, Iterable[Event]]]:
    rows = select(Case.reference, Event).join(Case, Case.id == Event.case_id)
    rows = rows.order_by(Event.case_id, Event.seq).options(joinedload(Event.payload))
    if reference:
        rows = rows.where(Case.reference == reference)
    with closing(db.session.execute(rows.execution_options(yield_per=AT_ONCE))) as found:
        for name, group in groupby(found, key=lambda row: row.reference):
            yield name, (row.Event for row in group)


def _chain(name: str, events: Iterable[Event]) -> Found:
    """Follow one chain to its end, or to the first event that does not fit."""
    before, purged_at, erased = BEGINNING, 0, None
    for place, event in enumerate(events, start=1):
        why = _wrong(event, place, before)
        if why:
            return Found(name, Verdict.BROKEN, broken_at=place, why=why)
        before = event.hash
        purged_at = purged_at if event.payload else place
        erased = (place, event.happened_on) if event.move == ERASE else erased
    if not purged_at:
        return Found(name, Verdict.WHOLE)
    if erased is None or erased[0] < purged_at:
        why = "what it tells is gone, and no later event says that it was erased"
        return Found(name, Verdict.BROKEN, broken_at=purged_at, why=why)
    return Found(name, Verdict.PURGED, purged_on=erased[1])


def _wrong(event: Event, place: int, before: str) -> str:
    """Say what does not fit in one event; empty when all does."""
    if event.seq != place:
        return f"event {place} is missing"
    if event.previous_hash != before:
        return "it does not follow the event before"
    if skeleton_hash(event) != event.hash:
        return "the event was changed"
    body = event.payload
    if body is not None and payload_hash(body.salt, body.body) != event.payload_hash:
        return "what it tells was changed"
    return ""


def _anchors() -> Iterator[Found]:
    """Compute every anchor again from the heads that the chains had at its instant."""
    rows = select(Event.at, Event.case_id, Event.seq, Event.hash).order_by(Event.at, Event.id)
    with closing(db.session.execute(rows.execution_options(yield_per=AT_ONCE))) as found:
        yield from _compared(_Heads(found))


def _compared(events: _Heads) -> Iterator[Found]:
    before = BEGINNING
    for anchor in db.session.scalars(select(Anchor).order_by(Anchor.id)):
        heads = events.until(anchor)
        why = ""
        if anchor.previous_hash != before:
            why = "it does not follow the anchor before"
        elif len(heads) != anchor.heads:
            why = f"it covers {anchor.heads} cases, and {len(heads)} are there"
        elif anchor_hash(anchor, heads) != anchor.hash:
            why = "the history under it was changed"
        what = f"anchor of {anchor.anchored_on}"
        yield Found(what, Verdict.BROKEN if why else Verdict.WHOLE, why=why)
        before = anchor.hash


class _Heads:
    """The last event of every chain, moved on from anchor to anchor: one pass for all of them."""

    def __init__(self, events: Iterable[Any]) -> None:
        self.events = iter(events)
        self.next = next(self.events, None)
        self.last: dict[int, tuple[int, str]] = {}

    def until(self, anchor: Anchor) -> list[tuple[int, int, str]]:
        """Give case, number and hash of every head at the anchor's instant."""
        while self.next is not None and self.next.at <= anchor.at:
            _, case, seq, hashed = self.next
            self.last[case] = max(self.last.get(case, (0, "")), (seq, hashed))
            self.next = next(self.events, None)
        return [(case, *self.last[case]) for case in sorted(self.last)]

"""The cases of a choice: page by page, one after the other, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.sql.elements import SQLColumnExpression

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.candidatures.search_index import holding, holding_among_few
from formsvc.office.queries import VIEWS
from formsvc.office.queue import paging
from formsvc.office.queue.chosen import Chosen, looked_for

MOST, FEW = 500, 1000
"""A count for people stops above the most; so few cases are read one by one."""


@dataclass(frozen=True)
class NextCase:
    """The case that follows, and its place as in `QueueRow`."""

    case: Case
    place: str


@dataclass(frozen=True)
class Listed:
    """The cases of a choice, and the quickest way to them.

    Where few come in question, a search reads them; else it walks the index of words.
    """

    person: Person
    chosen: Chosen
    among_few: bool

    @classmethod
    def of(cls, person: Person, chosen: Chosen) -> Listed:
        """Count how many come in question, if there are words to look for."""
        if not chosen.words:
            return cls(person, chosen, among_few=False)
        among = select(paging.counted(_led_parts(person, chosen), FEW))
        return cls(person, chosen, among_few=(db.session.scalar(among) or 0) <= FEW)

    def page(self, place: paging.Place | None, *, size: int) -> Select[Case]:
        """Select one page of them."""
        if self.chosen.words and not self.among_few:
            [found], session = self._parts(), db.session()
            return paging.page_of_found(found, place, session, size=size)
        return paging.page(self._parts(), self.chosen.order, place, size=size)

    def _parts(self) -> list[Select[Case]]:
        words, parts = looked_for(self.chosen), _parts(self.person, self.chosen)
        if not self.chosen.words:
            return parts
        if self.among_few:
            return [holding_among_few(part, words) for part in parts]
        whole = self.chosen.of_view.whole(self.person)
        return [holding(whole.where(*self.chosen.keeps(clock.today())), words, db.session())]


def next_row(person: Person, chosen: Chosen, case: Case) -> NextCase | None:
    """Give what follows in a choice, or its first case after the last; never this one.

    The choice's place is where this case stood when it was opened: a decided case has moved on.
    """
    listed = Listed.of(person, chosen)
    for place in dict.fromkeys((chosen.place, None)):
        for following in db.session.scalars(listed.page(place, size=2)):
            if following.id != case.id:
                return NextCase(following, chosen.at(chosen.order.place(following)))
    return None


def all_cases(person: Person, chosen: Chosen, *, at_once: int = 500) -> Iterator[Case]:
    """Give every case of a choice, some at a time, so that a long list needs no memory."""
    listed, place = Listed.of(person, chosen), None
    while some := list(db.session.scalars(listed.page(place, size=at_once))):
        place = chosen.order.place_in(chosen.order.place(some[-1]))
        yield from some


def _parts(person: Person, chosen: Chosen) -> list[Select[Case]]:
    kept = chosen.keeps(clock.today())
    return [part.where(*kept) for part in chosen.of_view.parts(person)]


def _led_parts(person: Person, chosen: Chosen) -> list[Select[Case]]:
    """Select the cases that an index leads to; the other filters may keep fewer."""
    kept = chosen.keeps_by_index(clock.today())
    return [part.where(*kept) for part in chosen.of_view.parts(person)]


@dataclass(frozen=True)
class Counts:
    """How many cases each view has, how many were read for the filters, and how many they keep."""

    views: Mapping[str, int]
    read: int
    kept: int

    def said(self, at_least: int) -> str:
        """Say how many the filters keep: "37", or "62+" where there are too many to read all."""
        is_all = self.read <= FEW and self.kept <= MOST
        return str(self.kept) if is_all else f"{min(max(self.kept, at_least), MOST)}+"


def counts_of(person: Person, chosen: Chosen) -> Counts:
    """Count every view, and what the filters keep, in one query."""
    led, asked = _led_parts(person, chosen), chosen.keeps_by_case(clock.today())
    counts: dict[str, SQLColumnExpression[int]] = {
        name: paging.counted(view.parts(person), MOST) for name, view in VIEWS.items()
    }
    counts["read"] = paging.counted(led, FEW)
    counts["kept"] = paging.counted_kept(led, asked, FEW) if asked else counts["read"]
    labelled: list[Any] = [count.label(name) for name, count in counts.items()]
    row: Row[Any] = db.session.execute(select(*labelled)).one()
    found = dict(row._mapping)
    return Counts(found, found["read"], found["kept"])

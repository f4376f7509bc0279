"""The cases of a choice: page by page, one after the other, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.candidatures.search_index import holding, holding_among_few
from formsvc.office import paging
from formsvc.office.chosen import Chosen, looked_for
from formsvc.office.queries import VIEWS

MOST, FEW = 500, 1000
"""A count for people stops above the most; a search reads so few cases one by one."""


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
        among = select(paging.counted(_parts(person, chosen), FEW))
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


def counts_of(person: Person, chosen: Chosen) -> dict[str, int]:
    """Count every view, and what the filters keep (`among`), in one query."""
    parts = {name: view.parts(person) for name, view in VIEWS.items()}
    parts["among"] = _parts(person, chosen)
    counts: list[Any] = [
        paging.counted(some, FEW if name == "among" else MOST).label(name)
        for name, some in parts.items()
    ]
    row: Row[Any] = db.session.execute(select(*counts)).one()
    return dict(row._mapping)

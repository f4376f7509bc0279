"""Cut a list into pages by the key of its last row: no page costs more than another.

An index serves each order of each part of a view, so the database reads the rows of one page,
however many cases there are. Rows without the key come last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    cast,
    func,
    literal_column,
    null,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import SQLColumnExpression
from sqlalchemy.sql.selectable import Subquery

from formsvc.candidatures import search_index
from formsvc.candidatures.models import Case

LONGEST_NUMBER = 18  # digits that both databases take
Key = Any
Place = tuple[Key, int]
"""Where a page ends: the key of its last row (None: it has none), and the number of the case."""


@dataclass(frozen=True)
class Order:
    """An order of cases: by a key and the number, or by the number alone."""

    label: str
    key: InstrumentedAttribute[Any] | None = None
    read: Callable[[str], Key] = str
    newest_first: bool = False

    def place(self, case: Case) -> str:
        """Name a case's place in this order, for a link."""
        key = getattr(case, self.key.key) if self.key else None
        return str(case.id) if key is None else f"{key}_{case.id}"

    def place_in(self, link: str | None) -> Place | None:
        """Read a place from a link; None for the beginning, and where somebody changed the link."""
        key, _, number = (link or "").rpartition("_")
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            return None
        try:
            return (self.read(key) if key and self.key else None), int(number)
        except ValueError:
            return None

    def walks(self, cases: Select[Case], after: Place | None) -> list[Select[Any]]:
        """Select (rank, key, id) in this order, only what lies after a place."""
        if self.key is None:
            number = Case.id.desc() if self.newest_first else Case.id
            if after:
                beyond = Case.id < after[1] if self.newest_first else Case.id > after[1]
                cases = cases.where(beyond)
            return [_shown(cases, 0, null()).order_by(number)]
        having = cases.where(self.key.is_not(None))
        if after and after[0] is not None:
            having = having.where(tuple_(self.key, Case.id) > tuple_(*after))
        first = _shown(having, 0, self.key).order_by(self.key, Case.id)
        if not self.key.expression.nullable:
            return [first]
        without = cases.where(self.key.is_(None))
        if after and after[0] is None:
            without = without.where(Case.id > after[1])
        last = _shown(without, 1, cast(null(), self.key.type))
        last = last.order_by(self.key, Case.id)  # as the index has it, though the key is nothing
        return [last] if after and after[0] is None else [first, last]

    def sorting(self, rows: Subquery) -> list[Any]:
        """Give what orders the rows of walks."""
        number = rows.c.id.desc() if self.newest_first else rows.c.id
        return [rows.c.rank, rows.c.key, number] if self.key else [number]


def _shown(cases: Select[Case], rank: int, key: ColumnElement[Any]) -> Select[Any]:
    return cases.with_only_columns(
        literal_column(str(rank)).label("rank"), key.label("key"), Case.id.label("id")
    )


ORDERS = {
    "due": Order("Due day", Case.due_on, date.fromisoformat),
    "oldest": Order("Oldest first"),
    "newest": Order("Newest first", newest_first=True),
    "visit": Order("Visit", Case.visit),
    "organisation": Order("Organisation", Case.name_key),
}


def page(
    parts: Sequence[Select[Case]], order: Order, after: Place | None, *, size: int
) -> Select[Case]:
    """Select one page of a list that comes in parts, each of which an index serves."""
    walks = [walk.limit(size).subquery() for part in parts for walk in order.walks(part, after)]
    merged = _merged(walks)
    few = select(merged).order_by(*order.sorting(merged)).limit(size).subquery()
    return select(Case).join(few, few.c.id == Case.id).order_by(*order.sorting(few))


def page_of_found(
    found: Select[Case], after: Place | None, session: Session, *, size: int
) -> Select[Case]:
    """Select one page of what the index of words has found, the newest first."""
    number = search_index.number(session)
    beyond = found.where(number < after[1]) if after else found
    return beyond.order_by(number.desc()).limit(size)


def counted(parts: Sequence[Select[Case]], most: int) -> SQLColumnExpression[int]:
    """Count cases, and stop one above `most`: a count is for people."""
    few = _some(parts, most, Case.id.label("id"))
    return select(func.count()).select_from(few).scalar_subquery()


def counted_kept(
    parts: Sequence[Select[Case]], keeps: Sequence[ColumnElement[bool]], most: int
) -> SQLColumnExpression[int]:
    """Count those that more is asked of, among as many as `counted` counts."""
    few = _some(parts, most, sql_case((and_(true(), *keeps), Case.id)).label("id"))
    return select(func.count(few.c.id)).scalar_subquery()


def _some(parts: Sequence[Select[Case]], most: int, shown: ColumnElement[Any]) -> Subquery:
    """Select one thing of each case, for at most one case more than `most`."""
    some = [
        part.order_by(None).with_only_columns(shown).limit(most + 1).subquery() for part in parts
    ]
    return select(_merged(some).c.id).limit(most + 1).subquery()


def _merged(some: Sequence[Subquery]) -> Subquery:
    if len(some) == 1:
        return some[0]
    return union_all(*(select(one) for one in some)).subquery()

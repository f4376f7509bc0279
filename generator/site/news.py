"""News: every notice of every visit, the newest first."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from generator.programme.programme import Programme
from generator.programme.visit import Notice, Visit


class Item(NamedTuple):
    """A notice with its visit; `number` counts the visit's notices, the oldest is 1."""

    visit: Visit
    notice: Notice
    number: int

    @property
    def anchor(self) -> str:
        """Its name on the page of news and on the page of its visit."""
        return f"{self.visit.slug}-{self.number}"


def news(programme: Programme, today: date) -> list[Item]:
    """Give the notices that hold on a day, the newest first."""
    found = [item for visit in programme.visits for item in notices(visit, today)]
    return sorted(found, key=lambda item: (item.notice.from_, item.anchor), reverse=True)


def notices(visit: Visit, today: date) -> list[Item]:
    """Give the notices of one visit that hold on a day, the newest first."""
    oldest_first = visit.notices_on(today)[::-1]
    return [Item(visit, notice, n) for n, notice in enumerate(oldest_first, 1)][::-1]

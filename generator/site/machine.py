"""The files for machines beside the pages: each has a maker, called in the turn of its language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.words import Words
from generator.programme.programme import Programme
from generator.site.calendars import Calendars
from generator.site.catalogue import catalogue
from generator.site.feed import feed
from generator.site.may_i_go import MayIGo
from generator.site.search import merged
from generator.site.share import share_picture
from generator.site.sitemap import robots


@dataclass(frozen=True)
class Making:
    """What a maker may use: the programme, the language and the day of the turn."""

    programme: Programme
    language: str
    today: date

    @property
    def words(self) -> Words:
        """Words in the language of the turn."""
        return Words(texts(self.language), formats(self.language), self.today)


def _answers(making: Making) -> bytes:
    t, f = texts(making.language), formats(making.language)
    return compact(MayIGo(making.programme, making.language, t, f, making.words).table())


def _feed(making: Making) -> bytes:
    return feed(making.programme, making.words, making.language, making.today)


def _calendar(making: Making, visit: Any = None) -> bytes:
    """Write the calendar of one visit, or of all."""
    calendars = Calendars(making.programme, making.language, making.today)
    return calendars.calendar([visit] if visit else calendars.known())


def _search(making: Making, index: str) -> bytes:
    return compact(merged(index, making.programme, making.language, making.words))


MAKERS: dict[str, Callable[..., bytes]] = {
    "answers": _answers,
    "calendar": _calendar,
    "catalogue": lambda making: compact(catalogue(making.programme, making.today)),
    "feed": _feed,
    "robots": lambda making: robots(making.programme.site.public_url),
    "search": _search,
    "share": lambda making: share_picture(making.programme),
}


def compact(value: object) -> bytes:
    """Write JSON without spaces; the order of keys is the order in which they were made.

    What an iterator at the top gives is written in short rows: ten thousand entries are not held
    at once.
    """
    if not isinstance(value, dict):
        return _json(value).encode()
    fields = [
        f"{_json(key)}:[{','.join(_rows(inner))}]"
        if isinstance(inner, Iterator)
        else f"{_json(key)}:{_json(inner)}"
        for key, inner in value.items()
    ]
    return f"{{{','.join(fields)}}}".encode()


def _rows(inner: Iterator[object]) -> Iterator[str]:
    while row := list(islice(inner, ROW)):
        yield _json(row)[1:-1]


ROW = 100
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode

"""Records that come and go by date: whoever names one must not be public without it.

These checks compare dates with each other and never with the clock, so that content which is in
order today is in order at midnight too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from generator.programme.content import Shown
from generator.programme.dates import Season
from generator.programme.visit import Visit
from generator.reader.nodes import Mistake, Path

if TYPE_CHECKING:
    from generator.reader.sources import Source


def named_mistakes(source: Source, path: Path, other: Source) -> Iterator[Mistake]:
    """Give the days on which a record is public and another that it names is not."""
    said = gap(source.record, other.record)
    if said:
        hint = f"look at publish_on and expires_on of this record and of {other.path.name}"
        message = f'"{other.slug}" {said}'
        yield Mistake(source.tree.place(path), "not-public", message, hint)


def comes_or_goes(record: object) -> bool:
    """Say whether a record is hidden at some time; most never are."""
    return bool(getattr(record, "publish_on", None) or getattr(record, "expires_on", None))


def gap(naming: object, named: Any) -> str:
    """Say when the named record is hidden while the naming one is public; empty if never."""
    if not comes_or_goes(named):
        return ""
    comes = naming.publish_on if isinstance(naming, Shown) else None
    goes = naming.expires_on if isinstance(naming, Shown) else None
    if named.publish_on and named.publish_on > (comes or date.min):
        return f"is not public before {named.publish_on}, but this names it already"
    if named.expires_on and named.expires_on < (goes or date.max):
        return f"is public only until {named.expires_on}, but this names it afterwards"
    return ""


def early_end_mistakes(visit: Visit, source: Source) -> Iterator[Mistake]:
    """A visit that disappears before it is over would leave its travellers without a page."""
    known = visit.dates.then if isinstance(visit.dates, Season) else visit.dates
    if visit.expires_on and known and visit.expires_on < known.last_on:
        message = f"the visit disappears before it is over ({known.last_on})"
        place = source.tree.place(("expires_on",))
        yield Mistake(place, "not-public", message, "choose a later day, or leave it out")

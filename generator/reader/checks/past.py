"""Times that a text calls future, and that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.reader.checks.findings import Promise
from generator.reader.checks.passages import Remark


def promise_mistakes(promises: Iterable[Promise], today: date) -> Iterator[Remark]:
    """Give the promises whose time is over on the programme date."""
    for promise in promises:
        if promise.last_on < today.isoformat():
            message = f"this calls {promise.shown} future, but it is over"
            hint = f"say what happened; the programme date is {today}"
            yield Remark(promise.spot, "past-called-future", message, hint)

"""The two clocks: the real instant, and the date that the programme shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

_moved_to: datetime | None = None


@dataclass(frozen=True)
class Moment:
    """When something happens, by both clocks: the real instant and the programme date."""

    at: datetime
    on: date


def now() -> datetime:
    """Give the real instant, in UTC; only tests move it."""
    return _moved_to or datetime.now(UTC)


@contextmanager
def moved(instant: datetime) -> Iterator[None]:
    """Let `now` stand at an instant (aware of its zone); for tests."""
    global _moved_to
    before, _moved_to = _moved_to, instant.astimezone(UTC)
    try:
        yield
    finally:
        _moved_to = before


def today() -> date:
    """Give the programme date; needs the context of an app."""
    from formsvc.snapshot import current_config, current_programme

    return current_config().today or current_programme().today(now())


def moment() -> Moment:
    """Give both clocks; needs the context of an app."""
    return Moment(now(), today())

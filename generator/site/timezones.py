"""A time zone as iCalendar asks for it: every change of the clock in some years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)


@lru_cache(maxsize=32)
def vtimezone(name: str, first_year: int, last_year: int) -> list[str]:
    """Give the lines of a VTIMEZONE that is right from the first to the last year."""
    zone = ZoneInfo(name)
    begin = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    lines += _observance(zone, begin, begin - HOUR)
    for at in _changes(zone, begin, end):
        lines += _observance(zone, at, at - HOUR)
    return [*lines, "END:VTIMEZONE"]


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Find the hours in which the clock is changed: first the day, then the hour in it."""
    day = begin
    while day < end:
        after = day + timedelta(1)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            hours = (day + n * HOUR for n in range(1, 25))
            before = day.astimezone(zone).utcoffset()
            yield next(at for at in hours if at.astimezone(zone).utcoffset() != before)
        day = after


def _observance(zone: ZoneInfo, at: datetime, before: datetime) -> list[str]:
    """Describe the time that begins at an instant; its start is said in the time before it."""
    then, until = at.astimezone(zone), before.astimezone(zone)
    kind = "DAYLIGHT" if then.dst() else "STANDARD"
    start = (at + (until.utcoffset() or timedelta())).replace(tzinfo=None)
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{until:%z}",
        f"TZOFFSETTO:{then:%z}",
        f"TZNAME:{then.tzname()}",
        f"END:{kind}",
    ]

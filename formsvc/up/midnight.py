"""When to build again although nobody changed anything: "open" and "held" follow the date."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.programme.programme import Programme

AFTER_A_FAILURE = timedelta(minutes=10)


def next_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, at which the next day of a zone begins.

    Where the clocks jump over midnight, the day begins at the jump.
    """
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone).astimezone(UTC)


class Nightly:
    """The next build by the clock; none while the programme date is moved."""

    def __init__(self, programme: Programme, now: datetime) -> None:
        self.due_at: datetime | None = None
        self.built(programme, now)

    def built(self, programme: Programme, now: datetime) -> None:
        """Wait for the midnight after a build."""
        moved = programme.site.today is not None
        self.due_at = None if moved else next_midnight(now, programme.site.zone)

    def failed(self, now: datetime) -> None:
        """Try again soon: perhaps somebody was in the middle of an edit."""
        if self.is_due(now):
            self.due_at = now + AFTER_A_FAILURE

    def is_due(self, now: datetime) -> bool:
        """Say whether it is time."""
        return self.due_at is not None and now >= self.due_at

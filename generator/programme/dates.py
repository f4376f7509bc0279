"""When a visit is: one range, a list of days, or a season while the days are unknown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from .content import Day, Part
from .text import Text

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Monday to Friday. Public holidays are not taken out, and pages say so."""
    return day.weekday() < SATURDAY


def working_days(first_on: date, last_on: date) -> int:
    """Count the working days from the first to the last day, both counted; 0 when reversed."""
    days = (last_on - first_on).days + 1
    return sum(is_working_day(first_on + timedelta(n)) for n in range(days))


def nth_working_day(first_on: date, n: int) -> date:
    """Give the n-th working day (1 is the first) on or after a day."""
    day = first_on
    while n > 1 or not is_working_day(day):
        n -= is_working_day(day)
        day += timedelta(1)
    return day


class DateRange(Part):
    """From the first to the last day, both counted."""

    first_on: Day
    """The first day."""
    last_on: Day
    """The last day."""

    @field_validator("last_on")
    @classmethod
    def _in_order(cls, last_on: date, info: ValidationInfo) -> date:
        if info.data.get("first_on") and last_on < info.data["first_on"]:
            raise ValueError("it ends before it starts")
        return last_on

    def days(self) -> tuple[date, ...]:
        """Give every calendar day in it."""
        length = (self.last_on - self.first_on).days + 1
        return tuple(self.first_on + timedelta(n) for n in range(length))


class Days(Part):
    """Single days, not always in one week (online visits were spread over weeks)."""

    on: tuple[Day, ...] = Field(min_length=1)
    """The days, in their order."""

    @field_validator("on")
    @classmethod
    def _rising(cls, on: tuple[date, ...]) -> tuple[date, ...]:
        if any(later <= earlier for earlier, later in pairwise(on)):
            raise ValueError("write the days in order, each once")
        return on

    @property
    def first_on(self) -> date:
        """The first of the days."""
        return self.on[0]

    @property
    def last_on(self) -> date:
        """The last of the days."""
        return self.on[-1]

    def days(self) -> tuple[date, ...]:
        """Give the days."""
        return self.on


def _form(dates: object) -> str:
    """Tell by its keys which form an editor meant, so that a slip is named once and plainly."""
    if isinstance(dates, Season):
        return "season"
    if isinstance(dates, Days):
        return "days"
    keys = dates.keys() if isinstance(dates, dict) else ()
    if "season" in keys or "until" in keys:
        return "season"
    return "days" if "on" in keys else "range"


KnownDates = Annotated[
    Annotated[DateRange, Tag("range")] | Annotated[Days, Tag("days")], Discriminator(_form)
]


class Season(Part):
    """Words like "spring 2022" while the days are unknown to the public."""

    season: Text = Field(examples=["spring 2022"])
    """Words like "spring 2022"."""
    until: Day
    """The day on which the real dates become public."""
    then: KnownDates | None = None
    """The real dates, kept back until that day. Leave out while nobody knows them."""


VisitDates = Annotated[
    Annotated[DateRange, Tag("range")]
    | Annotated[Days, Tag("days")]
    | Annotated[Season, Tag("season")],
    Discriminator(_form),
]

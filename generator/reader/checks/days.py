"""Days that sentences name: not in the calendar, on another weekday, or past and called future."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from generator.programme.languages import ENGLISH
from generator.reader.checks.findings import Promise
from generator.reader.checks.passages import Passage
from generator.reader.nodes import Mistake


class Calendar:
    """How a language writes days: month and weekdays in the forms that stand in a date.

    Args:
        months: in their order.
        weekdays: Monday first; other forms of the same day after a slash.
        after_day: a pattern for what stands behind the number of the day.
    """

    def __init__(self, months: str, weekdays: str, after_day: str) -> None:
        self.months, self.weekdays, self.after_day = months, weekdays, after_day

    @cached_property
    def month(self) -> dict[str, int]:
        """Give the number of a month by its name."""
        return {name: n for n, name in enumerate(self.months.lower().split(), 1)}

    @cached_property
    def weekday(self) -> dict[str, int]:
        """Give the number of a weekday by its name, Monday being 0."""
        known = enumerate(self.weekdays.lower().split())
        return {name: n for n, names in known for name in names.split("/")}

    @cached_property
    def day(self) -> re.Pattern[str]:
        """Find a day of a year, with its weekday when that is written."""
        month, weekday = "|".join(self.month), "|".join(self.weekday)
        return re.compile(
            rf"(?:\b(?P<weekday>{weekday}),?\s+)?"
            rf"(?:\b(?P<day>\d{{1,2}}){self.after_day}\s+(?P<month>{month})"
            rf"|\b(?P<month_us>{month})\s+(?P<day_us>\d{{1,2}}){self.after_day},)"
            r"\s+(?P<year>20\d\d)\b",
            re.IGNORECASE,
        )

    def name(self, weekday: int) -> str:
        """Give the usual name of a weekday."""
        return self.weekdays.split()[weekday].partition("/")[0]


CALENDARS = {
    ENGLISH: Calendar(
        "January February March April May June July August September October November December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "(?:st|nd|rd|th)?",
    ),
    "cs": Calendar(
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "pondělí úterý středa/středu/středy čtvrtek/čtvrtka pátek/pátku "
        "sobota/sobotu/soboty neděle/neděli",
        r"\.",
    ),
    "it": Calendar(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "[º°]?",
    ),
}
"""The languages in which days are looked at; texts in others are left alone."""
MONTHS = {name.capitalize(): n for name, n in CALENDARS[ENGLISH].month.items()}
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 12}
"""The last month of a season; a winter ends in the year after, so nobody is accused too early."""
MONTH = "|".join(MONTHS)
WHEN = rf"(?:(?P<day>\d{{1,2}})\s+)?(?P<part>{MONTH}|{'|'.join(SEASONS)})\s+(?P<year>20\d\d)"
# Only a promise counts: "will be held in spring 2021", never "was planned for spring 2021".
FUTURE = re.compile(
    r"(?<!\bit )\b(?:will|shall|is going to|are going to|is planned|are planned|"
    r"is expected|are expected|is scheduled|are scheduled|is foreseen|are foreseen)\b"
    rf"(?:(?!\b(?:was|were|had|by|since|until)\b)[^.!?:;]){{0,90}}?\b"
    rf"(?:in|on|for|from)\s+(?:the\s+)?(?:end of\s+|early\s+|late\s+)?{WHEN}\b",
    re.IGNORECASE,
)


def day_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give days that are not in the calendar, and weekdays that are not the day's."""
    calendar = CALENDARS.get(passage.language)
    if calendar is None:
        return
    for found in calendar.day.finditer(passage.words):
        number = int(found["day"] or found["day_us"])
        month, year = (
            calendar.month[(found["month"] or found["month_us"]).lower()],
            int(found["year"]),
        )
        said = " ".join(found[0].split())
        if not 1 <= number <= _last_of(year, month):
            message = f'"{said}" is not in the calendar'
            yield passage.mistake(found.start(), "bad-date-in-text", message, "correct the day")
            continue
        weekday = date(year, month, number).weekday()
        if found["weekday"] and calendar.weekday[found["weekday"].lower()] != weekday:
            message = f'"{said}" was or is a {calendar.name(weekday)}'
            hint = "correct the weekday or the day"
            yield passage.mistake(found.start(), "wrong-weekday", message, hint)


def promises_in(passage: Passage) -> Iterator[Promise]:
    """Give the times that a text calls future."""
    if passage.language != ENGLISH:
        return
    for found in FUTURE.finditer(passage.words):
        last_on = _last_day(found["part"].capitalize(), int(found["year"]), found["day"])
        if last_on:
            shown = " ".join(f"{found['day'] or ''} {found['part']} {found['year']}".split())
            yield Promise(passage.spot(found.start()), shown, last_on.isoformat())


def _last_day(part: str, year: int, day: str | None) -> date | None:
    if part in MONTHS:
        last = _last_of(year, MONTHS[part])
        number = int(day) if day else last
        return date(year, MONTHS[part], number) if 1 <= number <= last else None
    month = SEASONS[part.lower()]
    if part == "Winter":
        year, month = year + 1, 3
    return date(year, month, _last_of(year, month))


def _last_of(year: int, month: int) -> int:
    """Give the number of a month's last day."""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day

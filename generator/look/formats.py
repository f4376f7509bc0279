"""Dates, amounts and names of countries, in the language of the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from generator.look.locales import locale

ENGLISH = "en"
FOOTNOTED = {"XK": "*"}
"""Kosovo's name carries the usual footnote: without prejudice to positions on status."""

kept = lru_cache(maxsize=4096)
"""The same few days and amounts stand on thousands of pages."""


class Formats:
    """Says values in one language. English is British: day before month, euro sign in front."""

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language
        self.locale = locale("en_GB" if language == ENGLISH else language)
        self.code = str(self.locale)

    @kept
    def day(self, day: date) -> str:
        """A day in full: 20 September 2021."""
        return format_date(day, "long", locale=self.locale)

    @kept
    def day_short(self, day: date) -> str:
        """A day without its year: 20 September."""
        return format_date(day, self._without_year, locale=self.locale)

    @kept
    def month(self, day: date) -> str:
        """The month of a day: September 2021."""
        return format_date(day, "LLLL y", locale=self.locale)

    @kept
    def weekday(self, day: date) -> str:
        """The day of the week: Monday."""
        return format_date(day, "EEEE", locale=self.locale)

    @kept
    def range(self, first_on: date, last_on: date) -> str:
        """Two days as one range: 20–24 September 2021, 20.–24. září 2021.

        CLDR's own ranges shorten the month or write it as a number.
        """
        if first_on == last_on:
            return self.day(first_on)
        if not self._without_year.startswith("d"):
            return str(format_interval(first_on, last_on, "yMMMMd", locale=self.locale))
        if (first_on.year, first_on.month) == (last_on.year, last_on.month):
            number = self._without_year.partition("M")[0].strip()
            return f"{format_date(first_on, number, locale=self.locale)}–{self.day(last_on)}"
        first = self.day(first_on) if first_on.year != last_on.year else self.day_short(first_on)
        return f"{first} – {self.day(last_on)}"

    @cached_property
    def _without_year(self) -> str:
        """The language's pattern of a day, without its year: d MMMM, or d. MMMM."""
        pattern: str = self.locale.date_formats["long"].pattern
        return pattern.replace("y", "").strip(" ,.")

    def days(self, days: Sequence[date]) -> str:
        """Single days as a list: 2 February, 3 March and 10 March 2021."""
        return self.join([*(self.day_short(day) for day in days[:-1]), self.day(days[-1])])

    @kept
    def money(self, amount: Decimal) -> str:
        """Euros like a price: €305, or €152.50 when there are cents."""
        pattern = self.locale.currency_formats["standard"].pattern
        whole = amount == amount.to_integral_value()
        return format_currency(
            amount,
            "EUR",
            pattern.replace(".00", "") if whole else pattern,
            locale=self.locale,
            currency_digits=not whole,
        )

    def money_exact(self, amount: Decimal) -> str:
        """Euros with cents, without the sign: 305.00."""
        return format_decimal(amount, "#,##0.00", locale=self.locale)

    @kept
    def country(self, code: str) -> str:
        """The name of a country."""
        name = _territories(self.code).get(code, code)
        return f"{name}{FOOTNOTED.get(code, '')}"

    def language_name(self, code: str) -> str:
        """The name of a language: Czech."""
        return self._language_names.get(code, code)

    def languages(self, codes: Sequence[str]) -> str:
        """The names of languages: English, Czech."""
        return ", ".join(map(self.language_name, codes))

    @cached_property
    def _language_names(self) -> dict[str, str]:
        return dict(self.locale.languages)

    @staticmethod
    def order(name: str) -> str:
        """Where a name stands in a list: accents and capitals do not count."""
        if name.isascii():
            return name.casefold()
        parts = unicodedata.normalize("NFD", name)
        return "".join(part for part in parts if not unicodedata.combining(part)).casefold()

    def join(self, words: Sequence[str]) -> str:
        """Words as a list: a, b and c."""
        return format_list(list(words), locale=self.locale)

    def size(self, size: int) -> str:
        """The size of a file: 412 KB."""
        if size < 1_000_000:
            return f"{max(1, round(size / 1000))} KB"
        return f"{format_decimal(Decimal(size) / 1_000_000, '0.0', locale=self.locale)} MB"


@lru_cache
def _territories(code: str) -> dict[str, str]:
    return dict(locale(code).territories)


@lru_cache
def formats(language: str) -> Formats:
    """Give the formats of a language, made once."""
    return Formats(language)

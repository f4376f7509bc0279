"""A language that was kept says what Babel says."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale, dates, localedata, numbers, units
from babel.lists import format_list

from generator.look import locales, made_once
from generator.look.locales import Parts, locale

NAMES = ["en_GB", "cs", "it"]


def says(found):
    day = date(2021, 9, 20)
    return (
        dict(found.territories),
        dict(found.languages),
        dates.format_date(day, "full", locale=found),
        dates.format_interval(day, date(2021, 10, 4), "yMMMd", locale=found),
        numbers.format_currency(Decimal("1152.5"), "EUR", locale=found),
        numbers.format_decimal(Decimal("0.5"), locale=found),
        format_list(["a", "b", "c"], locale=found),
        units.format_unit(200, "length-kilometer", locale=found),
        found.plural_form(2),
    )


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Languages are kept in a folder of the test; what this process has merged is forgotten."""
    monkeypatch.setattr(made_once, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(localedata, "_cache", {})
    monkeypatch.setattr(locales, "_merged", localedata._cache)
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_language_says_what_babel_says(kept, name):
    expected = says(Locale.parse(name))
    localedata._cache.clear()
    first = says(locale(name))
    localedata._cache.clear()
    again = says(locale(name))
    assert isinstance(localedata._cache[name], Parts)
    assert first == again == expected


def test_a_kept_language_is_not_merged_again(kept, monkeypatch):
    locale("it")
    localedata._cache.clear()
    monkeypatch.setattr(locales, "_closed", None)
    locale("it")
    assert list(localedata._cache) == ["it"]


def test_a_broken_file_is_made_again(kept):
    locale("cs")
    (file,) = kept.iterdir()
    file.write_bytes(b"nonsense")
    localedata._cache.clear()
    assert says(locale("cs"))[0]["CZ"] == "Česko"


def test_where_nothing_can_be_written_a_language_is_merged_each_time(kept, monkeypatch):
    monkeypatch.setattr(made_once, "FOLDER", kept / "file")
    (kept / "file").write_text("in the way")
    assert says(locale("it"))[0]["IT"] == "Italia"

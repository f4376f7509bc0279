"""Dates, amounts and names as people write them. Parts are compared, not whole CLDR strings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.look.formats import formats
from generator.look.texts import Texts, texts

ENGLISH = formats("en")
MONDAY, FRIDAY = date(2021, 9, 20), date(2021, 9, 24)
LANGUAGES = ["en", "cs", "it", "fr", "de", "es", "sk"]


def test_a_day_has_its_month_in_words():
    assert ENGLISH.day(MONDAY) == "20 September 2021"
    assert ENGLISH.weekday(MONDAY) == "Monday"


def test_a_range_in_one_month_says_the_month_once():
    assert ENGLISH.range(MONDAY, FRIDAY) == "20–24 September 2021"


@pytest.mark.parametrize(
    ("last_on", "parts"),
    [
        (date(2021, 10, 1), ["20 September ", "1 October 2021"]),
        (date(2022, 1, 2), ["20 September 2021", "2 January 2022"]),
        (MONDAY, ["20 September 2021"]),
    ],
)
def test_a_longer_range_leaves_no_doubt(last_on, parts):
    said = ENGLISH.range(MONDAY, last_on)

    assert [part for part in parts if part not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_range_has_both_days_and_the_year_in_every_language(language):
    said = formats(language).range(MONDAY, FRIDAY)

    assert [part for part in ("20", "24", "2021") if part not in said] == []


@pytest.mark.parametrize(
    ("amount", "said"), [("305", "€305"), ("1100", "€1,100"), ("152.50", "€152.50"), ("0", "€0")]
)
def test_an_amount_reads_like_a_price(amount, said):
    assert ENGLISH.money(Decimal(amount)) == said


def test_an_amount_in_a_sum_has_its_cents():
    assert ENGLISH.money_exact(Decimal(305)) == "305.00"


@given(st.decimals(min_value=0, max_value=99_999, places=2), st.sampled_from(LANGUAGES))
def test_no_amount_is_ever_rounded(amount, language):
    digits = [sign for sign in formats(language).money(amount) if sign.isdigit()]

    whole = amount == amount.to_integral_value()
    expected = f"{amount:.0f}" if whole else f"{amount:.2f}".replace(".", "")
    assert "".join(digits) == expected


def test_kosovo_carries_the_usual_footnote():
    assert ENGLISH.country("XK") == "Kosovo*"
    assert formats("it").country("CZ") != ENGLISH.country("CZ")


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 KB"), (412_000, "412 KB"), (3_100_000, "3.1 MB")]
)
def test_a_size_is_said_in_the_unit_people_know(size, said):
    assert ENGLISH.size(size) == said


def test_a_list_ends_with_and():
    assert ENGLISH.join(["nanofibres", "composites", "yarns"]).endswith(" and yarns")


def test_a_text_without_translation_is_said_in_english():
    assert texts("xx")("Menu") == "Menu"


def test_a_translated_text_takes_its_fields():
    czech = Texts("cs", {"clause %(clause)s": "článek %(clause)s"})

    assert czech("clause %(clause)s", clause="6.3") == "článek 6.3"


def test_ranges_name_the_month_in_every_language():
    first, last = date(2021, 9, 20), date(2021, 9, 24)

    assert formats("en").range(first, last) == "20–24 September 2021"
    assert formats("cs").range(first, last) == "20.–24. září 2021"
    assert formats("it").range(first, last) == "20–24 settembre 2021"
    assert formats("cs").range(first, date(2021, 10, 1)) == "20. září – 1. října 2021"


def test_lists_are_in_the_order_of_letters_without_accents():
    names = ["Španělsko", "Česko", "Dánsko", "Albánie"]

    assert sorted(names, key=formats("cs").order) == ["Albánie", "Česko", "Dánsko", "Španělsko"]

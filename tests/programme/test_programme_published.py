"""Records that come and go by date."""

from __future__ import annotations

from datetime import date

import pytest

from generator.programme.programme import Programme
from generator.programme.visit import Visit


@pytest.fixture
def dated(programme) -> Programme:
    """The shipped programme; the visit to Lyon is public from April to June 2021."""
    lyon = programme.visit("lyon").model_copy(
        update={"publish_on": date(2021, 4, 1), "expires_on": date(2021, 6, 30)}
    )
    others = tuple(visit for visit in programme.visits if visit.slug != "lyon")
    return programme.model_copy(update={"visits": (*others, lyon)})


@pytest.mark.parametrize(
    ("day", "public", "known"),
    [
        (date(2021, 3, 31), False, False),
        (date(2021, 4, 1), True, True),
        (date(2021, 6, 30), True, True),
        (date(2021, 7, 1), False, True),
    ],
)
def test_a_record_is_public_from_its_first_to_its_last_day(dated, day, public, known):
    assert (dated.published(day).visit("lyon") is not None) is public
    assert (dated.published(day, with_expired=True).visit("lyon") is not None) is known


def test_a_look_up_before_does_not_keep_what_is_hidden(dated):
    assert dated.visit("lyon")

    assert dated.published(date(2021, 3, 31)).find(Visit, "lyon") is None


def test_what_has_no_days_is_always_public(programme):
    assert programme.published(date(1990, 1, 1)) == programme

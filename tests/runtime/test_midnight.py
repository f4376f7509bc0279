"""When the site is built again because the date changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsvc.up.midnight import AFTER_A_FAILURE, Nightly, next_midnight

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("now", "zone", "then"),
    [
        ("2021-06-15T10:00", "Europe/Rome", "2021-06-15T22:00"),
        ("2021-06-15T22:00", "Europe/Rome", "2021-06-16T22:00"),
        ("2021-06-15T22:30", "Europe/Rome", "2021-06-16T22:00"),
        ("2021-01-15T10:00", "Europe/Rome", "2021-01-15T23:00"),
        # The day on which summer time begins has 23 hours, the day on which it ends has 25.
        ("2021-03-27T23:00", "Europe/Rome", "2021-03-28T22:00"),
        ("2021-10-30T22:00", "Europe/Rome", "2021-10-31T23:00"),
        # Here the clocks jump from midnight to one o'clock: the day begins at the jump.
        ("2023-04-27T12:00", "Africa/Cairo", "2023-04-27T22:00"),
        # Here one o'clock becomes midnight again: the first midnight counts.
        ("2021-11-06T12:00", "America/Havana", "2021-11-07T04:00"),
        ("2021-06-15T10:00", "Pacific/Kiritimati", "2021-06-16T10:00"),
    ],
)
def test_the_next_day_begins_at_the_midnight_of_the_programme(now, zone, then):
    found = next_midnight(utc(now), ZoneInfo(zone))

    assert found == utc(then)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Rome", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut"]),
)
def test_the_date_changes_at_that_instant_and_not_before(now, name):
    zone = ZoneInfo(name)
    then = next_midnight(now, zone)

    today = now.astimezone(zone).date()
    assert then > now
    assert then.astimezone(zone).date() == today + timedelta(days=1)
    assert (then - timedelta(seconds=1)).astimezone(zone).date() == today


@pytest.fixture
def real(programme):
    return programme.model_copy(update={"site": programme.site.model_copy(update={"today": None})})


def test_a_build_is_due_at_midnight_and_then_at_the_next(real):
    nightly = Nightly(real, utc("2021-06-15T10:00"))

    assert not nightly.is_due(utc("2021-06-15T21:59"))
    assert nightly.is_due(utc("2021-06-15T22:00"))

    nightly.built(real, utc("2021-06-15T22:00"))
    assert not nightly.is_due(utc("2021-06-16T21:59"))
    assert nightly.is_due(utc("2021-06-16T22:00"))


def test_a_machine_that_slept_over_midnight_builds_when_it_wakes(real):
    assert Nightly(real, utc("2021-06-15T10:00")).is_due(utc("2021-06-18T07:00"))


def test_a_build_that_failed_is_tried_again_soon(real):
    nightly = Nightly(real, utc("2021-06-15T10:00"))
    midnight = utc("2021-06-15T22:00")

    nightly.failed(midnight)

    assert not nightly.is_due(midnight)
    assert nightly.is_due(midnight + AFTER_A_FAILURE)


def test_an_edit_that_failed_in_the_day_leaves_midnight_alone(real):
    nightly = Nightly(real, utc("2021-06-15T10:00"))

    nightly.failed(utc("2021-06-15T12:00"))

    assert nightly.due_at == utc("2021-06-15T22:00")


def test_a_moved_date_has_no_midnight(programme):
    moved = programme.shown_on(date(2021, 6, 15))

    assert not Nightly(moved, utc("2021-06-15T10:00")).is_due(utc("2031-01-01T00:00"))

"""New drafts are counted for each address, in the database, whoever asks which process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from people import ORGANISATION
from structlog.testing import capture_logs

from formsvc import clock, db, limits
from formsvc.limits import Limit, TooMany

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FEW = Limit("new-draft", 2, timedelta(hours=1))


def passes(service, address: str, times: int, at: datetime = NOW) -> list[bool]:
    found = []
    for _ in range(times):
        try:
            with service.app.app_context(), db.unit_of_work():
                limits.count(FEW, address, at=at)
            found.append(True)
        except TooMany:
            found.append(False)
    return found


def test_exactly_so_many_pass_in_one_span(service):
    assert passes(service, "192.0.2.1", 4) == [True, True, False, False]
    assert passes(service, "192.0.2.2", 1) == [True]
    assert passes(service, "192.0.2.1", 1, at=NOW + timedelta(hours=1)) == [True]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_household_of_ipv6_counts_as_one(service, one, other, same):
    passes(service, one, 2)

    assert passes(service, other, 1) == [not same]


def test_old_counts_are_forgotten(service):
    passes(service, "192.0.2.1", 2)
    with service.app.app_context(), db.unit_of_work():
        limits.forget_old(at=NOW + timedelta(days=3))
        assert db.session.query(limits.Hits).count() == 0


def test_the_thirty_first_draft_of_an_hour_is_told_to_wait_and_loses_nothing(service):
    with clock.moved(NOW):
        with service.app.app_context(), db.unit_of_work():
            for _ in range(30):
                limits.count(limits.NEW_DRAFTS, "127.0.0.1", at=NOW)
        anna = service.applicant().begins()

        assert anna.status == 429
        assert ORGANISATION["organisation"] in anna.page.text
        assert "in an hour" in anna.text
    with clock.moved(NOW + timedelta(hours=1)):
        address = "/apply/candidature?visit=northern-bohemia"
        assert anna.presses(address, {**ORGANISATION, "key": "k" * 43}).status == 302


def test_steps_of_a_draft_are_not_counted(service):
    with clock.moved(NOW):
        anna = service.applicant().begins()
        with service.app.app_context(), db.unit_of_work():
            for _ in range(29):
                limits.count(limits.NEW_DRAFTS, "127.0.0.1", at=NOW)
        assert anna.answers("people").status == 302


def test_everybody_together_has_a_limit_that_the_log_tells(service):
    few = Limit("new-draft", 2, timedelta(hours=1), in_all=3)

    def passes(number: int) -> bool:
        try:
            with service.app.app_context(), db.unit_of_work():
                limits.count(few, f"192.0.2.{number}", at=NOW)
        except TooMany:
            return False
        return True

    with capture_logs() as said:
        assert [passes(number) for number in range(6)] == [True] * 3 + [False] * 3

    assert [line["event"] for line in said] == ["limit of the whole system reached"]
    assert "192.0.2" not in str(said)


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_an_address_that_is_none_is_counted_too(service, address):
    assert passes(service, address, 3) == [True, True, False]


def test_links_are_asked_for_so_often_and_the_answer_tells_nothing(service):
    anna = service.applicant().applies()
    asks = {"reference": anna.reference, "email": "anna@example.org"}
    stranger = service.applicant()

    for typed in [asks, {**asks, "email": "nobody@example.org"}] * 10:
        stranger.opens("/apply/lost").presses("/apply/lost", typed)
        assert stranger.status == 200
    stranger.opens("/apply/lost").presses("/apply/lost", asks)

    assert (stranger.status, stranger.heading) == (429, "Too many at once")

"""What becomes of a mail in the outbox, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from make_cases import NOW
from make_mails import fill_outbox, row

from formsvc.mail import delivery
from formsvc.mail.delivery import LEASE, MOST_TRIES, Refused, TryLater

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(engine):
    return fill_outbox


def test_a_mail_that_is_not_due_stays(outbox):
    outbox("a", due=NOW + MINUTE)

    assert delivery.lease(NOW) is None
    assert delivery.lease(NOW + MINUTE).key == "a"


def test_a_leased_mail_is_taken_again_only_after_its_lease(outbox):
    outbox("a")
    delivery.lease(NOW)

    assert delivery.lease(NOW + LEASE - MINUTE) is None
    assert delivery.lease(NOW + LEASE).attempt == 2


def test_the_mail_that_waits_longest_goes_first(outbox):
    outbox("new")
    outbox("old", due=NOW - MINUTE)

    assert [delivery.lease(NOW).key, delivery.lease(NOW).key] == ["old", "new"]


def test_each_failure_waits_longer_until_the_mail_has_failed(outbox):
    outbox("a")
    at, waits = NOW, []
    while again := delivery.not_sent(delivery.lease(at), TryLater("it is busy"), at):
        waits.append(int((again - at) / MINUTE))
        at = again

    assert waits == [1, 5, 30, 120] + [480] * (MOST_TRIES - 5)
    assert (row("a").state, row("a").last_error, row("a").attempts) == (
        "failed", "it is busy", MOST_TRIES,
    )  # fmt: skip


def test_a_refusal_for_good_fails_at_once(outbox):
    outbox("a")

    assert delivery.not_sent(delivery.lease(NOW), Refused("550 nobody"), NOW) is None
    assert (row("a").state, row("a").last_error) == ("failed", "550 nobody")
    assert delivery.lease(NOW + timedelta(days=30)) is None


def test_a_late_failure_does_not_touch_what_another_worker_has(outbox):
    outbox("a")
    slow = delivery.lease(NOW)
    quick = delivery.lease(NOW + LEASE)

    delivery.not_sent(slow, Refused("too late"), NOW + LEASE)
    assert (row("a").state, row("a").lease_until) == ("queued", quick.until)

    delivery.sent(quick, NOW + LEASE)
    assert (row("a").state, row("a").last_error) == ("sent", None)


def test_outside_development_a_sent_mail_keeps_no_link(outbox):
    outbox("a")

    delivery.sent(delivery.lease(NOW), NOW, links_of="http://localhost:8000")

    assert row("a").body == "Secret words: http://localhost:8000/…\n"

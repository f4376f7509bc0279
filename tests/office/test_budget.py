"""The budget of a call: what is committed, and what is to be expected."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal

import pytest


@contextmanager
def with_budget(service, euros: str | None):
    """Let the call have a budget."""
    shown = service.app.extensions["xchange"]
    call = shown.programme.call.model_copy(update={"budget_eur": euros and Decimal(euros)})
    with service.with_records(calls=call):
        yield


@pytest.fixture
def cases(service):
    """One accepted, one decided, one eligible, one new, one rejected in secret."""
    found = []
    for number, steps in enumerate(
        (("check", "accept", "release"), ("check", "accept"), ("check",), (), ("check", "reject"))
    ):
        anna = service.applicant().applies(
            email=f"{number}@example.org", registration=f"IT {number}"
        )
        anna.confirms()
        for what in steps:
            service.officer().does(anna.reference, what, reason="x")
        found.append(anna)
    return found


def test_a_call_without_a_budget_shows_sums_and_no_gauge(service, cases):
    jana = service.officer().opens("/review/budget/")

    assert "No budget is written down for this call" in jana.text
    assert "€305 committed, €915 with what is to be expected" in jana.text
    assert "<svg" not in jana.page.text.split("<main", 1)[1]


def test_the_gauge_counts_what_is_committed_and_what_is_to_be_expected(service, cases):
    with with_budget(service, "3050"):
        jana = service.officer().opens("/review/budget/")

    assert "€305 of €3,050 are committed (10 %)" in jana.text
    assert "€915 (30 %)" in jana.text
    assert "€2,135 are left then." in jana.text
    assert "Still being checked 1 €305" in jana.text


def test_a_forecast_over_the_budget_says_what_is_missing(service, cases):
    with with_budget(service, "500"):
        jana = service.officer().opens("/review/budget/")

    assert "If all of it is accepted, €415 are missing." in jana.text

"""From an open case to the next one: organisation, people and purpose are filled in already."""

from __future__ import annotations

import re
from datetime import date

import pytest
from people import PURPOSE, STEPS

from formsvc.candidatures.states import State

VALENCIA_IS_OPEN = date(2021, 12, 10)


def again(anna) -> str:
    return f"/apply/case/{anna.reference}/again"


def begins_again(anna, visit: str = "", **other: str):
    """Press the button of a visit, or of another way; give the person at the new draft."""
    anna.opens(again(anna)).presses(again(anna), other or {"visit": visit})
    other = anna.on_another_device()
    found = re.search(r"X-\w{4}-\w\w", anna.page.location or "")
    other.reference = found[0] if found else ""
    return other


@pytest.fixture
def withdrawn(service):
    anna = service.applicant().applies(visited_before="unsure").confirms().opens_case()
    address = f"/apply/case/{anna.reference}/withdraw"
    return anna.opens(address).presses(address, {"reason": ""})


def test_a_new_draft_has_the_details_and_asks_the_rest(service, withdrawn):
    new = begins_again(withdrawn, "northern-bohemia")

    assert new.reference != withdrawn.reference
    kept = new.case.answers
    assert kept["organisation"] == "Tessuti Esempio S.r.l."
    assert (kept["email"], kept["travellers"]) == ("anna@example.org", "2")
    assert kept["objectives"] == PURPOSE["objectives"]
    assert not {"visited_before", "first_on", "last_on", "near"} & kept.keys()
    assert withdrawn.case.state is State.WITHDRAWN


def test_the_new_draft_is_sent_like_any_other(service, withdrawn):
    new = begins_again(withdrawn, "northern-bohemia")
    for step in STEPS:
        new.answers(step)

    new.opens(f"/apply/candidature/{new.reference}/check").sends().confirms()

    assert new.case.state is State.SUBMITTED


@pytest.mark.parametrize("route", ["own", "find-host"])
def test_an_exchange_without_a_visit_begins_with_the_details_too(service, withdrawn, route):
    new = begins_again(withdrawn, route=route)

    assert (new.case.route, new.case.visit) == (route, None)
    assert new.case.answers["organisation"] == "Tessuti Esempio S.r.l."


def test_no_exchange_of_ones_own_begins_while_no_call_is_open(service, withdrawn):
    service.on(date(2023, 1, 2))
    withdrawn.app = service.app
    later = withdrawn.on_another_device()

    assert "No other visit takes candidatures" in later.opens(again(withdrawn)).text


def test_a_case_that_goes_on_leads_to_other_visits_only(service):
    anna = service.applicant().applies().confirms().opens_case()
    assert "northern-bohemia" not in anna.opens(again(anna)).text

    service.on(VALENCIA_IS_OPEN)
    anna.app = service.app
    later = anna.on_another_device()
    assert "Valencia" in later.opens(again(anna)).text
    assert begins_again(later, "valencia").case.visit == "valencia"
    assert (
        later.opens(again(anna)).presses(again(anna), {"visit": "northern-bohemia"}).status == 422
    )


def test_two_clicks_begin_one_draft(service, withdrawn):
    withdrawn.opens(again(withdrawn))
    page, found = withdrawn.page, set()
    for _ in range(2):
        withdrawn.page = page
        found.add(withdrawn.presses(again(withdrawn), {"visit": "northern-bohemia"}).page.location)

    assert len(found) == 1


def test_only_an_open_case_can_be_taken_again(service):
    anna = service.applicant().applies()
    stranger = service.applicant()

    assert stranger.opens(again(anna)).status == 404
    assert anna.opens(again(anna)).status == 404  # not confirmed yet

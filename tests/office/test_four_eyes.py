"""A rule is overridden with a reason; four eyes compare persons; exceptions are reported."""

from __future__ import annotations

import json

import pytest

from formsvc.candidatures.states import State
from formsvc.history.alone import all_alone
from formsvc.history.cli import exceptions
from generator.programme.vocabularies import FourEyes

WHY = "The visit in 2019 was cancelled on the spot. <b>=1+1</b>"


@pytest.fixture
def asks_for(service):
    """Lets the programme ask for four eyes, until the test is over."""
    shown = service.app.extensions["xchange"]
    before = shown.programme

    def ask(four_eyes: FourEyes) -> None:
        about = before.about.model_copy(update={"four_eyes": four_eyes})
        shown._programme = before.model_copy(update={"about": about})

    yield ask
    shown._programme = before


@pytest.fixture
def failing(service):
    """A candidature that has an honest answer now by which a rule fails."""
    anna = service.applicant().applies().confirms().opens_case()
    ask = f"/review/cases/{anna.reference}/ask"
    question = {"question": "Never before?", "fields": ["visited_before"], "due_on": "2021-06-25"}
    service.officer().opens(ask).presses(ask, question)
    anna.opens(f"/apply/case/{anna.reference}")
    answer = anna.page.text.split('action="')
    address = next(part.split('"')[0] for part in answer if "/answer/" in part.split('"')[0])
    anna.presses(address, {"visited_before": "yes", "answer": "Once, in 2019."})
    return anna


@pytest.fixture
def decided(service):
    """A candidature that jana has accepted, not yet released."""
    anna = service.applicant().applies().confirms()
    service.officer().does(anna.reference, "check").does(anna.reference, "accept")
    return anna


def test_a_rule_that_fails_is_overridden_with_a_reason_that_stands_beside_it(service, failing):
    jana = service.officer()
    assert jana.does(failing.reference, "check").status == 409
    assert failing.case.amount_eur is None

    jana.does(failing.reference, "rules/once/override", reason=" ")
    assert jana.errors == ["Write the reason."]
    jana.does(failing.reference, "rules/once/override", reason=WHY)
    jana.opens_case(failing.reference)

    assert "Let pass" in jana.text
    assert f"has visited before; overridden by the office: {WHY}" in jana.text
    assert "Failed rule overridden jana" in jana.text
    assert str(failing.case.amount_eur) == "305.00"
    assert jana.does(failing.reference, "check").status == 302
    assert failing.case.state is State.ELIGIBLE


def test_only_a_rule_that_fails_can_be_overridden(service, decided):
    other = service.applicant().applies(email="b@example.org", registration="IT 9").confirms()
    jana = service.officer().does(other.reference, "rules/once/override", reason="x")

    assert jana.status == 409
    assert "cannot override a rule that does not fail" in jana.text


def test_what_was_overridden_stays_so_when_other_answers_change(service, failing):
    jana = service.officer().does(failing.reference, "rules/once/override", reason=WHY)
    ask = f"/review/cases/{failing.reference}/ask"
    jana.opens(ask).presses(
        ask, {"question": "How many?", "fields": ["travellers"], "due_on": "2021-06-25"}
    )
    failing.opens(f"/apply/case/{failing.reference}")
    parts = failing.page.text.split('action="')
    address = next(part.split('"')[0] for part in parts if "/answer/" in part.split('"')[0])
    failing.presses(address, {"travellers": "1"})

    assert failing.case.travellers == 1
    assert jana.does(failing.reference, "check").status == 302


def test_a_two_person_office_may_do_both_by_default_and_it_is_still_reported(service, decided):
    service.officer().does(decided.reference, "release")

    with service.app.app_context():
        (alone,) = all_alone()
    assert (alone.reference, alone.did, alone.why) == (decided.reference, "decide", "")


def test_where_four_eyes_are_always_asked_another_person_releases(service, decided, asks_for):
    asks_for(FourEyes.ALWAYS)
    jana = service.officer().opens(f"/review/cases/{decided.reference}/release")
    assert "Another person releases it." in jana.text
    assert "Release and send" not in jana.text
    jana.presses(f"/review/cases/{decided.reference}/release")
    assert (jana.status, decided.case.state) == (409, State.ELIGIBLE)

    service.officer("petr").does(decided.reference, "release")

    assert decided.case.state is State.ACCEPTED
    with service.app.app_context():
        assert list(all_alone()) == []


def test_an_exception_needs_a_reason_and_is_kept_and_reported(service, decided, asks_for):
    asks_for(FourEyes.EXCEPTIONS)
    jana = service.officer().does(decided.reference, "release")
    assert (jana.status, jana.errors) == (422, ["Write the reason."])
    jana.does(decided.reference, "release", alone_because=WHY)

    assert decided.case.state is State.ACCEPTED
    assert WHY in jana.opens_case(decided.reference).text
    with service.app.app_context():
        assert [alone.why for alone in all_alone()] == [WHY]
    said = service.app.test_cli_runner().invoke(exceptions, ["--format", "json"])
    row = json.loads(said.output.splitlines()[0])
    assert (row["actor"], row["why"], row["move"]) == ("jana", WHY, "release-accept")


def test_whoever_overrode_a_rule_does_not_release_what_another_decides(service, failing, asks_for):
    asks_for(FourEyes.ALWAYS)
    service.officer().does(failing.reference, "rules/once/override", reason=WHY)
    petr = (
        service.officer("petr").does(failing.reference, "check").does(failing.reference, "accept")
    )

    assert service.officer().does(failing.reference, "release").status == 409
    assert petr.does(failing.reference, "release").status == 409
    service.officer("eva").does(failing.reference, "release")

    assert failing.case.state is State.ACCEPTED


@pytest.fixture
def waiting(service):
    """A candidature for which jana has decided a place on the list, and petr has released it."""
    anna = service.applicant().applies().confirms()
    service.officer().does(anna.reference, "check").does(anna.reference, "waitlist")
    service.officer("petr").does(anna.reference, "release")
    return anna


def test_a_seat_is_offered_by_another_person_than_the_one_who_decided(service, waiting, asks_for):
    asks_for(FourEyes.ALWAYS)
    jana = service.officer().opens(f"/review/cases/{waiting.reference}/offer-seat")
    assert "Another person offers the seat." in jana.text
    assert "Offer 2 seats and send" not in jana.text
    jana.opens_case(waiting.reference)
    jana.presses(f"/review/cases/{waiting.reference}/offer-seat")
    assert (jana.status, waiting.case.offer_ends_on) == (409, None)

    service.officer("petr").does(waiting.reference, "offer-seat")

    assert waiting.case.offer_ends_on
    with service.app.app_context():
        assert list(all_alone()) == []


def test_an_offer_by_one_person_alone_needs_a_reason_and_is_reported(service, waiting, asks_for):
    asks_for(FourEyes.EXCEPTIONS)
    jana = service.officer().does(waiting.reference, "offer-seat")
    assert (jana.status, jana.errors) == (422, ["Write the reason."])
    jana.does(waiting.reference, "offer-seat", alone_because=WHY)

    assert waiting.case.offer_ends_on
    assert WHY in jana.opens_case(waiting.reference).text
    with service.app.app_context():
        assert [(alone.move, alone.why) for alone in all_alone()] == [("offer-seat", WHY)]


@pytest.mark.parametrize("undone", [False, True])
def test_a_decision_that_stands_no_more_hides_nobody(service, waiting, asks_for, undone):
    """Somebody else's acceptance, taken back or undone, leaves jana's decision as it was."""
    petr, eva = service.officer("petr"), service.officer("eva")
    petr.does(waiting.reference, "accept")
    if undone:
        eva.does(waiting.reference, "release").does(
            waiting.reference, "undo", reason="No.", left=""
        )
    else:
        petr.does(waiting.reference, "take-back")
    asks_for(FourEyes.ALWAYS)

    assert service.officer().does(waiting.reference, "offer-seat").status == 409
    petr.does(waiting.reference, "offer-seat")

    assert waiting.case.offer_ends_on


def test_an_exception_is_not_released_together_with_others(service, decided, asks_for):
    asks_for(FourEyes.EXCEPTIONS)
    jana = service.officer().opens("/review/?view=all")
    jana.presses("/review/bulk", {"case": [decided.reference], "do": "release"})
    assert "on its own page why you do it alone" in jana.text
    jana.presses("/review/bulk", {"case": [decided.reference], "do": "release", "sure": "yes"})

    assert decided.case.state is State.ELIGIBLE

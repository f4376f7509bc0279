"""For which days a candidature is accepted, and for which reason one is not."""

from __future__ import annotations

import pytest

from formsvc.candidatures.states import State

WHY = "We want to try our yarn on two more machines."


@pytest.fixture
def longer(service):
    """An SME asks for five days of a visit that plans three for it."""
    asked = {"last_on": "2021-09-24", "ask_longer": "y", "ask_why": WHY}
    anna = service.applicant().applies(**asked).confirms()
    service.officer().does(anna.reference, "check")
    return anna


def test_whoever_asks_for_a_longer_stay_is_accepted_for_days_that_somebody_chooses(service, longer):
    jana = service.officer().does(longer.reference, "accept")

    assert jana.errors == ["Choose the days."]
    assert "The days asked for: 20–24 September 2021, €610" in jana.text
    assert "The usual days: 20–22 September 2021, €305" in jana.text
    assert WHY in jana.text
    assert longer.case.decision is None


def test_the_days_asked_for_give_the_amount_that_was_shown(service, longer):
    jana = service.officer().does(longer.reference, "accept", days="asked")
    jana.does(longer.reference, "release")

    mail = longer.mails("accepted")[0].body
    assert "20–24 September 2021" in mail
    assert "€610" in mail


def test_the_usual_days_change_days_and_amount_and_the_mail_says_so(service, longer):
    jana = service.officer().does(longer.reference, "accept", days="usual")
    assert (str(longer.case.last_on), str(longer.case.amount_eur)) == ("2021-09-24", "610.00")
    shown = jana.opens(f"/review/cases/{longer.reference}/release").text
    jana.does(longer.reference, "release")

    case, mail = longer.case, longer.mails("accepted")[0].body
    assert (str(case.last_on), str(case.amount_eur)) == ("2021-09-22", "305.00")
    assert "Days: 20–22 September 2021" in mail
    assert "€305" in mail
    assert "We can accept you for the days that the visit plans." in mail
    assert " ".join(mail.split()) in shown
    assert "20–22 September 2021" in longer.opens_case().text


def test_taking_the_usual_days_back_leaves_what_was_asked_for(service, longer):
    jana = service.officer().does(longer.reference, "accept", days="usual")
    jana.does(longer.reference, "take-back")

    assert (str(longer.case.last_on), longer.case.usual_days) == ("2021-09-24", False)


def test_a_case_opened_again_asks_for_its_own_days_again(service, longer):
    jana = service.officer().does(longer.reference, "accept", days="usual")
    jana.does(longer.reference, "release")
    longer.opens_case().opens(f"/apply/case/{longer.reference}/withdraw")
    longer.presses(f"/apply/case/{longer.reference}/withdraw")
    jana.does(longer.reference, "reopen", reason="They can go after all.")

    case = longer.case
    assert (case.state, str(case.last_on)) == (State.SUBMITTED, "2021-09-24")
    assert str(case.amount_eur) == "610.00"


def test_a_place_on_the_waiting_list_is_for_the_days_that_were_chosen(service, longer):
    service.has_accepted(20)
    jana = service.officer().does(longer.reference, "waitlist", days="usual")
    jana.does(longer.reference, "release")

    assert longer.case.state is State.WAITLISTED
    assert "20–22 September 2021" in longer.mails("waitlisted")[0].body
    assert str(longer.case.amount_eur) == "305.00"


def test_a_reason_of_the_list_is_told_in_the_language_of_the_applicant(service):
    anna = service.applicant().begins_at("/apply/cs/candidature?visit=northern-bohemia")
    for step in ("people", "stay", "purpose", "declarations"):
        anna.answers(step)
    anna.opens(f"/apply/cs/candidature/{anna.reference}/check")
    anna.presses(f"/apply/cs/candidature/{anna.reference}/check")
    anna.opens_mailed_link("confirm")
    jana = service.officer().does(anna.reference, "reject", code="theme", reason="Zkuste Lyon.")
    jana.does(anna.reference, "release")

    mail = anna.mails("rejected")[0].body
    assert "neodpovídá tématům a hostitelům této návštěvy. Zkuste Lyon." in mail
    assert anna.case.decision_code == "theme"
    anna.opens_mailed_link("case-link").follows()
    assert "neodpovídá tématům" in anna.text


def test_a_reason_that_is_not_on_the_list_is_refused(service):
    anna = service.applicant().applies().confirms()
    jana = service.officer().does(anna.reference, "reject", code="because", reason="x")

    assert (jana.status, jana.errors) == (422, ["Choose a reason of the list."])

"""A coordinator opens a closed case again: as new, with its past in the history."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from formsvc import clock
from formsvc.candidatures.states import State
from formsvc.moves import Role

WHY = "You sent the certificate after all."


def withdraws(anna):
    address = f"/apply/case/{anna.reference}/withdraw"
    return anna.opens(address).presses(address, {"reason": ""})


@pytest.fixture
def anna(service):
    return service.applicant().applies().confirms().opens_case()


def test_a_rejected_case_becomes_new_and_undecided(service, anna):
    jana = service.officer()
    jana.does(anna.reference, "reject", reason="No certificate.").does(anna.reference, "release")

    jana.does(anna.reference, "reopen", reason=WHY)

    case = anna.case
    assert (case.state, case.waits_for) == (State.SUBMITTED, Role.OFFICER)
    assert (case.decision, case.decision_reason, case.released_on) == (None, None, None)
    assert (case.due_on, case.closed_at) == (date(2021, 6, 25), None)
    assert WHY in anna.mails("reopened")[0].body
    assert "Rejection released" in jana.opens_case(anna.reference).text
    assert WHY in anna.opens(f"/apply/case/{anna.reference}").text


def test_its_links_live_on_as_if_it_had_never_been_closed(service, anna):
    withdraws(anna)
    service.officer().does(anna.reference, "reopen", reason=WHY)

    with clock.moved(datetime(2031, 1, 1, tzinfo=UTC)):
        for mail in ("case-link", "reopened"):
            again = service.applicant()
            again.reference = anna.reference
            assert again.opens_mailed_link(mail).follows().status == 200


def test_after_a_withdrawal_in_the_middle_of_a_question_one_can_ask_again(service, anna):
    jana = service.officer()
    question = {"question": "How many?", "fields": ["travellers"], "due_on": "2021-06-25"}
    jana.does(anna.reference, "ask", **question)
    withdraws(anna)
    jana.does(anna.reference, "reopen", reason=WHY)

    assert jana.does(anna.reference, "ask", **question).status == 302

    assert anna.case.state is State.INFO_REQUESTED


def test_an_accepted_case_that_was_withdrawn_is_accepted_once_more(service, anna):
    jana = service.officer().accepts(anna.reference)
    withdraws(anna)
    jana.does(anna.reference, "reopen", reason=WHY)

    jana.accepts(anna.reference)

    assert anna.case.state is State.ACCEPTED
    assert anna.browser.get("/apply/seats.json").json["northern-bohemia"]["left"] == 18


def test_only_a_coordinator_opens_it_and_only_with_a_reason(service, anna):
    withdraws(anna)
    officer = service.officer("otto", role="officer", cluster="ntt").opens_case(anna.reference)
    assert "Open again" not in officer.text
    assert officer.opens(f"/review/cases/{anna.reference}/reopen").status == 404

    jana = service.officer().does(anna.reference, "reopen", reason=" ")

    assert (jana.status, jana.errors) == (422, ["Write the reason."])
    assert anna.case.state is State.WITHDRAWN


def test_an_open_case_is_not_opened_again(service, anna):
    jana = service.officer().opens(f"/review/cases/{anna.reference}/ask")

    assert jana.opens(f"/review/cases/{anna.reference}/reopen").status == 302
    jana.opens_case(anna.reference)
    assert jana.presses(f"/review/cases/{anna.reference}/reopen", {"reason": WHY}).status == 409

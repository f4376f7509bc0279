"""An applicant takes a candidature back: seats are free, links live on for a while."""

from __future__ import annotations

from datetime import date

import pytest
from make_files import pdf

from formsvc.candidatures.states import State


def withdraws(anna, reason: str = ""):
    address = f"/apply/case/{anna.reference}/withdraw"
    return anna.opens(address).presses(address, {"reason": reason}).follows()


def test_a_withdrawn_candidature_waits_for_nobody(service):
    anna = service.applicant().applies().confirms().opens_case()

    withdraws(anna, "Our fair is in the same week.")

    assert anna.heading == "You have withdrawn your candidature"
    assert (anna.case.state, anna.case.waits_for) == (State.WITHDRAWN, None)
    jana = service.officer().opens_case(anna.reference)
    assert "Our fair is in the same week." in jana.text
    assert "Waiting for you: 0" in jana.opens("/review/").heading


def test_its_seats_are_free_again(service):
    anna = service.applicant().applies(travellers="2").confirms()
    service.officer().accepts(anna.reference)

    withdraws(anna.opens_case())

    left = anna.browser.get("/apply/seats.json").json["northern-bohemia"]["left"]
    assert left == 20


def test_a_pending_decision_is_gone(service):
    anna = service.applicant().applies().confirms()
    jana = service.officer().does(anna.reference, "check").does(anna.reference, "accept")

    withdraws(anna.opens_case())

    assert anna.case.decision is None
    jana.opens_case(anna.reference).presses(f"/review/cases/{anna.reference}/release")
    assert (jana.status, anna.mails("accepted")) == (409, [])


def test_withdrawing_twice_leaves_one_line(service):
    anna = service.applicant().applies().confirms().opens_case()
    address = f"/apply/case/{anna.reference}/withdraw"
    form = anna.opens(address).page
    for _ in range(2):
        anna.page = form
        assert anna.presses(address).status == 302

    assert service.officer().history(anna.reference).count("withdraw") == 1


def test_no_evidence_is_taken_afterwards(service):
    anna = service.applicant().applies().confirms()
    service.officer().accepts(anna.reference)
    withdraws(anna.opens_case())
    service.on(date(2021, 9, 27))
    later = service.applicant()
    later.reference = anna.reference
    later.opens_case()

    assert "Proof that you were there" not in later.text
    assert later.adds_file("attendance", pdf(), "a.pdf").status == 404


@pytest.mark.parametrize("who", ["stranger", "rejected"])
def test_nobody_else_and_nothing_closed_can_be_withdrawn(service, who):
    anna = service.applicant().applies().confirms().opens_case()
    address = f"/apply/case/{anna.reference}/withdraw"
    if who == "stranger":
        assert service.applicant().opens(address).status == 404
        return
    jana = service.officer()
    jana.does(anna.reference, "reject", reason="Too late.").does(anna.reference, "release")
    assert anna.opens(address).status == 302

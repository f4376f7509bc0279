"""A host's own data: a copy and erasure, each behind a mailed link, as applicants have them."""

from __future__ import annotations

import json

import pytest

from formsvc.candidatures.states import State
from formsvc.moves import Role


@pytest.fixture
def eva(service):
    return service.host().offers().confirms().opens_case()


@pytest.fixture
def jana(service):
    return service.officer()


def steps_up(eva, what: str):
    """Ask for the link on the page of the offer, open it, and go where it leads."""
    home = f"/apply/case/{eva.reference}/my-data"
    eva.opens(home).presses(f"{home}/{what}")
    return eva.opens_mailed_link("step-up").follows()


def asks_erasure(eva):
    address = f"/apply/my-data/{eva.reference}/erasure"
    steps_up(eva, "erasure")
    return eva.presses(address, {"words": "We closed.", "sure": "y"})


def accepts(jana, eva):
    address = f"/review/offers/{eva.reference}/accept"
    jana.opens(address).presses(address)


def test_a_copy_holds_what_the_host_wrote_and_what_happened(eva, jana):
    accepts(jana, eva)
    steps_up(eva, "export")

    eva.presses(f"/apply/my-data/{eva.reference}/export")

    copy = json.loads(eva.page.data)
    assert (copy["state"], copy["answers"]["email"]) == ("Accepted", "eva@example.org")
    assert ["Town where visitors come to you", "Liberec"] in copy["answers_in_words"]
    assert [line["what"] for line in copy["history"]] == [
        "You took a copy of your data", "We accepted the offer", "You confirmed your address",
    ]  # fmt: skip
    assert copy["mails"][0]["subject"].startswith("Confirm your address")


def test_an_erasure_lands_in_the_queue_and_leaves_only_bones(service, eva, jana):
    asks_erasure(eva)
    assert eva.heading == "The office has your request"
    assert f"/apply/host/case/{eva.reference}" in eva.page.text
    assert "Wants erasure" in jana.opens("/review/").text
    assert "The host asks you to erase" in jana.opens(f"/review/offers/{eva.reference}").text

    jana.does(eva.reference, "erasure", decision="erase")

    case = eva.case
    assert (case.state, case.waits_for, case.answers) == (State.WITHDRAWN, None, {})
    assert (case.email, case.organisation) == ("", "(erased)")
    assert eva.opens(f"/apply/host/case/{eva.reference}").status == 404
    assert jana.opens(f"/review/offers/{eva.reference}").status == 404
    page = jana.opens(f"/review/cases/{eva.reference}")
    assert page.heading == "The data of this case is erased"
    assert "Liberec" not in page.text
    assert jana.history(eva.reference) == [
        "confirm-offer", "ask-erasure", "withdraw-offer", "erase",
    ]  # fmt: skip


def test_a_refusal_gives_the_offer_back_with_its_reason(eva, jana):
    asks_erasure(eva)

    jana.does(eva.reference, "erasure", decision="refuse", reason="A visit is planned.")

    assert (eva.case.state, eva.case.waits_for) == (State.SUBMITTED, Role.OFFICER)
    assert "A visit is planned." in eva.mails("erasure-refused")[0].body
    assert "candidature" not in eva.mails("erasure-refused")[0].body


def test_a_host_on_the_site_withdraws_first_and_erases_when_the_page_is_gone(eva, jana):
    accepts(jana, eva)
    home = f"/apply/case/{eva.reference}/my-data"
    assert "Your page is on the site." in eva.opens(home).text
    assert eva.presses(f"{home}/erasure").status == 404
    withdraw = f"/apply/host/case/{eva.reference}/withdraw"
    eva.opens(withdraw).presses(withdraw, {"reason": ""})
    assert "Your page is on the site." in eva.opens(home).text

    jana.opens(f"/review/offers/{eva.reference}")
    jana.presses(f"/review/offers/{eva.reference}/take-away")

    assert "Your page is on the site." not in eva.opens(home).text
    asks_erasure(eva)
    jana.does(eva.reference, "erasure", decision="erase")
    assert eva.case.erased_on is not None


def test_an_accepted_offer_is_not_erased(eva, jana):
    asks_erasure(eva)
    accepts(jana, eva)

    jana.does(eva.reference, "erasure", decision="erase")

    assert (jana.status, eva.case.erased_on) == (409, None)


def test_the_address_of_a_host_is_not_changed_here_and_a_stranger_finds_nothing(service, eva):
    home = f"/apply/case/{eva.reference}/my-data"

    assert eva.opens(home).presses(f"{home}/address").status == 404
    assert service.host().opens(home).status == 404
    assert service.applicant().applies().opens(home).status == 404

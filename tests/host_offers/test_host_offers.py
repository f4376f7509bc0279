"""A host offers itself in two pages; the office answers; an editor gets the file."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import ORGANISATION, VISITORS, WHO

from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import State
from formsvc.host_offers.offer import Offer, yaml_of
from generator.reader.folder import read
from generator.reader.nodes import parse

CONTENT = Path(__file__).parents[2] / "content"
PARTNERS = frozenset({"clutex", "ntt"})


def test_a_host_offers_itself_and_hears_the_answer(service):
    eva = service.host().offers().follows()
    assert eva.heading == "Now confirm your address"
    assert eva.confirms().follows().heading == "Your address is confirmed"
    assert "The office sees your offer now." in eva.text
    assert eva.opens_case().heading == "We look at your offer"
    assert "With CLUTEX since 15 June 2021" in eva.text
    assert "Do you want a copy of what we hold about you, or have it erased?" in eva.text

    jana = service.officer()
    jana.opens("/review/")
    assert "Příklad a syn s.r.o." in jana.text
    assert "Offers to host" in jana.text
    jana.opens(f"/review/cases/{eva.reference}").follows()
    assert "A line that spins nanofibres" in jana.text
    jana.opens(f"/review/offers/{eva.reference}/accept")
    assert "We accept it." in jana.text
    jana.presses(f"/review/offers/{eva.reference}/accept").follows()

    assert eva.case.state is State.ACCEPTED
    assert eva.mails()[-1].name == "offer-accepted"
    assert eva.opens(f"/apply/host/case/{eva.reference}").heading == "Your offer is accepted"
    assert jana.history(eva.reference) == ["confirm-offer", "accept-offer"]


def test_an_accepted_offer_becomes_a_file_that_the_check_takes(service, tmp_path):
    eva = service.host().offers(website="www.example.org", limits="No: photos #1").follows()
    eva.confirms()
    jana = service.officer()
    jana.opens(f"/review/offers/{eva.reference}/host.yml")
    assert jana.status == 404
    jana.opens(f"/review/offers/{eva.reference}/accept")
    jana.presses(f"/review/offers/{eva.reference}/accept")

    jana.opens(f"/review/offers/{eva.reference}/host.yml")

    assert (
        jana.page.headers["Content-Disposition"] == "attachment; filename=priklad-a-syn-s-r-o.yml"
    )
    assert "eva@example.org" not in jana.page.text
    content = copytree(CONTENT, tmp_path / "content")
    (content / "hosts" / "priklad.yml").write_text(jana.page.text, "utf-8")
    host = read(content).host("priklad")
    assert (host.name, host.limits.say().words) == ("Příklad a syn s.r.o.", "No: photos #1")
    assert (host.website, host.cluster, host.languages) == (
        "https://www.example.org", "clutex", ("en", "cs")
    )  # fmt: skip


def test_an_offer_that_is_turned_down_says_why(service):
    eva = service.host().offers().follows()
    eva.confirms()
    jana = service.officer()
    address = f"/review/offers/{eva.reference}/reject"
    jana.opens(address).presses(address, {"reason": " "})
    assert jana.errors == ["Write the reason."]

    jana.presses(address, {"reason": "We have many spinners already."})

    assert "We have many spinners already." in eva.mails("offer-rejected")[0].body
    eva.opens_case()
    assert "We have many spinners already." in eva.text


def test_a_host_takes_an_offer_back_and_the_page_goes(service):
    eva = service.host().offers().follows()
    eva.confirms().follows()
    jana = service.officer()
    accept = f"/review/offers/{eva.reference}/accept"
    jana.opens(accept).presses(accept)
    eva.opens_case()
    withdraw = f"/apply/host/case/{eva.reference}/withdraw"
    eva.opens(withdraw).presses(withdraw, {"reason": "We move."}).follows()
    assert eva.heading == "You have withdrawn your offer"

    jana.opens("/review/")
    assert "Take the page away" in jana.text
    jana.opens(f"/review/offers/{eva.reference}")
    jana.presses(f"/review/offers/{eva.reference}/take-away").follows()

    assert eva.case.waits_for is None
    jana.presses(f"/review/offers/{eva.reference}/take-away")
    assert jana.status == 409


def test_what_was_typed_stays_when_an_answer_is_missing(service):
    eva = service.host().begins(email="eva,example.org", town="")
    assert eva.status == 422
    assert len(eva.errors) == 2
    assert 'value="Příklad a syn s.r.o."' in eva.page.text

    eva.begins().says_what_visitors_find(languages=[], capacity="many", agreed="")

    assert eva.errors == [
        "Choose at least one language.",
        "Write a number from 1 to 500.",
        "Tick this to send the offer.",
    ]
    eva.opens(f"/apply/host/{eva.reference}/visitors")
    assert VISITORS["summary"] in eva.page.text
    assert 'value="many"' in eva.page.text


def test_a_page_back_keeps_what_is_typed_complete_or_not(service):
    eva = service.host().begins()
    address = f"/apply/host/{eva.reference}/visitors"

    eva.opens(address).presses(address, {"summary": "A loom.", "capacity": "many", "then": "back"})

    assert eva.follows().heading == "Who offers to host?"
    assert "A loom." in eva.opens(address).page.text
    assert 'value="many"' in eva.page.text


def test_a_choice_that_is_left_open_is_asked_for(service):
    eva = service.host().begins(organisation_type="", country="", cluster="")
    assert eva.errors == [
        "Choose the kind of organisation.",
        "Choose the country.",
        "Choose a cluster, or “Not sure”.",
    ]

    eva.begins().says_what_visitors_find(ecosystem="")
    assert eva.errors == ["Choose the industry."]


def test_two_clicks_make_one_offer(service):
    eva = service.host().begins()
    address = f"/apply/host/{eva.reference}/visitors"
    eva.opens(address)
    first = eva.page
    eva.presses(address, VISITORS)
    eva.page = first

    eva.presses(address, VISITORS)

    assert eva.status == 302
    assert len(eva.mails("offer-confirm")) == 1


def test_the_form_that_began_an_offer_does_not_open_it_after_it_is_confirmed(service):
    mallory, first, key = service.host(), "/apply/host/", "k" * 43
    page = mallory.opens(first).page
    mallory.presses(first, {**WHO, "key": key})
    mallory.reference = mallory.page.location.split("/")[3]
    mallory.says_what_visitors_find()
    eva = service.host()
    eva.reference = mallory.reference
    eva.confirms()

    mallory.page = page
    mallory.presses(first, {**WHO, "key": key}).follows()

    assert mallory.status == 404
    assert mallory.opens(f"/apply/host/case/{mallory.reference}").status == 404


def test_a_confirm_link_takes_an_offer_in_once(service):
    eva = service.host().offers()
    path = eva.mailed_link("offer-confirm")
    browsers = [service.host().opens(path) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(lambda one: one.presses(path).status, browsers))

    assert found == [302, 410, 410, 410]
    assert len(eva.mails("offer-link")) == 1


def test_an_offer_is_open_to_its_host_and_its_cluster_only(service):
    eva = service.host().offers().follows()
    eva.confirms()
    eva.opens_case()
    pages = [f"/apply/host/case/{eva.reference}", f"/apply/host/case/{eva.reference}/withdraw"]
    office = [f"/review/offers/{eva.reference}{end}" for end in ("", "/accept", "/reject")]
    stranger, other = service.host(), service.officer("piero", "officer", cluster="ntt")
    own = service.officer("petra", "officer", cluster="clutex")

    assert [eva.opens(page).status for page in pages] == [200, 200]
    assert [stranger.opens(page).status for page in pages] == [404, 404]
    assert [other.opens(page).status for page in office] == [404, 404, 404]
    assert [own.opens(page).status for page in office] == [200, 200, 200]
    assert {stranger.opens(page).status for page in office} == {302}


def test_the_key_of_the_first_page_opens_no_confirmed_offer(service):
    mallory, first = service.host(), {**WHO, "key": "k" * 43}
    mallory.opens("/apply/host/").presses("/apply/host/", first)
    mallory.reference = mallory.page.location.split("/")[-2]
    mallory.says_what_visitors_find()
    anna = service.host()
    anna.reference = mallory.reference
    anna.confirms()

    mallory.opens("/apply/host/").presses("/apply/host/", first)

    assert mallory.follows().status == 404
    assert mallory.opens(f"/apply/host/case/{anna.reference}").status == 404


def test_the_key_of_an_offer_opens_no_candidature_and_writes_into_none(service):
    eva, first = service.host(), "/apply/candidature?visit=northern-bohemia"
    eva.opens("/apply/host/").presses("/apply/host/", {**WHO, "key": "k" * 43})
    offer = re.search(r"X-\w{4}-\w\w", eva.page.location)[0]

    eva.opens(first).presses(first, {**ORGANISATION, "key": "k" * 43})

    draft = re.search(r"X-\w{4}-\w\w", eva.page.location)[0]
    assert draft != offer
    eva.reference = offer
    assert eva.case.answers["organisation"] == WHO["organisation"]


def test_an_offer_is_no_candidature_and_a_candidature_no_offer(service):
    eva, anna = service.host().offers().follows(), service.applicant().applies().follows()
    eva.confirms()
    anna.confirms()
    eva.opens_case()
    anna.opens_case()
    jana = service.officer()

    assert eva.opens(f"/apply/case/{eva.reference}").status == 404
    assert anna.opens(f"/apply/host/case/{anna.reference}").status == 404
    assert jana.opens(f"/review/offers/{anna.reference}").status == 404
    for move in ("check", "accept", "take-back"):
        jana.opens("/review/")
        assert jana.presses(f"/review/cases/{eva.reference}/{move}").status == 404
    assert eva.case.state is State.SUBMITTED


def test_both_forms_share_the_mails_that_an_unconfirmed_address_gets(service):
    anna = service.applicant().applies(email="eva@example.org")
    eva = service.host().offers()
    for _ in range(3):
        eva.opens(f"/apply/host/{eva.reference}/sent").presses(f"/apply/host/{eva.reference}/sent")

    assert len(anna.mails("confirm")) + len(eva.mails("offer-confirm")) == 3


def test_a_lost_link_to_an_offer_is_mailed_again(service):
    eva = service.host().offers().follows()
    eva.confirms()
    eva.opens("/apply/lost").presses(
        "/apply/lost", {"reference": eva.reference, "email": "eva@example.org"}
    )

    assert eva.opens_case().heading == "We look at your offer"
    assert len(eva.mails("offer-link")) == 2


def test_a_slip_in_the_address_is_corrected_and_the_wrong_one_opens_nothing(service):
    eva = service.host().offers(email="eva@exmaple.org").follows()
    wrong, address = eva.mailed_link("offer-confirm"), f"/apply/host/{eva.reference}/address"
    assert "Wrong address? Correct it" in eva.text
    assert 'value="eva@exmaple.org"' in eva.opens(address).page.text
    assert eva.presses(address, {"email": "eva"}).status == 422

    eva.presses(address, {"email": "eva@example.org"}).follows()

    assert "We have sent a mail to eva@example.org." in eva.text
    assert eva.mails("offer-confirm")[-1].to == "eva@example.org"
    assert service.host().opens(wrong).status == 410
    assert service.host().opens(address).status == 404
    eva.confirms().opens_case()
    assert "eva@example.org" in eva.text
    assert "exmaple" not in service.officer().opens(f"/review/offers/{eva.reference}").text
    assert eva.opens(address).status == 302


@pytest.mark.parametrize("spoken", ["cs", "it"])
def test_the_form_speaks_the_languages_of_the_site(service, spoken):
    eva = service.host().opens(f"/apply/{spoken}/host/")

    assert eva.status == 200
    assert f'lang="{spoken}"' in eva.page.text
    assert "Who offers to host?" not in eva.text


TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@settings(max_examples=60)
@given(name=TYPED, summary=TYPED, town=TYPED, limits=TYPED, technologies=TYPED)
def test_whatever_is_typed_the_file_can_be_read(
    tmp_path_factory, name, summary, town, limits, technologies
):
    offer = Offer(
        **{**WHO, "organisation": name, "town": town},
        summary=summary, limits=limits, technologies=technologies, when=town,
        languages=("en",), capacity=3,
    )  # fmt: skip
    case = Case(
        reference="X-2222-22", kind=CaseKind.HOST_OFFER, answers=offer.model_dump(mode="json")
    )

    written = yaml_of(case, PARTNERS)

    folder = tmp_path_factory.mktemp("offer") / "host.yml"
    folder.write_text(written, "utf-8")
    found = parse(folder.read_text("utf-8"))
    assert found.value["name"] == name
    assert found.value["summary"] == summary
    assert found.value["limits"] == limits

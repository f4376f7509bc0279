"""Two devices, two windows, two clicks: nothing is overwritten unseen, nothing typed is lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import ORGANISATION, PEOPLE, PURPOSE, STAY, STEPS, sentences

from formsvc.candidatures.keeping import Seen, clashes
from formsvc.candidatures.states import State

ANSWERS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "x", "y"]))


def people(anna) -> str:
    return f"/apply/candidature/{anna.reference}/people"


def in_conflict(service):
    """A phone and a desk have the same page open; the desk saves first."""
    desk = service.applicant().begins()
    desk.answers("people")
    phone = desk.on_another_device().opens(people(desk))
    desk.answers("people", contact="Bruno Esempio")
    return desk, phone


def test_what_another_device_saved_is_shown_beside_what_was_typed(service):
    desk, phone = in_conflict(service)

    phone.presses(people(phone), {**PEOPLE, "contact": "Carla Esempio", "travellers": "1"})

    assert (phone.status, phone.heading) == (409, "This page was changed on another device")
    assert "Saved on the other device Bruno Esempio On this page Carla Esempio" in phone.text
    assert "How many people travel" not in phone.text  # only one device changed it
    assert desk.case.answers["contact"] == "Bruno Esempio"
    assert desk.case.answers["travellers"] == "2"


@pytest.mark.parametrize(
    ("choice", "kept"), [("here", "Carla Esempio"), ("there", "Bruno Esempio")]
)
def test_a_person_chooses_and_everything_else_typed_is_kept(service, choice, kept):
    desk, phone = in_conflict(service)
    phone.presses(people(phone), {**PEOPLE, "contact": "Carla Esempio", "travellers": "1"})

    phone.presses(people(phone), {"choose.contact": choice})

    assert phone.page.location.endswith("/stay")
    assert (desk.case.answers["contact"], desk.case.answers["travellers"]) == (kept, "1")


def test_an_answer_that_only_the_other_device_touched_is_kept_by_default(service):
    _desk, phone = in_conflict(service)

    phone.presses(people(phone), PEOPLE)

    assert re.search(r'name="choose.contact" value="there" checked', phone.page.text)


def test_a_third_save_while_one_chooses_is_shown_too(service):
    desk, phone = in_conflict(service)
    phone.presses(people(phone), {**PEOPLE, "contact": "Carla Esempio"})
    desk.answers("people", contact="Dario Esempio")

    phone.presses(people(phone), {"choose.contact": "here"})

    assert phone.status == 409
    assert "Dario Esempio" in phone.text


def test_the_same_answers_from_two_devices_are_no_quarrel(service):
    desk = service.applicant().begins()
    phone = desk.on_another_device().opens(people(desk))
    desk.answers("people")

    assert phone.presses(people(phone), PEOPLE).status == 302


def test_a_page_never_quarrels_with_itself(service):
    """A retry after a lost connection, with one more word typed meanwhile."""
    anna = service.applicant().begins()
    anna.opens(people(anna))
    page = anna.page
    for name in ("Anna", "Anna Esempio"):
        anna.page = page
        assert anna.presses(people(anna), {**PEOPLE, "contact": name}).status == 302

    assert anna.case.answers["contact"] == "Anna Esempio"


def test_devices_that_save_at_the_very_same_time_lose_nothing(service):
    anna = service.applicant().begins()
    devices = [anna.on_another_device().opens(people(anna)) for _ in range(6)]
    names = [f"Anna {number}" for number in range(6)]

    with ThreadPoolExecutor(6) as pool:

        def save(pair):
            return pair[0].presses(people(anna), {**PEOPLE, "contact": pair[1]})

        list(pool.map(save, zip(devices, names, strict=True)))

    won = [name for device, name in zip(devices, names, strict=True) if device.status == 302]
    assert [anna.case.answers["contact"]] == won
    for device, name in zip(devices, names, strict=True):
        if device.status == 409:
            assert won[0] in device.text
            assert name in device.text


def test_answers_that_changed_since_the_last_page_are_not_sent(service):
    anna = service.applicant().fills_in()
    anna.on_another_device().answers("people", travellers="1")

    anna.sends()

    assert (anna.status, anna.case.state) == (422, State.DRAFT)
    assert "Answers were changed on another device meanwhile." in anna.text
    assert anna.sends().page.location.endswith("/sent")
    assert anna.case.travellers == 1


@pytest.mark.parametrize("turn", range(6))
def test_an_answer_saved_at_the_very_moment_of_sending_is_sent_or_stays_open(service, turn):
    anna = service.applicant().fills_in()
    phone = anna.on_another_device().opens(people(anna))

    with ThreadPoolExecutor(2) as pool:
        clicks = [anna.sends, lambda: phone.presses(people(phone), {**PEOPLE, "travellers": "1"})]
        for click in [pool.submit(each) for each in (clicks if turn % 2 else clicks[::-1])]:
            click.result()

    case, saved = anna.case, (phone.page.location or "").endswith("/stay")
    assert saved or phone.heading == "It has been sent meanwhile"
    assert saved or case.state is not State.DRAFT  # somebody has come through
    assert int(case.answers["travellers"]) == (1 if saved else 2)
    if case.state is State.DRAFT:
        assert "Answers were changed on another device meanwhile." in anna.text
    else:
        assert case.travellers == int(case.answers["travellers"])


def test_the_first_page_sent_again_with_other_words_is_shown(service):
    address, key = "/apply/candidature?visit=northern-bohemia", "k" * 43
    anna = service.applicant().begins(key=key)
    window = anna.on_another_device().opens(address)

    window.presses(address, {**ORGANISATION, "key": key, "registration": "IT 9"})

    assert window.status == 409
    assert "IT 01234567890" in window.text


def test_a_browser_with_a_draft_is_offered_to_go_on_with_it(service):
    anna = service.applicant().begins()

    for address in ("/apply/", "/apply/candidature?visit=northern-bohemia"):
        assert "You have begun a candidature in this browser." in anna.opens(address).text
        assert "You have begun" not in service.applicant().opens(address).text


@given(ANSWERS, ANSWERS, ANSWERS)
def test_nothing_that_was_not_seen_is_overwritten(shown, kept, typed):
    seen = Seen.read(str(Seen.of(shown, ["a", "b", "c"])))

    found = {each.name for each in clashes(seen, kept, typed, last_page=None)}

    for name, here in typed.items():
        unseen = kept.get(name, "") != shown.get(name, "")
        assert (name in found) == (unseen and here != kept.get(name, ""))


@pytest.mark.parametrize("text", ["", "x", "page a.1", "'; DROP", "p" * 9 + " a.12345678 " * 3])
def test_a_page_that_says_nonsense_has_seen_nothing(text):
    assert Seen.read(text) == Seen("", {})


# The same case and its receipt, whatever is sent twice, in each state.


def sent_again(anna, page) -> None:
    anna.page = page
    anna.sends()


def test_the_last_page_sent_again_gives_the_receipt(service):
    anna = service.applicant().fills_in()
    page = anna.page
    anna.sends()

    sent_again(anna, page)

    assert anna.follows().heading == "Now confirm your address"
    for again in ("check", "people", "sent"):
        anna.opens(f"/apply/candidature/{anna.reference}/{again}")
        assert anna.reference in (anna if again == "sent" else anna.follows()).text


def test_what_is_typed_after_it_was_sent_is_shown_and_said_to_be_too_late(service):
    anna = service.applicant().fills_in()
    phone = anna.on_another_device().opens(people(anna))
    anna.sends()

    phone.presses(people(phone), {**PEOPLE, "contact": "<b>Bruno</b>", "diet": "No nuts"})

    assert (phone.status, phone.heading) == (409, "It has been sent meanwhile")
    assert "As it was sent Anna Esempio Typed here, not sent <b>Bruno</b>" in phone.text
    assert "Typed here, not sent No nuts" in phone.text
    assert "How many people travel" not in phone.text  # that was sent as it is
    assert "you can change the answers until 20 August 2021" in phone.text
    assert f"/apply/candidature/{anna.reference}/sent" in phone.page.text
    assert anna.case.answers["contact"] == "Anna Esempio"
    assert "No nuts" not in anna.opens(f"/apply/case/{anna.reference}/summary").text


@pytest.mark.parametrize("step", ["organisation", *STEPS])
def test_a_step_sent_again_as_it_was_leads_to_the_receipt(service, step):
    anna = service.applicant().fills_in()
    phone = anna.on_another_device()
    phone.opens(f"/apply/candidature/{anna.reference}/{step}")
    page = phone.page
    anna.sends()

    usual = {"organisation": ORGANISATION, "people": PEOPLE, "stay": STAY, "purpose": PURPOSE}
    ticks = {"declared": sentences(page)}
    phone.presses(f"/apply/candidature/{anna.reference}/{step}", usual.get(step, ticks))

    assert phone.follows().heading == "Now confirm your address"


def test_a_first_page_with_other_words_after_it_was_sent_is_shown(service):
    address, key = "/apply/candidature?visit=northern-bohemia", "k" * 43
    anna = service.applicant().begins(key=key)
    for step in STEPS:
        anna.answers(step)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()

    anna.opens(address).presses(address, {**ORGANISATION, "key": key, "registration": "IT 9"})

    assert (anna.status, anna.heading) == (409, "It has been sent meanwhile")
    assert "As it was sent IT 01234567890 Typed here, not sent IT 9" in anna.text


@pytest.mark.parametrize("then", ["withdrawn", "the last day is over"])
def test_a_change_that_comes_too_late_is_shown(service, then):
    anna = service.applicant().fills_in()
    anna.sends().confirms().opens_case()
    page = anna.opens(people(anna)).page
    if then == "withdrawn":
        address = f"/apply/case/{anna.reference}/withdraw"
        anna.opens(address).presses(address, {"reason": ""})
    else:
        service.on(date(2021, 8, 21))
        anna.app = service.app

    phone = anna.on_another_device()
    phone.page = page
    phone.presses(people(phone), {**PEOPLE, "contact": "Bruno"})

    assert (phone.status, phone.heading) == (409, "This can be changed no more")
    assert "As it was sent Anna Esempio Typed here, not sent Bruno" in phone.text


def test_after_the_confirmation_the_browser_that_sent_it_learns_where_it_is(service):
    anna = service.applicant().fills_in()
    page = anna.page
    anna.sends()
    service.applicant().opens(anna.mailed_link("confirm")).presses(anna.mailed_link("confirm"))

    sent_again(anna, page)

    assert anna.heading == "Your candidature has reached us"
    assert f"{anna.reference} is with us" in anna.text
    assert "Tessuti" not in anna.text


@pytest.mark.parametrize("then", ["confirmed", "withdrawn"])
def test_with_the_case_open_the_same_click_leads_to_its_page(service, then):
    anna = service.applicant().fills_in()
    page = anna.page
    anna.sends().confirms().opens_case()
    if then == "withdrawn":
        address = f"/apply/case/{anna.reference}/withdraw"
        anna.opens(address).presses(address, {"reason": ""})

    sent_again(anna, page)

    heading = {"confirmed": "Your candidature is being checked",
               "withdrawn": "You have withdrawn your candidature"}[then]  # fmt: skip
    assert anna.follows().follows().heading == heading


def test_the_key_of_the_form_opens_no_confirmed_case(service):
    """The takeover once more: Mallory keeps the first page, and sends it again."""
    address, key = "/apply/candidature?visit=northern-bohemia", "k" * 43
    mallory = service.applicant().begins(key=key)
    for step in STEPS:
        mallory.answers(step)
    mallory.opens(f"/apply/candidature/{mallory.reference}/check").sends()
    anna = service.applicant()
    anna.reference = mallory.reference
    anna.confirms()

    mallory.opens(address).presses(address, {**ORGANISATION, "key": key})

    assert mallory.follows().status == 404
    assert mallory.opens(f"/apply/case/{anna.reference}").status == 404

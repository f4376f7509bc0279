"""Answers that the office has are changed until the deadline: all at once, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from people import ORGANISATION, PEOPLE, STAY

from formsvc.candidatures.states import State

LAST_DAY, DAY_AFTER = date(2021, 8, 20), date(2021, 8, 21)


def sent(service, **answers):
    """A candidature that the office has, open in its applicant's browser."""
    return service.applicant().applies(**answers).confirms().opens_case()


def changes(anna, step: str, **answers: str):
    usual = {"organisation": ORGANISATION, "people": PEOPLE, "stay": STAY}[step]
    page = f"/apply/candidature/{anna.reference}/{step}?then=check"
    return anna.opens(page).presses(page, {**usual, **answers})


def all_changes(anna) -> str:
    return f"/apply/candidature/{anna.reference}/changes"


def saves(anna, **more: str):
    return anna.opens(all_changes(anna)).presses(all_changes(anna), more)


def stands(anna) -> dict:
    """What the office has."""
    return {name: anna.case.answers[name] for name in ("organisation", "travellers", "last_on")}


def test_the_status_page_says_until_when_answers_can_be_changed(service):
    anna = sent(service)

    assert "Change your answers until 20 August 2021" in anna.text
    anna.opens(all_changes(anna))
    assert anna.heading == "Change your answers"
    assert "Save the changes" not in anna.text


def test_the_status_page_says_what_is_done_what_comes_who_has_it_and_until_when(service):
    anna = sent(service)

    text = anna.opens(f"/apply/case/{anna.reference}").text

    steps = ("Sent 15 June 2021", "E-mail confirmed 15 June 2021", "Checked by the rules",
             "With NTT since 15 June 2021", "Decision", "The visit 20–22 September 2021",
             "What proves it", "Payment")  # fmt: skip
    places = [text.index(each, text.index("Where it stands")) for each in steps]
    assert places == sorted(places)
    assert "You get an answer by 25 June 2021." in text
    assert "What has happened You confirmed your address 15 June 2021" in text


def test_changes_count_when_they_are_saved_and_all_at_once(service):
    anna = sent(service)
    before = stands(anna)

    changes(anna, "people", travellers="1")
    changes(anna, "stay", last_on="2021-09-24", ask_why="Two more hosts.").follows().follows()

    assert anna.heading == "Save your changes"
    assert "before: 2 1" in anna.text
    assert "€610" in anna.text
    assert stands(anna) == before

    saves(anna).follows()

    assert anna.heading == "Your candidature is being checked"
    assert "Your changes are saved." in anna.text
    assert stands(anna) == {**before, "travellers": 1, "last_on": "2021-09-24"}
    assert (anna.case.travellers, str(anna.case.amount_eur)) == (1, "610.00")


def test_the_steps_show_what_was_sent_as_it_was_typed(service):
    anna = sent(service, small_enough="unsure", near="no")

    for step, shown in (
        ("organisation", ('value="Tessuti Esempio S.r.l."', 'checked id="small_enough-2"')),
        ("people", ('value="anna@example.org"', "readonly", 'checked id="residence"')),
        ("stay", ('<option selected value="2021-09-22">', 'checked id="near-1"')),
    ):
        page = anna.opens(f"/apply/candidature/{anna.reference}/{step}").page.text
        for each in shown:
            assert each in page, each


def test_the_office_sees_what_changed_and_the_history_keeps_the_answers_before(service):
    anna = sent(service)
    changes(anna, "people", travellers="1")
    saves(anna)

    jana = service.officer().opens_case(anna.reference)

    assert jana.history(anna.reference) == ["confirm", "edit"]
    assert "Answers changed" in jana.text
    assert "Travellers: 2 → 1" in jana.text
    assert "Travellers before: 2 now: 1" in jana.text


def test_changing_takes_a_checked_case_back_to_the_office(service):
    anna, jana = sent(service), service.officer()
    jana.does(anna.reference, "check").does(anna.reference, "accept")
    assert anna.case.pending

    changes(anna, "people", travellers="1")
    saves(anna)

    assert (anna.case.state, anna.case.decision) == (State.SUBMITTED, None)
    assert anna.mails("accepted") == []
    assert "decided" not in anna.opens(f"/apply/case/{anna.reference}").text


def test_a_half_finished_change_damages_nothing(service):
    anna = sent(service)
    before = stands(anna)

    changes(anna, "people", travellers="", contact="")

    assert anna.status == 422
    anna.opens(all_changes(anna))
    assert "Something is still missing" in anna.text
    assert saves(anna).status == 409
    assert stands(anna) == before
    assert service.officer().opens_case(anna.reference).status == 200
    assert "Go on changing your answers" in anna.opens(f"/apply/case/{anna.reference}").text


def test_changes_that_a_rule_refuses_are_not_saved(service):
    anna = sent(service)

    changes(anna, "people", visited_before="yes")
    assert "clause 4.1" in anna.errors[0]

    assert saves(anna).status == 409
    assert "The answers from before stand." in anna.text
    assert anna.case.answers["visited_before"] is False


def test_changes_can_be_dropped(service):
    anna = sent(service)
    changes(anna, "people", travellers="1")

    saves(anna, do="drop").follows()

    assert anna.case.editing is None
    assert "Go on changing" not in anna.text
    assert service.officer().history(anna.reference) == ["confirm"]


def test_the_address_is_not_changed_here(service):
    anna = sent(service)

    changes(anna, "people", email="mallory@example.org", travellers="1")
    saves(anna)

    assert (anna.case.email, anna.case.answers["email"]) == ("anna@example.org",) * 2
    assert anna.case.travellers == 1


@pytest.mark.parametrize(("day", "open_"), [(LAST_DAY, True), (DAY_AFTER, False)])
def test_answers_can_be_changed_to_the_end_of_the_last_day(service, day, open_):
    anna = sent(service)
    changes(anna, "people", travellers="1")
    service.on(day)
    anna.app = service.app
    late = anna.on_another_device().opens(all_changes(anna))

    assert (late.status == 200) is open_
    late.presses(all_changes(anna), {})
    assert anna.case.travellers == (1 if open_ else 2)


@pytest.mark.parametrize("state", ["accepted", "withdrawn"])
def test_a_case_that_is_decided_or_withdrawn_is_changed_no_more(service, state):
    anna = sent(service)
    changes(anna, "people", travellers="1")
    if state == "accepted":
        service.officer().accepts(anna.reference)
    else:
        address = f"/apply/case/{anna.reference}/withdraw"
        anna.opens(address).presses(address, {"reason": ""})

    anna.presses(all_changes(anna), {})

    assert (anna.status, anna.case.travellers) == (302, 2)
    page = f"/apply/candidature/{anna.reference}/people"
    assert anna.presses(page, {**PEOPLE, "travellers": "1"}).status == 409
    assert anna.case.answers["travellers"] == 2
    assert "Change your answers" not in anna.opens(f"/apply/case/{anna.reference}").text


def test_two_clicks_save_once(service):
    anna = sent(service)
    changes(anna, "people", travellers="1")
    anna.opens(all_changes(anna))
    windows = [anna.on_another_device() for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: one.presses(all_changes(anna), {}).status, windows))

    assert found == [302] * 4
    assert service.officer().history(anna.reference) == ["confirm", "edit"]


def test_two_devices_that_change_the_same_answer_see_each_other(service):
    desk = sent(service)
    page = f"/apply/candidature/{desk.reference}/people"
    phone = desk.on_another_device().opens(page)
    changes(desk, "people", contact="Bruno Esempio")

    phone.presses(page, {**PEOPLE, "contact": "Carla Esempio"})

    assert phone.status == 409
    assert "Bruno Esempio" in phone.text
    assert "Carla Esempio" in phone.text


def test_what_was_answered_to_the_office_meanwhile_stays(service):
    anna, jana = sent(service), service.officer()
    changes(anna, "people", contact="Bruno Esempio")
    jana.does(anna.reference, "ask", question="How many?", fields="travellers", due_on="2021-06-22")
    assert anna.case.state is State.INFO_REQUESTED
    status = f"/apply/case/{anna.reference}"
    anna.opens(status)
    number = anna.page.text.partition(f"{anna.reference}/answer/")[2].partition('"')[0]
    anna.presses(f"{status}/answer/{number}", {"travellers": "1"})
    assert anna.case.travellers == 1

    assert saves(anna).status == 409  # shown once more, with the answer from meanwhile
    saves(anna)

    assert (anna.case.answers["contact"], anna.case.travellers) == ("Bruno Esempio", 1)


def test_a_stranger_changes_nothing(service):
    anna = sent(service)
    stranger = service.applicant().opens("/apply/candidature?visit=northern-bohemia")

    for page in ("changes", "people"):
        address = f"/apply/candidature/{anna.reference}/{page}"
        assert stranger.browser.get(address).status_code == 404
        assert stranger.presses(address, PEOPLE).status == 404
        stranger.opens("/apply/candidature?visit=northern-bohemia")


def test_nothing_changed_is_nothing_saved(service):
    anna = sent(service)
    changes(anna, "people")

    saves(anna)

    assert (anna.status, anna.case.editing) == (302, None)
    assert service.officer().history(anna.reference) == ["confirm"]

"""The office asks, the applicant answers: only what was asked about changes, and nothing is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from make_files import pdf

from formsvc.candidatures.states import State
from formsvc.moves import Role

ASKED_ON = date(2021, 6, 15)
QUESTION = "How many of you travel, and why?"


def asks(jana, reference: str, *fields: str, **answers: str):
    """Ask with the shown due day, unless another is given."""
    address = f"/review/cases/{reference}/ask"
    jana.opens(address)
    usual = {"question": QUESTION, "fields": list(fields), "due_on": "2021-06-25"}
    return jana.presses(address, {**usual, **answers})


def answers(anna, **typed: str):
    """Answer on the status page, with the form that stands there."""
    return anna.opens(f"/apply/case/{anna.reference}").presses(action(anna), typed)


def action(anna) -> str:
    """Where the form on the page goes."""
    return re.search(rf'action="(/apply/case/{anna.reference}/answer/\d+)"', anna.page.text)[1]


@pytest.fixture
def anna(service):
    return service.applicant().applies().confirms().opens_case()


@pytest.fixture
def jana(service):
    return service.officer()


def test_a_question_reaches_the_applicant_and_waits_for_the_answer(anna, jana):
    asks(jana, anna.reference, "travellers")

    case = anna.case
    assert (case.state, case.waits_for) == (State.INFO_REQUESTED, Role.APPLICANT)
    assert case.due_on == date(2021, 6, 25)
    (mail,) = anna.mails("info-requested")
    assert QUESTION in mail.body
    assert "Friday 25 June 2021" in mail.subject
    anna.opens_mailed_link("info-requested").follows()
    assert anna.heading == "We need an answer from you by Friday 25 June 2021"
    assert QUESTION in anna.text


def test_an_answer_changes_what_was_asked_and_comes_back_on_top(anna, jana):
    asks(jana, anna.reference, "travellers")

    answers(anna, travellers="1", answer="One of us is ill.").follows()

    case = anna.case
    assert (case.state, case.waits_for, case.due_on) == (State.SUBMITTED, Role.OFFICER, ASKED_ON)
    assert (case.answers["travellers"], case.travellers) == (1, 1)
    assert anna.heading == "Your candidature is being checked"
    assert "The office looks at your answer next." in anna.text
    assert "One of us is ill." in anna.text
    assert "Answered" in jana.opens("/review/").text
    jana.opens_case(anna.reference)
    assert "One of us is ill." in jana.text
    assert "Travellers: 2 → 1" in jana.text


def test_rules_and_amount_follow_the_answer(anna, jana):
    asks(jana, anna.reference, "first_on", "near")

    answers(anna, first_on="2021-09-20", last_on="2021-09-24", near="no", answer="A week.")

    assert anna.case.last_on == date(2021, 9, 24)
    assert str(anna.case.amount_eur) == "610.00"


def test_an_honest_answer_that_breaks_a_rule_reaches_the_office(anna, jana):
    asks(jana, anna.reference, "small_enough")

    answers(anna, small_enough="no")

    assert anna.case.state is State.SUBMITTED
    assert "larger than an SME" in jana.opens_case(anna.reference).text
    assert jana.does(anna.reference, "check").status == 409


def test_what_the_office_found_out_stands_while_its_facts_are_the_same(service, jana):
    anna = service.applicant().applies(visited_before="unsure").confirms().opens_case()
    jana.does(anna.reference, "rules/once", holds="yes", note="By phone.")
    asks(jana, anna.reference, "travellers")

    answers(anna, travellers="1")

    assert "By phone." in jana.opens_case(anna.reference).text
    assert jana.does(anna.reference, "check").status == 302


def test_no_other_answer_can_be_sent(anna, jana):
    asks(jana, anna.reference, "travellers")

    answers(anna, travellers="1", country="CZ")

    assert anna.status == 409
    assert (anna.case.country, anna.case.travellers) == ("IT", 2)


def test_a_wrong_answer_keeps_what_was_typed(anna, jana):
    asks(jana, anna.reference, "travellers", "objectives")

    answers(anna, travellers="99", objectives="Something <b>new</b>", answer="My words")

    assert anna.status == 422
    assert anna.errors == ["Write a number from 1 to 2."]
    for typed in ("Something &lt;b&gt;new", "My words", 'value="99"'):
        assert typed in anna.page.text


def test_nothing_at_all_is_no_answer(anna, jana):
    asks(jana, anna.reference, "travellers")

    answers(anna, travellers="2")

    assert anna.errors == ["Change an answer above, or write your answer."]


def test_a_second_click_finds_the_answer_taken(anna, jana, service):
    asks(jana, anna.reference, "travellers")
    page = anna.opens(f"/apply/case/{anna.reference}").page
    for _ in range(2):
        anna.page = page
        anna.presses(action(anna), {"travellers": "1"})
        assert anna.status == 302

    assert jana.history(anna.reference).count("answer-info") == 1


def test_an_answer_to_a_question_that_was_taken_back_is_given_back_in_words(anna, jana):
    asks(jana, anna.reference, "travellers")
    anna.opens(f"/apply/case/{anna.reference}")
    jana.does(anna.reference, "close-request")

    anna.presses(action(anna), {"travellers": "1", "answer": "One of us is ill."})

    assert (anna.status, anna.heading) == (409, "Your answer was not sent")
    assert "One of us is ill." in anna.text
    assert "office took it back" in anna.text
    assert (anna.case.state, anna.case.travellers) == (State.SUBMITTED, 2)


def test_after_the_day_nothing_is_taken_and_the_page_says_what_to_do(anna, jana, service):
    asks(jana, anna.reference, "travellers")
    anna.opens(f"/apply/case/{anna.reference}")
    page = anna.page
    anna.app = service.on(date(2021, 6, 26))
    later = service.applicant()
    later.reference = anna.reference
    later.opens_mailed_link("info-requested").follows()

    assert "office@example.org" in later.text
    assert "It is over" in later.text
    later.page = page
    address = action(later)
    later.opens(f"/apply/case/{anna.reference}/withdraw")  # has a token
    later.presses(address, {"travellers": "1", "answer": "Sorry, late."})
    assert (later.status, anna.case.travellers) == (409, 2)
    assert "Sorry, late." in later.text


def test_on_the_last_day_it_is_still_taken(anna, jana, service):
    asks(jana, anna.reference, "travellers")
    service.on(date(2021, 6, 25))
    later = service.applicant()
    later.reference = anna.reference
    later.opens_mailed_link("info-requested").follows()

    answers(later, travellers="1")

    assert anna.case.state is State.SUBMITTED


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"question": ""}, "Write the question."),
        ({"fields": []}, "Choose at least one answer, or a supporting file."),
        ({"fields": ["email"]}, "'email' is not a valid choice for this field."),
        ({"due_on": "2021-06-15"}, "Choose the last day for the answer."),
        ({"due_on": "2021-09-20"}, "Choose the last day for the answer."),
    ],
)
def test_a_question_without_its_parts_is_not_asked(anna, jana, wrong, words):
    asks(jana, anna.reference, "travellers", **wrong)

    assert (jana.status, jana.errors) == (422, [words])
    assert anna.case.state is State.SUBMITTED


def test_of_two_officers_who_ask_the_second_keeps_the_words(anna, jana, service):
    eva = service.officer("eva").opens(f"/review/cases/{anna.reference}/ask")
    asks(jana, anna.reference, "travellers")

    eva.presses(f"/review/cases/{anna.reference}/ask",
                {"question": "My own question", "fields": ["country"], "due_on": "2021-06-25"})  # fmt: skip

    assert eva.status == 409
    assert "My own question" in eva.page.text
    assert len(anna.mails("info-requested")) == 1


def test_nobody_asks_while_a_decision_waits_to_be_released(anna, jana):
    jana.does(anna.reference, "check").does(anna.reference, "accept")

    asks(jana, anna.reference, "travellers")

    assert jana.status == 409
    assert "take it back first" in jana.text


def test_a_stranger_and_an_officer_of_another_cluster_find_nothing(anna, jana, service):
    asks(jana, anna.reference, "travellers")
    anna.opens(f"/apply/case/{anna.reference}")
    eve = service.applicant().opens("/apply/candidature?visit=northern-bohemia")
    other = service.officer("otto", role="officer", cluster="clutex")

    assert eve.presses(action(anna), {"travellers": "1"}).status == 404
    assert other.opens(f"/review/cases/{anna.reference}/ask").status == 404
    assert service.officer().browser.get("/review/cases/X-0000-00/ask").status_code == 404


def test_a_question_can_be_withdrawn_from(anna, jana):
    asks(jana, anna.reference, "travellers")

    anna.opens(f"/apply/case/{anna.reference}/withdraw")
    anna.presses(f"/apply/case/{anna.reference}/withdraw", {"reason": "Not this year."})

    assert anna.case.state is State.WITHDRAWN
    assert "Our question" not in anna.follows().text


def test_a_file_that_is_asked_for_is_added_first_and_the_answer_brings_the_case_back(
    service, anna, jana
):
    asks(jana, anna.reference, fields=[], asks_file="y")
    answers(anna)
    assert anna.errors == ["Add the file, or write why you cannot."]

    anna.adds_file("supporting", pdf(), "letter.pdf")

    assert anna.case.state is State.INFO_REQUESTED
    assert anna.case.waits_for is Role.APPLICANT
    assert answers(anna).status == 302
    assert (anna.case.state, anna.case.due_on) == (State.SUBMITTED, ASKED_ON)
    assert "letter.pdf" in jana.opens_case(anna.reference).text


def test_who_cannot_send_the_file_says_why(anna, jana):
    asks(jana, anna.reference, fields=[], asks_file="y")

    answers(anna, answer="Our cluster writes no letters.")

    assert anna.case.state is State.SUBMITTED
    assert QUESTION not in anna.follows().text.partition("What has happened")[0]

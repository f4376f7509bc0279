"""A visit is moved, put online, postponed or cancelled after cases were sent: each applicant chooses."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date

import pytest
from click.testing import CliRunner
from people import VISIT

from formsvc.candidatures.states import State
from formsvc.evidence.queries import exchange_of
from formsvc.moves import Role
from formsvc.visit_changes.cli import visits
from generator.programme.dates import DateRange
from generator.programme.text import Text
from generator.programme.visit import Notice

NEW_DAYS = DateRange(first_on=date(2021, 10, 4), last_on=date(2021, 10, 8))
CHANGED = f"/review/visits/{VISIT}/changed"


@pytest.fixture
def change(service):
    """Change a visit as a new build would, until the end of the test."""
    with ExitStack() as changes:

        def to(slug: str = VISIT, notice: str = "", **fields: object) -> None:
            visit = service.app.extensions["xchange"].programme.visit(slug)
            if notice:
                day, words = date(2021, 6, 15), Text({"en": "It changed."})
                told = Notice.model_validate({"kind": notice, "from": day, "words": words})
                fields["notices"] = (*visit.notices, told)
            changes.enter_context(service.with_records(visits=visit.model_copy(update=fields)))

        yield to


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms().opens_case()


@pytest.fixture
def jana(service):
    return service.officer()


def asks(jana, **more):
    return jana.opens(CHANGED).presses(f"{CHANGED}/ask", more)


def chooses(case, choice):
    address = f"/apply/case/{case.reference}/visit-changed"
    return case.opens(address).presses(address, {"choice": choice})


def exchange_days(service, case) -> tuple[date, date]:
    with service.app.app_context():
        found = exchange_of(case.case)
        return found.first_on, found.last_on


def as_json(service) -> list[dict]:
    with service.app.app_context():
        return json.loads(CliRunner().invoke(visits, ["changed", "--json"]).output)


def test_a_visit_as_it_was_touches_nobody(service, case, jana):
    assert jana.opens(CHANGED).heading == "Nothing changed for a case"
    assert as_json(service) == []


def test_a_moved_visit_lists_the_cases_that_were_sent_before(service, case, jana, change):
    change(dates=NEW_DAYS)

    assert as_json(service) == [{
        "visit": VISIT, "change": "moved", "reference": case.reference,
        "organisation": "Tessuti Esempio S.r.l.", "state": "submitted",
        "was": "2021-09-20/2021-09-22", "now": "2021-10-04/2021-10-08",
        "asked_on": None, "answer": None,
    }]  # fmt: skip
    assert jana.opens(CHANGED).heading == "1 applicant does not know what to do"
    assert case.reference in jana.text
    assert "The visit has new days" in jana.opens_case(case.reference).text


def test_the_table_on_the_command_line_names_the_case(service, case, change):
    change(dates=NEW_DAYS)

    with service.app.app_context():
        found = CliRunner().invoke(visits, ["changed"]).output

    assert case.reference in found
    assert "2021-10-04/2021-10-08" in found


def test_days_that_still_lie_within_the_visit_are_no_change(service, case, change):
    change(dates=DateRange(first_on=date(2021, 9, 20), last_on=date(2021, 9, 23)))

    assert as_json(service) == []


def test_an_accepted_applicant_takes_the_new_days_and_keeps_the_place(service, case, jana, change):
    jana.accepts(case.reference)
    change(dates=NEW_DAYS)
    asks(jana)
    mail = case.mails("visit-changed")[0]
    assert "The visit has new days: 4–8 October 2021." in mail.body
    assert "See what you can choose" in case.opens_mailed_link("visit-changed").follows().text

    case.opens(f"/apply/case/{case.reference}/visit-changed")
    assert "Your days were 20–22 September 2021" in case.text
    assert "4–6 October 2021. Lump sum for your organisation: €305." in case.text
    chooses(case, "new-date")

    row = case.case
    assert (row.state, row.visit) == (State.ACCEPTED, VISIT)
    assert (row.first_on, row.last_on) == (date(2021, 10, 4), date(2021, 10, 6))
    assert exchange_days(service, case) == (date(2021, 10, 4), date(2021, 10, 6))
    assert case.browser.get("/apply/seats.json").json[VISIT]["left"] == 18
    assert jana.opens(CHANGED).heading == "All have answered"
    assert "I come on the new days" in jana.text
    assert "I come on the new days" in case.follows().text


def test_seats_are_kept_until_the_answer(service, case, jana, change):
    jana.accepts(case.reference)
    change(notice="cancelled")
    asks(jana)
    assert case.browser.get("/apply/seats.json").json[VISIT]["left"] == 18
    assert jana.opens(CHANGED).heading == "Waiting for 1 answer"

    chooses(case, "withdraw")

    assert case.browser.get("/apply/seats.json").json[VISIT]["left"] == 20
    assert case.case.state is State.WITHDRAWN
    assert jana.history(case.reference)[-3:] == [
        "ask-visit-change", "answer-visit-change", "withdraw",
    ]  # fmt: skip


def test_online_nobody_travels_and_there_is_no_lump_sum(service, case, jana, change):
    jana.accepts(case.reference)
    change(notice="moved_online")
    assert as_json(service)[0]["change"] == "online"
    asks(jana)
    assert "No lump sum: nobody travels" in case.opens(f"/apply/case/{case.reference}/visit-changed").text  # fmt: skip

    chooses(case, "online")

    assert (case.case.state, case.case.amount_eur) == (State.ACCEPTED, 0)
    assert as_json(service)[0]["answer"] == "online"


def test_another_visit_is_decided_anew_with_its_own_amount(service, case, jana, change):
    jana.accepts(case.reference)
    change(notice="cancelled")
    change("valencia", dates=NEW_DAYS, opens_on=date(2021, 6, 1), closes_on=None, notices=())
    asks(jana)

    chooses(case, "other-visit valencia")

    row = case.case
    assert (row.state, row.visit, row.decision) == (State.SUBMITTED, "valencia", None)
    assert (row.waits_for, row.first_on) == (Role.OFFICER, date(2021, 10, 4))
    assert row.amount_eur is not None
    assert case.browser.get("/apply/seats.json").json[VISIT]["left"] == 20
    assert "I join another visit: valencia" in jana.opens(CHANGED).text
    assert jana.history(case.reference)[-1] == "choose-visit"
    assert "You chose another visit" in case.follows().text


def test_an_own_exchange_begins_with_the_same_details(service, case, jana, change):
    change(notice="cancelled")
    asks(jana)

    chooses(case, "own")

    assert case.case.state is State.WITHDRAWN
    assert case.follows().status == 200
    assert "Tessuti Esempio S.r.l." in case.page.text


def test_a_postponed_visit_lets_people_wait(service, case, jana, change):
    change(notice="postponed", dates=DateRange(first_on=date(2021, 6, 14), last_on=date(2021, 6, 14)))  # fmt: skip
    asks(jana)

    chooses(case, "wait")

    assert case.case.state is State.SUBMITTED
    assert as_json(service)[0]["answer"] == "wait"


def test_a_second_click_and_a_second_question_change_nothing(service, case, jana, change):
    change(dates=NEW_DAYS)
    asks(jana)
    asks(jana)
    assert len(case.mails("visit-changed")) == 1
    address = f"/apply/case/{case.reference}/visit-changed"
    case.opens(address)
    case.presses(address, {"choice": "new-date"})

    case.presses(address, {"choice": "withdraw"})

    assert case.status == 302
    assert case.case.state is State.SUBMITTED
    assert jana.history(case.reference).count("answer-visit-change") == 1


def test_when_the_visit_changes_once_more_the_old_question_takes_no_answer(
    service, case, jana, change
):
    change(dates=NEW_DAYS)
    asks(jana)
    change(notice="cancelled")

    chooses(case, "new-date")

    assert case.status in (409, 422)
    assert case.case.first_on == date(2021, 9, 20)
    assert jana.opens(CHANGED).heading == "1 applicant does not know what to do"
    asks(jana)
    assert len(case.mails("visit-changed")) == 2
    chooses(case, "withdraw")
    assert case.case.state is State.WITHDRAWN


def test_opening_the_page_answers_nothing_and_no_choice_is_asked_for_again(
    service, case, jana, change
):
    change(dates=NEW_DAYS)
    asks(jana)
    case.opens(f"/apply/case/{case.reference}")
    assert "See what you can choose" in case.text

    chooses(case, "")

    assert (case.status, case.errors) == (422, ["Choose one."])
    assert jana.history(case.reference)[-1] == "ask-visit-change"
    assert chooses(case, "online").status == 422  # not offered for new days


def test_the_mails_can_be_held_and_the_choice_waits_with_them(service, case, jana, change):
    change(dates=NEW_DAYS)

    asks(jana, hold="yes")

    assert case.mails("visit-changed")[0].state == "held"


@pytest.mark.parametrize(("language", "words"), [("cs", "Co si přejete teď?"), ("it", "Che cosa desiderate ora?")])  # fmt: skip
def test_the_page_speaks_the_applicants_language(service, case, jana, change, language, words):
    change(dates=NEW_DAYS)
    asks(jana)

    assert words in case.opens(f"/apply/{language}/case/{case.reference}/visit-changed").text


def test_an_auditor_reads_and_asks_nobody_and_an_officer_finds_no_such_page(
    service, case, jana, change
):
    change(dates=NEW_DAYS)
    aldo = service.officer("aldo", "auditor").opens(CHANGED)
    otto = service.officer("otto", "officer", "ntt")

    assert case.reference in aldo.text
    assert "Send the mail" not in aldo.text
    assert aldo.presses(f"{CHANGED}/ask", {"cases": case.reference}).status == 403
    assert otto.opens(CHANGED).status == 404
    assert jana.opens("/review/visits/nowhere/changed").status == 404
    assert service.applicant().opens(f"/apply/case/{case.reference}/visit-changed").status == 404

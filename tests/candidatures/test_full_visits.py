"""A visit that is full, and what somebody asks for beyond a visit's plan."""

from __future__ import annotations

from datetime import date

import pytest

from formsvc.candidatures import seats
from formsvc.candidatures.states import State

ASKED = "What if no seat is left when the office decides?"


def stay(anna):
    return anna.opens(f"/apply/candidature/{anna.reference}/stay")


def test_nobody_is_asked_while_there_are_seats(service):
    anna = service.applicant().applies()

    assert anna.case.if_full is None
    assert ASKED not in stay(service.applicant().begins()).text


def test_few_seats_left_are_asked_about(service):
    service.has_accepted(17)
    anna = service.applicant().begins()

    assert ASKED in stay(anna).text
    assert "Few seats are left." in anna.text
    anna.answers("stay", if_full="")
    assert anna.errors == ["Say what we do when no seat is left."]


def test_a_full_visit_takes_candidatures_for_its_waiting_list_only(service):
    service.has_accepted(20)
    anna = service.applicant().fills_in(if_full="drop")
    assert "All seats are taken. Choose the waiting list, or another visit." in anna.text

    anna.answers("stay", if_full="waitlist")
    anna.opens(f"/apply/candidature/{anna.reference}/check")
    assert "If no seat is left Waiting list" in anna.text
    assert "Waiting list" in anna.sends().follows().text
    anna.confirms()
    assert (anna.case.state, anna.case.if_full) == (State.SUBMITTED, "waitlist")
    assert "Waiting list" in anna.opens_case().text
    assert "keep on the waiting list" in service.officer().opens_case(anna.reference).text


def test_a_visit_that_the_office_calls_full_says_so_at_once(service, programme):
    visit = programme.visit("northern-bohemia")
    told = {**visit.model_dump(by_alias=True)}
    told["notices"] = [{"kind": "full", "from": "2021-06-01", "words": "All seats are taken."}]
    with service.with_records(visits=type(visit).model_validate(told)):
        anna = service.applicant().opens("/apply/candidature?visit=northern-bohemia")
        assert "You can send a candidature for the waiting list." in anna.text
        anna.applies(if_full="waitlist")
        assert (anna.case.state, anna.case.if_full) == (State.UNCONFIRMED, "waitlist")


def test_a_cancelled_visit_shows_other_ways(service, programme):
    visit = programme.visit("northern-bohemia")
    told = {**visit.model_dump(by_alias=True)}
    told["notices"] = [{"kind": "cancelled", "from": "2021-06-01", "words": "It is cancelled."}]
    with service.with_records(visits=type(visit).model_validate(told)):
        anna = service.applicant().opens("/apply/candidature?visit=northern-bohemia")

    assert anna.heading == "This visit is cancelled."
    assert "Plan an exchange of your own" in anna.text
    assert "/apply/candidature?route=own" in anna.page.text


def test_a_postponed_visit_says_so_at_once_and_what_to_do(service, programme):
    visit = programme.visit("northern-bohemia")
    told = {**visit.model_dump(by_alias=True)}
    told["notices"] = [{"kind": "postponed", "from": "2021-10-01", "words": "It is postponed."}]
    service.on(date(2021, 10, 1))
    with service.with_records(visits=type(visit).model_validate(told)):
        anna = service.applicant().opens("/apply/candidature?visit=northern-bohemia")

    assert anna.heading == "This visit is postponed. New dates are not known yet."
    assert "Its page will say when it takes candidatures again." in anna.text
    assert "<form" not in anna.page.text.partition("<main")[2]


def test_a_longer_stay_needs_its_reason(service):
    anna = service.applicant().begins().answers("stay", last_on="2021-09-24")

    assert anna.errors == ["The visit plans 3 days for you. Write why you stay longer."]


def test_more_hosts_need_their_reason(service):
    anna = service.applicant().begins().answers("stay", ask_hosts="y")

    assert anna.errors == ["Write why you ask for it: the office decides."]


def test_a_formal_request_is_shown_before_and_after_it_is_sent(service):
    why = "We want to try our yarn on two more machines."
    anna = service.applicant().fills_in(last_on="2021-09-24", ask_hosts="y", ask_why=why)
    assert f"more hosts: {why}" in anna.text

    anna.sends().confirms()

    assert why in anna.opens_case().text
    page = service.officer().opens_case(anna.reference).text
    assert f"Formal request Asks for a longer stay and more hosts. {why}" in page


@pytest.mark.parametrize("asked", [seats.HELD_AT, seats.KNOWN_AT], ids=["held", "known"])
def test_seats_are_counted_without_reading_a_case(engine, asked):
    whole = asked.params(visit="northern-bohemia", beside=0)
    written = whole.compile(engine, compile_kwargs={"literal_binds": True})
    lite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not lite:  # with no rows PostgreSQL would rather read the table
            connection.exec_driver_sql("SET enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if lite else "EXPLAIN"
        plan = str(connection.exec_driver_sql(f"{explain} {written}").all())

    assert "ix_cases_seats" in plan
    assert ("COVERING INDEX" if lite else "Index Only Scan") in plan

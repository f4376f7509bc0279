"""The office takes an offered seat back: with a reason, never against an answer, place kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from who_waits import LISTS, WHY, all_leave, day_begins, offered, waits

from formsvc import clock, db
from formsvc.candidatures import seats
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.history.verify import Verdict, verify
from formsvc.moves import Actor, Role
from formsvc.snapshot import current_programme
from formsvc.waitlist import actions, taking_back
from generator.programme.errors import MoveRefused

LEFT, HERE = "yes", ""


@pytest.fixture
def anna(full):
    """Somebody who holds the offer of the last seat."""
    found = waits(full, "anna", travellers="1")
    offered(full, found)
    return found


def takes_back(service, anna, left, **more):
    jana = service.officer()
    return jana.does(anna.reference, "take-seat-back", reason=WHY, left=left, **more)


def test_before_its_mail_has_left_nobody_hears_of_the_offer(full, anna):
    jana = takes_back(full, anna, HERE)

    row = anna.case
    assert (jana.status, row.state, row.waits_for) == (302, State.WAITLISTED, None)
    assert (row.offer_ends_on, row.offered_by, row.due_on) == (None, None, None)
    assert anna.mails("seat-offered")[0].state == "dropped"
    assert anna.mails("seat-taken-back") == []
    assert jana.history(anna.reference)[-2:] == ["drop-mail", "take-seat-back"]
    assert WHY in jana.opens_case(anna.reference).text


def test_after_its_mail_has_left_a_correction_says_why(full, anna):
    all_leave(full)
    path = anna.mailed_link("seat-offered")
    jana = full.officer().opens(f"/review/cases/{anna.reference}/take-seat-back")
    assert "This correction follows it" in jana.text

    takes_back(full, anna, LEFT)

    mail = anna.mails("seat-taken-back")[0].body
    assert WHY in mail
    assert "keeps its place" in mail
    anna.opens(path)
    assert (anna.status, anna.heading) == (410, "This offer does not hold any more")
    anna.opens_mailed_link("seat-taken-back").follows()
    assert anna.heading == "You are on the waiting list"
    assert "Your place: number 1." in anna.text
    assert WHY in anna.text


def test_the_correction_can_be_held(full, anna):
    all_leave(full)

    jana = takes_back(full, anna, LEFT, hold="yes")

    mail = anna.mails("seat-taken-back")[0]
    assert (mail.state, f"/review/outbox/{mail.id}/" in jana.page.location) == ("held", True)


def test_the_seat_is_free_and_its_holder_comes_first_again(full, anna):
    ivo = waits(full, "ivo", travellers="1")

    takes_back(full, anna, HERE)

    seats_now = full.app.test_client().get("/apply/seats.json").json["northern-bohemia"]
    assert seats_now["left"] == 1
    assert offered(full, ivo).status == 409
    assert offered(full, anna).status == 302
    assert len(anna.mails("seat-offered")) == 2
    assert anna.opens(anna.mailed_link("seat-offered")).heading == (
        "A seat for you: do you take it?"
    )


def test_a_mail_that_leaves_under_the_open_page_is_said_before_anything_happens(full, anna):
    jana = full.officer().opens(f"/review/cases/{anna.reference}/take-seat-back")
    all_leave(full)

    jana.presses(f"/review/cases/{anna.reference}/take-seat-back", {"reason": WHY, "left": HERE})

    assert (jana.status, anna.case.waits_for) == (409, Role.APPLICANT)
    assert "The mail of the offer left while you were writing" in jana.text


def test_an_answer_that_came_first_is_shown_and_nothing_is_taken(full, anna):
    jana = full.officer().opens(f"/review/cases/{anna.reference}/take-seat-back")
    path = anna.mailed_link("seat-offered")
    anna.opens(path).presses(path, {"answer": "take"})

    jana.presses(f"/review/cases/{anna.reference}/take-seat-back", {"reason": WHY, "left": HERE})

    assert (jana.status, anna.case.state) == (409, State.ACCEPTED)
    assert "Seat taken, accepted" in jana.text
    jana.presses(f"/review/cases/{anna.reference}/take-seat-back", {"reason": WHY, "left": HERE})
    assert (jana.status, anna.case.state) == (409, State.ACCEPTED)


def test_an_applicant_who_presses_take_too_late_is_told_and_keeps_the_place(full, anna):
    here = f"/apply/case/{anna.reference}/seat"
    anna.opens_case().opens(here)
    takes_back(full, anna, HERE)

    anna.presses(here, {"answer": "take"}).follows()

    assert anna.case.state is State.WAITLISTED
    assert "We took the offer of a seat back" in anna.text


def test_without_a_reason_or_an_offer_nothing_is_taken_back(full, anna):
    jana = full.officer().does(anna.reference, "take-seat-back", reason=" ", left=HERE)
    assert (jana.status, jana.errors) == (422, ["Write the reason."])

    takes_back(full, anna, HERE)
    assert jana.opens(f"/review/cases/{anna.reference}/take-seat-back").status == 302
    jana.opens_case(anna.reference)
    jana.presses(f"/review/cases/{anna.reference}/take-seat-back", {"reason": WHY, "left": HERE})

    assert jana.status == 409
    assert "no seat is offered" in jana.text


def test_after_the_last_day_for_offers_the_case_comes_back_to_the_office(full):
    anna = waits(full, "anna", travellers="1")
    day_begins(full, date(2021, 9, 10))
    offered(full, anna)
    day_begins(full, date(2021, 9, 11))

    takes_back(full, anna, HERE)
    assert anna.case.waits_for is None
    day_begins(full, date(2021, 9, 12))

    assert (anna.case.state, anna.case.waits_for) == (State.WAITLISTED, Role.OFFICER)


def test_the_lists_have_a_way_to_take_an_offer_back(full, anna):
    jana = full.officer()
    address = f"/review/cases/{anna.reference}/take-seat-back"

    assert address in jana.opens(LISTS).page.text
    assert address in jana.opens_case(anna.reference).page.text
    assert address not in full.officer("aldo", "auditor").opens(LISTS).page.text


def test_taking_a_seat_and_taking_it_back_at_the_same_moment_only_one_happens(service):
    """Four offers, each answered and taken back at once: seats and history agree with who won."""
    found = [waits(service, name, travellers="1") for name in ("anna", "ivo", "eva", "pia")]
    for each in found:
        offered(service, each)
    numbers = [each.case.id for each in found]
    start, office = Barrier(2 * len(numbers)), Actor(Role.OFFICER, 1)

    def take(number: int) -> str:
        actions.take(locked(number), current_programme(), when=clock.moment())
        return "taken"

    def take_back(number: int) -> str:
        taking_back.take_back(
            locked(number), current_programme(), reason=WHY, had_left=False, by=office,
            when=clock.moment(),
        )  # fmt: skip
        return "back"

    def at_once(work, number: int) -> tuple[int, str]:
        with service.app.app_context():
            start.wait()
            try:
                with db.unit_of_work():
                    return number, work(number)
            except MoveRefused:
                return number, ""
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2 * len(numbers)) as pool:
        both = [pool.submit(at_once, work, each) for each in numbers for work in (take, take_back)]
        won = [each.result() for each in both if each.result()[1]]

    assert sorted(number for number, _ in won) == sorted(numbers)
    taken = [number for number, what in won if what == "taken"]
    with service.app.app_context():
        assert seats.left_in(current_programme().visit("northern-bohemia")) == 20 - len(taken)
        assert {each.verdict for each in verify()} == {Verdict.WHOLE}
    states = {each.case.id: each.case.state for each in found}
    assert [number for number in states if states[number] is State.ACCEPTED] == taken

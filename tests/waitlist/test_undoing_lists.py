"""Undoing a place on a waiting list, and undoing a decision about somebody who waited."""

from __future__ import annotations

from datetime import date

from who_waits import LISTS, WHY, all_leave, applies, day_begins, offered, waits

from formsvc.candidatures.states import State
from formsvc.moves import Role

LEFT, HERE = "yes", ""


def undoes(jana, anna, left=HERE):
    return jana.does(anna.reference, "undo", reason=WHY, left=left)


def test_a_place_that_is_undone_before_its_mail_left_is_gone_and_nobody_heard_of_it(full):
    anna, ivo = waits(full, "anna"), waits(full, "ivo")

    jana = undoes(full.officer(), anna)

    row = anna.case
    assert (row.state, row.waits_for) == (State.ELIGIBLE, Role.OFFICER)
    assert (row.waitlisted_on, row.released_on, row.decision) == (None, None, None)
    assert (anna.mails("waitlisted")[0].state, anna.mails("decision-undone")) == ("dropped", [])
    assert anna.reference not in jana.opens(LISTS).text
    assert "Your place: number 1." in ivo.opens_case().text


def test_a_place_that_is_undone_later_is_corrected_by_mail_and_given_again_as_it_was(full):
    anna, ivo = waits(full, "anna"), waits(full, "ivo")
    all_leave(full)
    jana = undoes(full.officer(), anna, LEFT)
    assert WHY in anna.mails("decision-undone")[0].body

    jana.does(anna.reference, "waitlist").does(anna.reference, "release")

    assert "Your place: number 1" in anna.mails("waitlisted")[1].body
    assert "Your place: number 2." in ivo.opens_case().text


def test_while_a_seat_is_offered_the_place_is_not_undone(full):
    anna = waits(full, "anna", travellers="1")
    jana = offered(full, anna)
    assert "Undo the decision" not in jana.opens_case(anna.reference).text
    jana.opens(f"/review/cases/{anna.reference}/take-seat-back")

    jana.presses(f"/review/cases/{anna.reference}/undo", {"reason": WHY, "left": HERE})

    assert jana.status == 409
    assert "while a seat is offered" in jana.text
    jana.does(anna.reference, "take-seat-back", reason=WHY, left=HERE)
    assert undoes(jana, anna).status == 302
    assert anna.case.state is State.ELIGIBLE


def test_a_decision_that_was_taken_back_leaves_the_place_undoable(full):
    anna, jana = waits(full, "anna"), full.officer()
    jana.does(anna.reference, "reject", code="no-seat")
    assert "Undo the decision" not in jana.opens_case(anna.reference).text
    jana.presses(f"/review/cases/{anna.reference}/undo", {"reason": WHY, "left": HERE})
    assert (jana.status, "the next one waits to be released" in jana.text) == (409, True)

    jana.does(anna.reference, "take-back")
    assert "until 18 June 2021" in jana.opens_case(anna.reference).text
    undoes(jana, anna)

    assert anna.case.state is State.ELIGIBLE


def test_an_acceptance_from_the_list_goes_back_to_the_list_and_its_seat_is_free(full):
    anna = waits(full, "anna", travellers="1")
    ivo = waits(full, "ivo", travellers="1")
    jana = full.officer().does(anna.reference, "accept").does(anna.reference, "release")
    assert anna.case.state is State.ACCEPTED
    assert offered(full, ivo).status == 409
    all_leave(full)

    undoes(jana, anna, LEFT)

    row = anna.case
    assert (row.state, row.decision, row.waits_for) == (State.WAITLISTED, None, Role.OFFICER)
    assert row.waitlisted_on == date(2021, 6, 15)
    assert "1 of 20 seats are free" in jana.opens(LISTS).text
    assert anna.opens_case().heading == "You are on the waiting list"
    assert "Your place: number 1." in anna.text
    assert WHY in anna.mails("decision-undone")[0].body
    assert offered(full, ivo).status == 409
    assert offered(full, anna).status == 302


def test_a_rejection_from_the_list_goes_back_to_its_place(full):
    anna, ivo = waits(full, "anna"), waits(full, "ivo")
    jana = full.officer()
    jana.does(anna.reference, "reject", code="no-seat").does(anna.reference, "release")
    assert "Your place: number 1." in ivo.opens_case().text

    undoes(jana, anna)

    assert (anna.case.state, anna.case.closed_at) == (State.WAITLISTED, None)
    assert "Your place: number 1." in anna.opens_case().text
    assert "Your place: number 2." in ivo.opens_case().text


def test_days_granted_with_the_place_stay_when_an_acceptance_is_undone(full):
    asked = {"last_on": "2021-09-24", "ask_longer": "y", "ask_why": "Two more machines."}
    anna, jana = applies(full, "anna", travellers="1", **asked), full.officer()
    jana.does(anna.reference, "check").does(anna.reference, "waitlist", days="usual")
    jana.does(anna.reference, "release")
    granted = (anna.case.first_on, anna.case.last_on, anna.case.amount_eur)
    assert granted[1] < date(2021, 9, 24)
    jana.does(anna.reference, "accept", days="asked").does(anna.reference, "release")

    undoes(jana, anna)
    assert (anna.case.state, anna.case.last_on) == (State.WAITLISTED, granted[1])
    assert (anna.case.first_on, anna.case.last_on, anna.case.amount_eur) == granted


def test_the_place_undone_asks_again_for_the_days_that_were_asked_for(full):
    asked = {"last_on": "2021-09-24", "ask_longer": "y", "ask_why": "Two more machines."}
    anna, jana = applies(full, "anna", travellers="1", **asked), full.officer()
    jana.does(anna.reference, "check").does(anna.reference, "waitlist", days="usual")
    jana.does(anna.reference, "release")

    undoes(jana, anna)

    assert (anna.case.state, anna.case.last_on) == (State.ELIGIBLE, date(2021, 9, 24))


def test_a_seat_that_the_applicant_took_is_not_undone_as_a_decision(full):
    anna = waits(full, "anna", travellers="1")
    jana = offered(full, anna)
    jana.opens_case(anna.reference)
    path = anna.mailed_link("seat-offered")
    anna.opens(path).presses(path, {"answer": "take"})
    assert "Undo the decision" not in jana.opens_case(anna.reference).text

    revision = str(len(jana.history(anna.reference)))
    jana.presses(
        f"/review/cases/{anna.reference}/undo", {"reason": WHY, "left": HERE, "revision": revision}
    )

    assert (jana.status, anna.case.state) == (409, State.ACCEPTED)
    assert "cannot undo what the office has not released" in jana.text


def test_who_is_back_on_the_list_when_offers_end_stays_with_the_office(full):
    anna = waits(full, "anna", travellers="1")
    jana = full.officer().does(anna.reference, "accept").does(anna.reference, "release")
    undoes(jana, anna)

    assert day_begins(full, date(2021, 9, 11)) == (0, 0)

    assert (anna.case.state, anna.case.waits_for) == (State.WAITLISTED, Role.OFFICER)

"""A full visit has a waiting list: places, timed offers, and the answers to them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from who_waits import LISTS, applies, day_begins, offered, waits

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.mail.desk import desk
from formsvc.moves import Role
from formsvc.waitlist import order, upkeep
from generator.programme.dates import DateRange
from generator.programme.visit import Notice


def test_a_place_on_the_list_is_pending_until_it_is_released(service):
    anna = applies(service, "anna")
    jana = service.officer().does(anna.reference, "check").does(anna.reference, "waitlist")

    assert (anna.case.state, anna.case.decision) == (State.ELIGIBLE, "waitlisted")
    assert "number 1" in jana.opens(f"/review/cases/{anna.reference}/release").text
    jana.does(anna.reference, "release")

    assert (anna.case.state, anna.case.waits_for) == (State.WAITLISTED, None)
    mail = anna.mails("waitlisted")[0].body
    assert "Your place: number 1" in mail
    assert "You then have 5 days" in mail
    assert "10 September 2021" in mail  # ten days before the visit
    assert anna.opens_case().heading == "You are on the waiting list"
    assert "Your place: number 1." in anna.text


def test_whoever_does_not_want_to_wait_is_not_put_on_the_list(full):
    anna = applies(full, "anna", if_full="drop")
    jana = full.officer().does(anna.reference, "check").does(anna.reference, "waitlist")

    assert jana.status == 409
    assert "does not want to wait" in jana.text


def test_the_list_says_who_is_next_and_why(full):
    two = waits(full, "two")
    one = waits(full, "one", travellers="1")
    last = waits(full, "last", travellers="1")

    page = full.officer().opens(LISTS).text

    assert "1 of 20 seats are free" in page
    assert "Needs 2 seats, 1 is free: it keeps its place" in page
    assert "Next: the first on the list who fits, 1 is free" in page
    assert "Needs 1 seat, others wait before" in page
    assert page.index(two.reference) < page.index(one.reference) < page.index(last.reference)


def test_only_the_next_can_be_offered_the_seat(full):
    waits(full, "one", travellers="1")
    last = waits(full, "last", travellers="1")

    jana = offered(full, last)

    assert jana.status == 409
    assert "somebody on the waiting list comes first" in jana.text
    assert last.case.offer_ends_on is None


def test_nobody_new_is_accepted_while_somebody_who_fits_waits(full):
    waits(full, "one", travellers="1")
    new = applies(full, "new", travellers="1")

    jana = full.officer().does(new.reference, "check").does(new.reference, "accept")

    assert jana.status == 409
    assert new.case.decision is None


def test_an_offer_holds_its_seat_and_is_mailed_with_a_link(full):
    anna = waits(full, "anna", travellers="1")

    offered(full, anna)

    assert (anna.case.waits_for, anna.case.offer_ends_on) == (Role.APPLICANT, date(2021, 6, 20))
    mail = anna.mails("seat-offered")[0]
    assert "Sunday 20 June 2021" in mail.body
    assert "€305" in mail.body
    seats = full.app.test_client().get("/apply/seats.json").json["northern-bohemia"]
    assert seats == {"seats": 20, "left": 0}
    assert "1 seat offered and held until" in full.officer().opens(LISTS).text


def test_opening_the_link_changes_nothing(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)

    path = anna.mailed_link("seat-offered")
    for _ in range(3):
        anna.opens(path)

    assert anna.heading == "A seat for you: do you take it?"
    assert re.findall(r'name="answer" value="(\w+)"', anna.page.text) == ["take", "decline"]
    assert anna.page.headers["Cache-Control"] == "no-store"
    assert anna.case.state is State.WAITLISTED


def test_taking_the_seat_accepts_at_once_and_a_second_click_does_no_harm(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")

    anna.opens(path).presses(path, {"answer": "take"}).follows()
    assert anna.heading == "You have taken the seat"
    assert "/link/" not in anna.page.request.path
    anna.opens(path)
    assert anna.heading == "You have taken the seat"

    again = anna.on_another_device().opens(path)
    assert again.status == 200
    assert (anna.case.state, anna.case.offer_ends_on) == (State.ACCEPTED, None)
    assert len(anna.mails("accepted")) == 1
    assert anna.opens_case().heading == "You are accepted"


def test_a_stale_page_that_says_take_after_decline_is_told_so(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")
    other = anna.on_another_device().opens(path)
    anna.opens(path).presses(path, {"answer": "decline"})

    other.presses(path, {"answer": "take"})

    assert other.status == 409
    assert anna.case.state is State.WITHDRAWN


def test_declining_ends_the_candidature_and_frees_the_seat(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)

    anna.opens_case().opens(f"/apply/case/{anna.reference}/seat")
    anna.presses(f"/apply/case/{anna.reference}/seat", {"answer": "decline"}).follows()

    assert anna.case.state is State.WITHDRAWN
    assert anna.heading == "You have withdrawn your candidature"
    assert full.app.test_client().get("/apply/seats.json").json["northern-bohemia"]["left"] == 1


def test_an_answer_without_the_token_or_a_button_does_nothing(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")

    assert anna.browser.post(path, data={"answer": "take"}).status_code == 400
    assert anna.opens(path).presses(path, {"answer": "perhaps"}).status == 422
    assert anna.case.state is State.WAITLISTED


def test_an_offer_lapses_at_the_midnight_of_its_last_day(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")

    assert day_begins(full, date(2021, 6, 20)) == (0, 0)
    assert day_begins(full, date(2021, 6, 21)) == (1, 0)

    assert (anna.case.state, anna.case.waits_for) == (State.EXPIRED, None)
    assert "20 June 2021" in anna.mails("seat-lapsed")[0].body
    anna = full.applicant()
    assert anna.opens(path).heading == "The offer is over"


@pytest.mark.parametrize(
    "otherwise",
    [
        {"dates": DateRange(first_on=date(2021, 10, 4), last_on=date(2021, 10, 8))},
        {"notices": (Notice.model_validate(
            {"kind": "cancelled", "from": date(2021, 6, 15), "words": {"en": "Off."}}),)},
    ],
    ids=["moved", "cancelled"],
)  # fmt: skip
def test_a_seat_of_a_visit_that_changed_is_kept_and_not_answered(full, otherwise):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")
    day_begins(full, date(2021, 6, 20))
    late = full.applicant().opens(path)
    visit = full.app.extensions["xchange"].programme.visit("northern-bohemia")
    with full.with_records(visits=visit.model_copy(update=otherwise)):
        late.presses(path, {"answer": "take"})
        assert (late.status, anna.case.state) == (409, State.WAITLISTED)
        late.opens(path)
        assert "You need not answer now." in late.text
        assert "Take the seat" not in late.text

        shown = full.app.extensions["xchange"]
        with desk(shown).test_request_context():
            done = upkeep.begin_day(shown.programme, Moment(clock.now(), date(2021, 6, 21)))

    assert (done, anna.case.state) == ((0, 0), State.WAITLISTED)
    assert (anna.case.offer_ends_on, anna.case.due_on) == (date(2021, 6, 26), date(2021, 6, 26))
    assert full.officer().history(anna.reference)[-1] == "extend-offer"


def test_no_seat_of_a_moved_visit_is_offered_for_the_old_days(full):
    anna = waits(full, "anna", travellers="1")
    visit = full.app.extensions["xchange"].programme.visit("northern-bohemia")
    days = DateRange(first_on=date(2021, 10, 4), last_on=date(2021, 10, 8))
    with full.with_records(visits=visit.model_copy(update={"dates": days})):
        jana = offered(full, anna)

    assert jana.status == 409
    assert "ask first what the applicant wants now" in jana.text


def test_the_link_of_an_offer_lives_until_its_day_is_over(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")

    with clock.moved(clock.now() + timedelta(days=7)):
        anna.opens(path)

    assert (anna.status, anna.heading) == (410, "This link is too old")
    assert "The offer of a seat is over." in anna.text


def test_after_the_day_an_answer_comes_too_late_even_before_the_worker_wakes(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)
    path = anna.mailed_link("seat-offered")
    anna.opens(path)
    anna.app = full.on(date(2021, 6, 21))
    late = anna.on_another_device().presses(path, {"answer": "take"})

    assert (late.status, anna.case.state) == (409, State.WAITLISTED)


def test_no_seat_is_offered_after_the_last_day_for_offers(full):
    anna = waits(full, "anna", travellers="1")
    full.on(date(2021, 9, 11))
    jana = full.officer().opens(LISTS)
    assert "The last day to offer one was 10 September 2021" in jana.text

    jana.does(anna.reference, "offer-seat")

    assert jana.status == 409


def test_whoever_still_waits_when_offers_end_comes_back_to_the_office(full):
    anna = waits(full, "anna", travellers="1")

    assert day_begins(full, date(2021, 9, 10)) == (0, 0)
    assert day_begins(full, date(2021, 9, 11)) == (0, 1)

    assert (anna.case.state, anna.case.waits_for) == (State.WAITLISTED, Role.OFFICER)
    assert day_begins(full, date(2021, 9, 12)) == (0, 0)


def test_a_waiting_candidature_can_be_rejected_or_withdrawn(full):
    anna, ivo = waits(full, "anna"), waits(full, "ivo")
    full.officer().does(anna.reference, "reject", code="no-seat").does(anna.reference, "release")
    ivo.opens_case()
    ivo.opens(f"/apply/case/{ivo.reference}/withdraw")
    ivo.presses(f"/apply/case/{ivo.reference}/withdraw")

    assert (anna.case.state, ivo.case.state) == (State.REJECTED, State.WITHDRAWN)
    assert "No seat is left on this visit." in anna.mails("rejected")[0].body


def test_nothing_is_decided_while_a_seat_is_offered(full):
    anna = waits(full, "anna", travellers="1")
    offered(full, anna)

    jana = full.officer().does(anna.reference, "reject", code="no-seat")

    assert jana.status == 409
    assert anna.case.state is State.WAITLISTED


def test_an_officer_of_another_cluster_sees_places_and_no_names(full):
    anna = waits(full, "anna", travellers="1")
    clara = waits(full, "clara", travellers="1", cluster="clutex")
    olga = full.officer("olga", role="officer", cluster="clutex").opens(LISTS)

    assert clara.reference in olga.text
    assert anna.reference not in olga.page.text
    assert "Anna S.r.l." not in olga.page.text
    assert "A case of another cluster" in olga.text
    assert "Nobody waits" in full.officer("emil", role="officer", cluster="spk").opens(LISTS).text


def test_mails_of_the_list_are_in_the_language_of_the_applicant(full):
    anna = waits(full, "anna", travellers="1")
    with full.app.app_context(), db.unit_of_work():
        db.session.get(Case, anna.case.id).language = "cs"
    offered(full, anna)

    mail = anna.mails("seat-offered")[0]
    assert "máme pro vás místo" in mail.subject
    assert "/apply/cs/link/" in mail.body
    assert anna.opens(anna.mailed_link("seat-offered")).heading == "Místo pro vás: přijmete ho?"


def test_the_order_is_that_of_the_instant_from_which_candidatures_count():
    start = clock.now()

    def case(number: int, sent: int, confirmed: int) -> Case:
        return Case(
            id=number, travellers=1, sent_at=start + timedelta(hours=sent),
            confirmed_at=start + timedelta(hours=confirmed), created_at=start,
        )  # fmt: skip

    slow, late, quick = case(1, 0, 47), case(2, 0, 49), case(3, 1, 2)

    assert order.in_order([late, quick, slow]) == [slow, quick, late]

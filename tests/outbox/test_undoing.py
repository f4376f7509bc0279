"""A released decision is undone within some days: the mail is dropped, or a correction follows it."""

from __future__ import annotations

from datetime import date

import pytest
from make_files import pdf
from people import Officer, mail_words
from service_fixtures import PASSWORD

from formsvc import clock
from formsvc.candidatures.states import State
from formsvc.mail import delivery
from formsvc.moves import Role

WHY = "We took the wrong case."
LEFT, HERE = "yes", ""


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms().opens_case()


@pytest.fixture
def jana(service):
    return service.officer()


def all_leave(service) -> None:
    with service.app.app_context():
        while leased := delivery.lease(clock.now()):
            delivery.sent(leased, clock.now())


def undoes(jana, case, left, **more):
    return jana.does(case.reference, "undo", reason=WHY, left=left, **more)


def test_before_its_mail_has_left_nobody_hears_of_the_decision(case, jana):
    jana.accepts(case.reference)

    undoes(jana, case, HERE)

    row = case.case
    assert (row.state, row.decision, row.released_on) == (State.ELIGIBLE, None, None)
    assert (row.waits_for, row.due_on) == (Role.OFFICER, date(2021, 6, 25))
    assert case.mails("accepted")[0].state == "dropped"
    assert case.mails("decision-undone") == []
    assert jana.history(case.reference)[-2:] == ["drop-mail", "undo-release"]
    assert WHY in case.opens(f"/apply/case/{case.reference}").text


def test_after_its_mail_has_left_a_correction_follows(service, case, jana):
    jana.accepts(case.reference)
    all_leave(service)
    assert "This correction follows it" in jana.opens(f"/review/cases/{case.reference}/undo").text

    undoes(jana, case, LEFT)

    mail = case.mails("decision-undone")[0]
    assert WHY in mail.body
    assert "set our last mail aside" in mail.subject
    assert case.mails("accepted")[0].state == "sent"
    assert case.opens_mailed_link("decision-undone").follows().heading == (
        "The rules are checked; the decision is next"
    )


def test_the_correction_can_be_held_and_its_words_changed(service, case, jana):
    jana.accepts(case.reference)
    all_leave(service)

    undoes(jana, case, LEFT, hold="yes")

    number = case.mails("decision-undone")[0].id
    assert f"/review/outbox/{number}/" in jana.page.location
    address = f"/review/outbox/{number}/edit"
    jana.opens(address)
    jana.presses(address, {**mail_words(jana.page), "subject": "Sorry"})
    mail = case.mails("decision-undone")[0]
    assert (mail.state, mail.subject) == ("held", "Sorry")


def test_a_mail_that_leaves_under_the_open_page_is_said_before_anything_happens(
    service, case, jana
):
    jana.accepts(case.reference).opens(f"/review/cases/{case.reference}/undo")
    all_leave(service)

    jana.presses(f"/review/cases/{case.reference}/undo", {"reason": WHY, "left": HERE})

    assert jana.status == 409
    assert "left while you were writing" in jana.text
    assert WHY in jana.page.text
    assert case.case.state is State.ACCEPTED


@pytest.mark.parametrize(("checked", "state"), [(True, State.ELIGIBLE), (False, State.SUBMITTED)])
def test_a_rejection_goes_back_to_where_it_came_from(case, jana, checked, state):
    if checked:
        jana.does(case.reference, "check")
    jana.does(case.reference, "reject", reason="No.").does(case.reference, "release")

    undoes(jana, case, HERE)

    row = case.case
    assert (row.state, row.decision_reason, row.closed_at) == (state, None, None)
    assert case.mails("rejected")[0].state == "dropped"


def test_its_seats_are_free_and_it_can_be_accepted_once_more(case, jana):
    jana.accepts(case.reference)
    undoes(jana, case, HERE)
    seats = case.browser.get("/apply/seats.json").json
    assert seats["northern-bohemia"]["left"] == 20

    jana.does(case.reference, "accept").does(case.reference, "release")

    assert case.case.state is State.ACCEPTED
    assert len(case.mails("accepted")) == 2


def test_what_was_sent_for_the_exchange_waits_for_another_acceptance(service, case):
    service.on(date(2021, 9, 19))
    service.officer().accepts(case.reference)
    service.on(date(2021, 9, 20))
    anna, jana = service.applicant(), service.officer()
    anna.reference = case.reference
    anna.opens_case().adds_file("attendance", pdf(), "certificate.pdf")
    page = f"/apply/case/{anna.reference}"
    assert "certificate.pdf" in anna.opens(page).text

    undoes(jana, case, HERE)

    assert "certificate.pdf" in jana.opens_case(case.reference).text
    assert "/evidence/attendance" not in anna.opens(page).page.text
    jana.does(case.reference, "accept").does(case.reference, "release")
    assert "/evidence/attendance" in anna.opens(page).page.text


def test_after_the_days_to_undo_it_is_refused(service, case, jana):
    jana.accepts(case.reference).opens(f"/review/cases/{case.reference}/undo")
    assert "until 18 June 2021" in jana.opens_case(case.reference).text
    service.on(date(2021, 6, 19))
    jana = Officer(service.app).signs_in("jana", PASSWORD).opens_case(case.reference)
    assert "Undo the decision" not in jana.text

    revision = str(len(jana.history(case.reference)))
    jana.presses(
        f"/review/cases/{case.reference}/undo", {"reason": WHY, "left": HERE, "revision": revision}
    )

    assert jana.status == 409
    assert "more than 3 days after its release" in jana.text
    assert case.case.state is State.ACCEPTED


def test_without_a_reason_nothing_is_undone(case, jana):
    jana.accepts(case.reference)

    jana.does(case.reference, "undo", reason=" ", left=HERE)

    assert (jana.status, jana.errors) == (422, ["Write the reason."])
    assert case.case.state is State.ACCEPTED


def test_a_case_that_is_not_decided_has_nothing_to_undo(case, jana):
    jana.opens_case(case.reference)

    jana.presses(f"/review/cases/{case.reference}/undo", {"reason": WHY, "left": HERE})

    assert jana.status == 409

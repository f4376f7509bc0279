"""Several cases at once: what each will get is said before, and what happened after."""

from __future__ import annotations

import pytest

from formsvc.candidatures.states import State

BULK = "/review/bulk"


@pytest.fixture
def three(service):
    """Three confirmed candidatures of two people each, all checked."""
    found = [
        service.applicant()
        .applies(email=f"{name}@example.org", registration=f"IT {name}")
        .confirms()
        for name in ("anna", "ivo", "eva")
    ]
    for each in found:
        service.officer().does(each.reference, "check")
    return found


def ticks(officer, cases, what: str, **more):
    """Tick cases in the queue, and press a button under it."""
    officer.opens("/review/?view=all")
    return officer.presses(BULK, {"case": [each.reference for each in cases], "do": what, **more})


def goes_on(officer, cases, what: str, **more):
    """Press the button of the page that says what each will get."""
    again = {"case": [each.reference for each in cases], "do": what, "sure": "yes", **more}
    return officer.presses(BULK, again)


def test_the_list_has_a_tick_box_for_each_case_and_buttons_under_it(service, three):
    page = service.officer().opens("/review/?view=all").page.text

    for each in three:
        assert f'value="{each.reference}" form="bulk"' in page
    assert 'name="do" value="release"' in page


def test_the_preview_says_what_each_gets_and_changes_nothing(service, three):
    service.has_accepted(16)
    jana = ticks(service.officer(), three, "accept")

    assert jana.heading == "Accept: this is what each case gets"
    assert "2 of 3 cases can be done." in jana.text
    assert jana.text.count("Accept for 20–22 September 2021, €305, 2 seats") == 2
    assert "Cannot accept 2 travellers: 0 of 20 seats are left" in jana.text
    assert [each.case.decision for each in three] == [None, None, None]
    assert jana.history(three[0].reference) == ["confirm", "check"]


def test_one_refusal_undoes_no_other(service, three):
    service.has_accepted(16)
    jana = ticks(service.officer(), three, "accept")
    goes_on(jana, three, "accept")

    assert jana.heading == "2 of 3 cases done"
    assert [each.case.decision for each in three] == ["accepted", "accepted", None]
    assert "Not done" in jana.text


def test_decisions_are_released_together_and_each_gets_its_mail(service, three):
    jana = service.officer()
    goes_on(ticks(jana, three, "accept"), three, "accept")
    ticks(jana, three, "release")
    assert "you are accepted" in jana.text
    assert [each.mails("accepted") for each in three] == [[], [], []]
    goes_on(jana, three, "release")

    assert [each.case.state for each in three] == [State.ACCEPTED] * 3
    assert [len(each.mails("accepted")) for each in three] == [1, 1, 1]

    goes_on(jana, three, "release")  # the page is sent again
    assert jana.heading == "0 of 3 cases done"
    assert [len(each.mails("accepted")) for each in three] == [1, 1, 1]


def test_a_case_that_changed_in_between_is_left_out_and_named(service, three):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    ticks(jana, three, "accept")
    otto.does(three[1].reference, "reject", code="no-seat")

    goes_on(jana, three, "accept")

    assert jana.heading == "2 of 3 cases done"
    assert (
        "Left out, because it went on while your page was open: Decided, not yet released, otto"
        in jana.text
    )
    assert [each.case.decision for each in three] == ["accepted", "rejected", "accepted"]


def test_nothing_is_done_from_a_page_that_does_not_say_how_far_the_cases_were(service, three):
    jana = service.officer().opens("/review/?view=all")

    goes_on(jana, three, "accept")

    assert jana.heading == "0 of 3 cases done"
    assert [each.case.decision for each in three] == [None, None, None]


def test_mails_of_decisions_that_are_released_together_can_be_held(service, three):
    jana = service.officer()
    goes_on(ticks(jana, three, "accept"), three, "accept")
    ticks(jana, three, "release")
    assert "To change the words of a mail, hold the mails" in jana.text

    jana.presses(BULK, {"case": [each.reference for each in three], "do": "release", "hold": "yes"})

    assert jana.text.count("mail held for") == 3
    assert "Read and send the held mails" in jana.text
    assert [each.case.state for each in three] == [State.ACCEPTED] * 3
    assert [each.mails("accepted")[0].state for each in three] == ["held"] * 3


def test_decisions_are_taken_back_together(service, three):
    jana = service.officer()
    goes_on(ticks(jana, three, "accept"), three, "accept")
    goes_on(ticks(jana, three[:2], "take-back"), three[:2], "take-back")

    assert [each.case.decision for each in three] == [None, None, "accepted"]


def test_rejecting_together_asks_for_the_reason_first(service, three):
    jana = ticks(service.officer(), three, "reject")
    assert jana.heading == "Why do you reject 3 cases?"
    assert jana.errors == []
    jana.presses(BULK, {"case": [each.reference for each in three], "do": "reject", "reason": " "})
    assert (jana.status, jana.errors) == (422, ["Write the reason."])

    reason = {"code": "no-seat", "reason": "Try Lyon."}
    jana.presses(BULK, {"case": [each.reference for each in three], "do": "reject", **reason})
    assert jana.text.count("Reject: No seat is left on this visit. Try Lyon.") == 3
    goes_on(jana, three, "reject", **reason)

    assert {each.case.decision_code for each in three} == {"no-seat"}


def test_the_waiting_list_gives_places_in_its_order(service, three):
    service.has_accepted(20)
    jana = service.officer()
    backwards = three[::-1]
    goes_on(ticks(jana, backwards, "waitlist"), backwards, "waitlist")
    goes_on(ticks(jana, backwards, "release"), backwards, "release")

    places = [each.mails("waitlisted")[0].body for each in three]
    assert ["number 1" in places[0], "number 2" in places[1], "number 3" in places[2]] == [True] * 3


def test_a_longer_stay_is_decided_on_its_own_page(service):
    asked = {"last_on": "2021-09-24", "ask_longer": "y", "ask_why": "Two more machines."}
    anna = service.applicant().applies(**asked).confirms()
    service.officer().does(anna.reference, "check")

    jana = ticks(service.officer(), [anna], "accept")

    assert "Asks for a longer stay: choose the days on its own page" in jana.text


def test_nothing_ticked_or_a_task_that_is_none_says_so(service, three):
    jana = ticks(service.officer(), [], "accept")
    assert (jana.status, jana.heading) == (422, "Tick at least one case")
    assert ticks(jana, three, "explode").heading == "Choose what to do"
    assert jana.opens(BULK).page.location == "/review/"


def test_the_cases_of_another_cluster_are_not_there(service, three):
    olga = service.officer("olga", role="officer", cluster="clutex")
    olga.opens("/review/waiting-lists/")
    olga.presses(
        BULK,
        {"case": [each.reference for each in three], "do": "reject", "code": "rule", "sure": "1"},
    )

    assert olga.status == 422
    assert three[0].reference not in olga.text
    assert three[0].case.decision is None


def test_a_page_without_its_token_does_nothing_and_keeps_the_ticks(service, three):
    jana = service.officer()
    answer = jana.browser.post(
        BULK, data={"case": three[0].reference, "do": "check", "sure": "yes"}
    )

    assert answer.status_code == 400
    assert three[0].reference in answer.text
    assert three[0].case.state is State.ELIGIBLE

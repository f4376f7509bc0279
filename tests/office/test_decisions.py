"""A case is checked, decided and released; nothing is sent before, nothing happens twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from people import mail_words
from sqlalchemy import select

from formsvc import clock, db
from formsvc.candidatures.states import State
from formsvc.history.models import Event
from formsvc.moves import Role


@pytest.fixture
def case(service):
    """A confirmed candidature whose rules all hold."""
    return service.applicant().applies().confirms()


def test_a_new_case_waits_for_the_office_until_the_promised_day(service, case):
    jana = service.officer().opens("/review/")

    assert "Waiting for you: 1" in jana.heading
    assert case.reference in jana.text
    assert (case.case.waits_for, str(case.case.due_on)) == (Role.OFFICER, "2021-06-25")


def test_a_decision_is_pending_and_free_to_change(service, case):
    jana = service.officer()
    jana.does(case.reference, "check").does(case.reference, "accept")
    jana.does(case.reference, "reject", reason="No seat is left.")

    row = case.case
    assert (row.state, row.decision, row.released_at) == (State.ELIGIBLE, "rejected", None)
    assert [mail.name for mail in case.mails()] == ["confirm", "case-link"]
    assert jana.history(case.reference) == ["confirm", "check", "decide", "decide"]


def test_the_applicant_sees_nothing_of_a_pending_decision(service, case):
    service.officer().does(case.reference, "check").does(case.reference, "accept")

    case.opens_case()

    assert case.heading == "The rules are checked; the decision is next"
    assert "ccepted" not in case.heading


def test_releasing_an_acceptance_moves_the_case_and_mails_the_amount(service, case):
    service.officer().accepts(case.reference)

    assert case.case.state is State.ACCEPTED
    mail = case.mails("accepted")[0]
    assert "€305" in mail.body
    assert "20–22 September 2021" in mail.body
    assert case.opens_case().heading == "You are accepted"


def test_the_mail_is_shown_exactly_as_it_leaves(service, case):
    jana = service.officer().does(case.reference, "check").does(case.reference, "accept")

    page = jana.opens(f"/review/cases/{case.reference}/release")
    shown, words = page.text, mail_words(page.page)
    jana.does(case.reference, "release")

    mail = case.mails("accepted")[0]
    assert " ".join(mail.body.split()) in shown
    assert mail.subject == words["subject"]


def test_a_rejection_gives_its_reason_in_the_mail_and_on_the_page(service, case):
    reason = "The visit is for textile companies only."
    service.officer().does(case.reference, "reject", reason=reason).does(case.reference, "release")

    assert reason in case.mails("rejected")[0].body
    assert reason in case.opens_case().text
    assert case.heading == "We cannot accept your candidature"
    assert case.case.waits_for is None


def test_a_rejection_without_a_reason_is_asked_for_again(service, case):
    jana = service.officer().does(case.reference, "reject", reason="  ")

    assert (jana.status, jana.errors) == (422, ["Write the reason."])
    assert case.case.decision is None


def test_a_decision_taken_back_is_none(service, case):
    jana = service.officer().does(case.reference, "reject", reason="A slip.")
    jana.does(case.reference, "take-back")

    assert (case.case.decision, case.case.decision_reason) == (None, None)
    assert jana.history(case.reference)[-1] == "take-back"


def test_releasing_twice_sends_one_mail(service, case):
    jana = service.officer().accepts(case.reference)
    token_page = jana.opens_case(case.reference)
    token_page.presses(f"/review/cases/{case.reference}/release")

    assert jana.status == 409
    assert len(case.mails("accepted")) == 1


def test_an_open_rule_stops_the_check_until_it_is_settled(service):
    case = service.applicant().applies(cluster="unsure").confirms()
    jana = service.officer()

    assert jana.does(case.reference, "check").status == 409
    jana.does(
        case.reference, "rules/cluster-member", holds="yes", note="NTT confirmed it by phone."
    )
    jana.does(case.reference, "check")

    assert case.case.state is State.ELIGIBLE
    assert "NTT confirmed it by phone." in jana.opens_case(case.reference).text


def test_a_distance_found_to_be_short_halves_the_amount(service):
    case = (
        service.applicant()
        .applies(visitor_type="scaling-up", last_on="2021-09-24", near="unsure")
        .confirms()
    )
    assert str(case.case.amount_eur) == "610.00"

    service.officer().does(
        case.reference, "rules/halved-distance", holds="no", note="Dresden is 110 km away."
    )

    assert str(case.case.amount_eur) == "305.00"


def test_a_rule_found_not_to_hold_leaves_no_amount(service):
    case = service.applicant().applies(cluster="unsure").confirms()

    jana = service.officer()
    jana.does(case.reference, "rules/cluster-member", holds="no", note="No cluster knows them.")

    assert case.case.amount_eur is None
    assert jana.does(case.reference, "check").status == 409


def test_seats_are_never_overbooked(service):
    service.has_accepted(19)
    late = service.applicant().applies(travellers="2").confirms()

    jana = service.officer().does(late.reference, "check").does(late.reference, "accept")

    assert jana.status == 409
    assert "1 of 20 seats are left" in jana.text
    assert late.case.decision is None


def test_a_pending_acceptance_holds_its_seats(service):
    service.has_accepted(18)
    first = service.applicant().applies(travellers="2").confirms()
    late = service.applicant().applies(travellers="1", email="late@example.org").confirms()
    jana = service.officer().does(first.reference, "check").does(first.reference, "accept")

    assert jana.does(late.reference, "check").does(late.reference, "accept").status == 409
    assert jana.does(first.reference, "release").status == 302


def test_the_seats_left_are_those_of_released_acceptances(service):
    case = service.applicant().applies(travellers="2").confirms()
    jana = service.officer().does(case.reference, "check").does(case.reference, "accept")
    seats = service.app.test_client()
    assert seats.get("/apply/seats.json").json["northern-bohemia"] == {"seats": 20, "left": 20}

    jana.does(case.reference, "release")

    assert seats.get("/apply/seats.json").json["northern-bohemia"] == {"seats": 20, "left": 18}
    assert "18 of 20 seats are left" in case.opens("/apply/visits/northern-bohemia").heading


@pytest.mark.parametrize("what", ["check", "accept", "reject", "release", "take-back"])
def test_a_button_without_its_token_does_nothing(service, case, what):
    jana = service.officer()

    answer = jana.browser.post(f"/review/cases/{case.reference}/{what}", data={"reason": "x"})

    assert answer.status_code == 400
    assert (case.case.state, case.case.decision) == (State.SUBMITTED, None)


def test_a_stranger_is_sent_to_sign_in_whether_the_case_exists_or_not(service, case):
    stranger = service.applicant()
    for reference in (case.reference, "X-2222-22"):
        stranger.opens(f"/review/cases/{reference}")
        assert (stranger.status, "/review/sign-in" in stranger.page.location) == (302, True)


def test_an_officer_of_another_cluster_finds_nothing(service, case):
    eva = service.officer("eva", role="officer", cluster="clutex")

    assert "Nothing waits for you" in eva.opens("/review/").text
    for what in ("", "/release", "/reject", "/files/1", "/rules/once"):
        assert eva.opens(f"/review/cases/{case.reference}{what}").status == 404


def test_the_officer_of_the_chosen_cluster_decides(service, case):
    eva = service.officer("eva", role="officer", cluster="ntt")

    eva.accepts(case.reference)

    assert case.case.state is State.ACCEPTED


def test_a_search_finds_accents_without_accents(service):
    case = service.applicant().applies(organisation="Ukázka Vlákno s.r.o.").confirms()
    jana = service.officer()

    assert case.reference in jana.opens("/review/?view=all&q=ukazka+vlakno").text
    assert "Nothing holds these words" in jana.opens("/review/?view=all&q=wool").text


def test_signing_out_closes_the_office(service):
    jana = service.officer().opens("/review/")
    jana.presses("/review/sign-out")

    assert jana.opens("/review/").status == 302


def test_a_case_left_over_two_real_midnights_keeps_its_order_and_its_dates(service):
    """The example's date stands still; real instants alone decide who came first."""
    start = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    with clock.moved(start):
        first = service.applicant().applies().confirms()
    with clock.moved(start + timedelta(days=2)):
        second = service.applicant().applies(email="b@example.org").confirms()
        jana = service.officer().opens("/review/")

    assert jana.text.index(first.reference) < jana.text.index(second.reference)
    for case in (first.case, second.case):
        assert (str(case.sent_on), str(case.due_on)) == ("2021-06-15", "2021-06-25")
    assert second.case.confirmed_at - first.case.confirmed_at == timedelta(days=2)


def test_each_line_of_history_keeps_both_clocks(service, case):
    with service.app.app_context():
        event = db.session.scalars(select(Event)).one()

    assert str(event.happened_on) == "2021-06-15"
    assert abs(clock.now() - event.at) < timedelta(minutes=5)


def test_two_officers_who_accept_the_last_seats_at_once_fill_them_once(service):
    service.has_accepted(18)
    jana = service.officer()
    cases = [service.applicant().applies(email=f"{name}@example.org").confirms() for name in "ab"]
    officers = []
    for case in cases:
        jana.does(case.reference, "check")
        officers.append((service.officer().opens_case(case.reference), case.reference))

    with ThreadPoolExecutor(2) as pool:
        found = list(
            pool.map(lambda it: it[0].presses(f"/review/cases/{it[1]}/accept").status, officers)
        )

    assert sorted(found) == [302, 409]

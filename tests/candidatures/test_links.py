"""Mailed links: each opens one thing, as long as it should, and nothing for a stranger."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from people import ORGANISATION, STEPS, token

from formsvc import clock
from formsvc.candidatures import upkeep
from formsvc.candidatures.states import State
from formsvc.db import session, unit_of_work

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_looking_at_a_link_changes_nothing(service):
    anna = service.applicant().applies()

    anna.opens(anna.mailed_link("confirm"))

    assert anna.heading == "Did you send this candidature?"
    assert anna.case.state is State.UNCONFIRMED


def test_confirming_takes_the_case_in_and_mails_its_link(service):
    anna = service.applicant().applies().confirms().follows()

    assert anna.heading == "Your address is confirmed"
    assert anna.case.state is State.SUBMITTED
    assert anna.opens_case().heading == "Your candidature is being checked"
    assert "You get an answer by 25 June 2021." in anna.text
    assert anna.mailed_link("case-link") not in anna.page.text


def test_a_confirm_link_works_once(service):
    anna = service.applicant().applies()
    path = anna.mailed_link("confirm")
    anna.confirms()

    anna.opens(path)

    assert (anna.status, anna.heading) == (410, "This link has been used")


def test_two_presses_at_once_confirm_once(service):
    anna = service.applicant().applies()
    path = anna.mailed_link("confirm")
    browsers = [service.applicant().opens(path) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: one.presses(path).status, browsers))

    assert sorted(found) == [302, 410, 410, 410]
    assert len(anna.mails("case-link")) == 1


def test_a_wrong_link_opens_nothing(service):
    anna = service.applicant().opens("/apply/link/" + "x" * 43)

    assert (anna.status, anna.heading) == (404, "This link opens nothing")


def test_a_confirm_link_is_too_old_after_two_days(service):
    with clock.moved(NOW):
        anna = service.applicant().applies()
    with clock.moved(NOW + timedelta(hours=48, seconds=1)):
        anna.opens(anna.mailed_link("confirm"))

    assert (anna.status, anna.heading) == (410, "This link is too old")


def test_a_case_link_opens_many_times_until_it_ends(service):
    anna = service.applicant().applies().confirms()

    for _ in range(2):
        again = service.applicant()
        again.reference = anna.reference
        assert again.opens_case().status == 200


def test_a_case_link_works_for_90_days_after_a_rejection(service):
    with clock.moved(NOW):
        anna = service.applicant().applies().confirms()
        jana = service.officer()
        jana.does(anna.reference, "reject", reason="Too late.").does(anna.reference, "release")
    with clock.moved(NOW + timedelta(days=89)):
        assert anna.opens(anna.mailed_link("case-link")).status == 200
    with clock.moved(NOW + timedelta(days=91)):
        assert anna.opens(anna.mailed_link("case-link")).status == 410


def test_a_session_ends_after_twelve_hours(service):
    with clock.moved(NOW):
        anna = service.applicant().applies().confirms().opens_case()
    with clock.moved(NOW + timedelta(hours=12, seconds=1)):
        anna.opens(f"/apply/case/{anna.reference}")

    assert anna.status == 404


def test_somebody_who_typed_another_persons_address_loses_the_case(service):
    """The takeover: Mallory sends with Anna's address; Anna confirms, and Mallory is out."""
    mallory = service.applicant().applies(email="anna@example.org")
    anna = service.applicant()
    anna.reference = mallory.reference
    old_link = mallory.mailed_link("confirm")

    anna.confirms().opens_case()

    assert anna.status == 200
    for page in ("case/" + mallory.reference, f"candidature/{mallory.reference}/sent"):
        assert mallory.opens(f"/apply/{page}").status == 404
    assert mallory.opens(old_link).status == 410


def test_the_form_that_began_a_case_does_not_open_it_after_it_is_confirmed(service):
    """Mallory still has the first page, with its key, and sends it once more."""
    first = "/apply/candidature?visit=northern-bohemia"
    mallory = service.applicant().opens(first)
    page, key = mallory.page, "k" * 43
    mallory.presses(first, {**ORGANISATION, "key": key})
    mallory.reference = mallory.page.location.split("/")[3]
    for step in STEPS:
        mallory.answers(step)
    mallory.opens(f"/apply/candidature/{mallory.reference}/check").sends()
    anna = service.applicant()
    anna.reference = mallory.reference
    anna.confirms()

    mallory.page = page
    mallory.presses(first, {**ORGANISATION, "key": key}).follows()

    assert mallory.status == 404
    for address in ("case/" + mallory.reference, f"candidature/{mallory.reference}/sent"):
        assert mallory.opens(f"/apply/{address}").status == 404


def test_a_case_is_not_found_by_a_stranger(service):
    anna = service.applicant().applies().confirms().opens_case()
    stranger = service.applicant()

    for reference in (anna.reference, "X-2222-22"):
        stranger.opens(f"/apply/case/{reference}")
        assert (stranger.status, stranger.heading) == (
            404,
            "This candidature is not open in this browser",
        )


def test_an_unconfirmed_case_is_not_in_the_queue(service):
    anna = service.applicant().applies()
    jana = service.officer().opens("/review/?view=all")

    assert anna.reference not in jana.page.text
    assert jana.opens_case(anna.reference).status == 404


def test_an_unconfirmed_address_gets_at_most_three_mails_a_day_whoever_asks(service):
    with clock.moved(NOW):
        people = [service.applicant().applies() for _ in range(4)]
        first = people[0].follows()
        first.presses(f"/apply/candidature/{first.reference}/sent")

        assert people[3].follows().heading == "Now confirm your address"
        assert [len(one.mails("confirm")) for one in people] == [1, 1, 1, 0]
    with clock.moved(NOW + timedelta(days=1, seconds=1)):
        again = service.applicant().applies()
        assert len(again.mails("confirm")) == 1


def test_an_unconfirmed_address_gets_at_most_ten_mails_a_week(service):
    for day in range(5):
        with clock.moved(NOW + timedelta(days=day, minutes=day)):
            found = [len(service.applicant().applies().mails("confirm")) for _ in range(3)]
            assert sum(found) == (3, 3, 3, 1, 0)[day]


def test_the_mail_can_be_sent_again(service):
    anna = service.applicant().applies().follows()

    anna.presses(f"/apply/candidature/{anna.reference}/sent").follows()

    assert len(anna.mails("confirm")) == 2
    assert "An unconfirmed address gets at most three a day." in anna.text
    assert anna.confirms().follows().status == 200


def test_confirmed_within_48_hours_it_counts_from_sending(service):
    service.on(date(2021, 8, 20))
    with clock.moved(NOW):
        anna = service.applicant().applies()
    service.on(date(2021, 8, 21))
    late = service.applicant()
    late.reference = anna.reference
    with clock.moved(NOW + timedelta(hours=47)):
        late.confirms()

    assert late.case.state is State.SUBMITTED
    assert late.case.counts_on == date(2021, 8, 20)


def test_confirmed_too_late_for_the_visit_it_is_refused_in_words(service):
    service.on(date(2021, 8, 20))
    with clock.moved(NOW):
        anna = service.applicant().applies().follows()
    with clock.moved(NOW + timedelta(hours=11)):
        anna.opens(f"/apply/candidature/{anna.reference}/sent")
        anna.presses(f"/apply/candidature/{anna.reference}/sent")
    service.on(date(2021, 8, 23))
    late = service.applicant()
    late.reference = anna.reference
    with clock.moved(NOW + timedelta(hours=50)):
        late.confirms()

    assert (late.status, late.case.state) == (409, State.UNCONFIRMED)
    assert "after the visit closed" in late.text


def test_unconfirmed_cases_and_drafts_go_after_a_while(service):
    with clock.moved(NOW):
        sent = service.applicant().applies()
        confirmed = service.applicant().applies(email="b@example.org").confirms()
        draft = service.applicant().begins()
    with service.app.app_context(), clock.moved(NOW + timedelta(days=14, seconds=1)):
        with unit_of_work():
            assert upkeep.delete_unconfirmed(when=clock.moment()) == 1
        session.remove()
        with clock.moved(NOW + timedelta(days=32)), unit_of_work():
            assert upkeep.delete_unconfirmed(when=clock.moment()) == 1

    assert confirmed.case.state is State.SUBMITTED
    for gone in (sent, draft):
        assert gone.opens(f"/apply/candidature/{gone.reference}/check").status == 404


@pytest.mark.parametrize(
    "address", ["/apply/link/" + "x" * 43, "/apply/candidature/X-2222-22/check"]
)
def test_link_pages_are_kept_by_nobody(service, address):
    answer = service.applicant().opens(address).page

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_search_engine_lists_a_mailed_link(service):
    anna = service.applicant().begins().answers("people")
    later = f"/apply/candidature/{anna.reference}/later"
    anna.opens(later).presses(later)
    sent = service.applicant().applies().confirms().opens_case()
    sent.opens(f"/apply/case/{sent.reference}/my-data")
    sent.presses(f"/apply/case/{sent.reference}/my-data/export")
    links = [(anna, "draft-link"), *((sent, name) for name in ("case-link", "step-up"))]
    links.append((service.applicant().applies(email="b@example.org"), "confirm"))

    for person, name in links:
        page = service.applicant().opens(person.mailed_link(name)).page
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store"), name
        assert '<meta name="robots" content="noindex">' in page.text, name


def test_a_link_in_a_mail_names_our_site_whatever_the_request_says(service):
    anna = service.applicant().fills_in()
    anna.browser.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    anna.browser.environ_base["HTTP_HOST"] = "evil.example"
    address = f"/apply/candidature/{anna.reference}/check"

    anna.browser.post(address, data={"csrf_token": token(anna.page)})

    (mail,) = anna.mails("confirm")
    assert "evil.example" not in mail.body
    ours = service.app.extensions["xchange"].programme.site.public_url.rstrip("/")
    assert f"{ours}/apply/link/" in mail.body


def asks_for_a_new_link(person, reference: str, email: str):
    person.opens("/apply/lost")
    return person.presses("/apply/lost", {"reference": reference, "email": email})


def test_whether_a_reference_or_an_address_is_known_cannot_be_told_from_the_answer(service):
    anna = service.applicant().applies()
    stranger = asks_for_a_new_link(service.applicant(), "X-2222-22", "nobody@example.org")

    answers = {
        (stranger.status, stranger.text, tuple(sorted(stranger.page.headers.keys())))
        for reference in (anna.reference, "X-2222-22")
        for email in ("anna@example.org", "nobody@example.org")
        if asks_for_a_new_link(stranger, reference, email)
    }

    assert len(answers) == 1, answers


def test_a_lost_link_is_replaced_and_the_old_one_ends(service):
    anna = service.applicant().applies().confirms()
    old = anna.mailed_link("case-link")

    asks_for_a_new_link(service.applicant(), anna.reference.lower(), "Anna@example.org")

    assert len(anna.mails("case-link")) == 2
    assert anna.opens(old).heading == "This link was replaced"
    assert anna.opens_case().heading == "Your candidature is being checked"
    assert service.officer().history(anna.reference)[-1] == "new-link"


def test_asking_for_a_link_tells_a_stranger_nothing(service):
    anna = service.applicant().applies().confirms()
    stranger = service.applicant()

    answers = [
        asks_for_a_new_link(stranger, reference, email).text
        for reference, email in (
            (anna.reference, "anna@example.org"),
            (anna.reference, "other@example.org"),
            ("X-2222-22", "anna@example.org"),
        )
    ]

    assert len(set(answers)) == 1
    assert len(anna.mails("case-link")) == 2


def test_a_new_link_is_mailed_at_most_three_times_a_day(service):
    with clock.moved(NOW):
        anna = service.applicant().applies().confirms()
        for _ in range(4):
            asks_for_a_new_link(service.applicant(), anna.reference, "anna@example.org")

        assert len(anna.mails("case-link")) == 3
        assert anna.opens_case().status == 200


def test_an_unconfirmed_case_gets_its_confirmation_again(service):
    anna = service.applicant().applies()

    asks_for_a_new_link(service.applicant(), anna.reference, "anna@example.org")

    assert [mail.name for mail in anna.mails()] == ["confirm", "confirm"]

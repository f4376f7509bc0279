"""The life of a draft: a link by mail, a day until which it is kept, a reminder, an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from people import PEOPLE, STEPS

from formsvc import clock, db
from formsvc.candidatures import upkeep as candidatures
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.drafts import upkeep
from formsvc.mail.desk import desk
from formsvc.snapshot import KEY

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def with_address(service, **answers):
    anna = service.applicant().begins()
    return anna.answers("people", **answers)


def later(anna) -> str:
    return f"/apply/candidature/{anna.reference}/later"


def asks_for_link(anna):
    return anna.opens(later(anna)).presses(later(anna))


def elsewhere(service, anna):
    """The same person at another device, without a session."""
    other = service.applicant()
    other.reference = anna.reference
    return other


def a_new_day(service, at: datetime) -> int:
    """What the worker does first on a day."""
    with service.app.app_context():
        snapshot = service.app.extensions[KEY]
        snapshot.refresh()
    when = Moment(at, snapshot.programme.today(at))
    with db.unit_of_work():
        candidatures.delete_unconfirmed(when=when)
    with desk(snapshot).test_request_context():
        return upkeep.begin_day(snapshot.programme, when)


def test_a_mailed_link_goes_on_with_the_draft_on_another_device(service):
    anna = asks_for_link(with_address(service))
    phone = elsewhere(service, anna)

    phone.opens_mailed_link("draft-link").follows()

    assert phone.heading == "Check your answers"
    assert "Something is still missing" in phone.text
    for step in STEPS[1:]:
        phone.answers(step)
    assert phone.opens(f"/apply/candidature/{anna.reference}/check").sends().status == 302
    assert anna.case.state is State.UNCONFIRMED


def test_looking_at_the_link_opens_nothing(service):
    anna = asks_for_link(with_address(service))
    phone = elsewhere(service, anna).opens(anna.mailed_link("draft-link"))

    assert phone.heading == "Go on with your candidature"
    assert phone.opens(f"/apply/candidature/{anna.reference}/check").status == 404


def test_the_link_opens_as_often_as_one_likes_until_it_is_sent(service):
    anna = asks_for_link(with_address(service))
    for _ in range(2):
        assert elsewhere(service, anna).opens_mailed_link("draft-link").follows().status == 200
    for step in STEPS[1:]:
        anna.answers(step)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()

    phone = elsewhere(service, anna).opens(anna.mailed_link("draft-link"))

    assert (phone.status, phone.heading) == (410, "This candidature is sent already")


def test_saving_and_asking_for_the_link_is_one_press(service):
    anna = with_address(service)
    address = f"/apply/candidature/{anna.reference}/purpose"

    anna.opens(address).presses(address, {"outcomes": "Nanofibres", "then": "later"}).follows()

    assert anna.case.answers["outcomes"] == "Nanofibres"  # though the page is half answered
    assert "We mail the link to anna@example.org." in anna.text
    assert anna.mails() == []  # nothing goes before the address was shown once more


def test_the_mail_has_no_word_of_the_sender(service):
    anna = service.applicant().begins(organisation="Buy pills at example.org")
    anna.answers("people", contact="Click here")

    mail = asks_for_link(anna).mails("draft-link")[0]

    assert mail.to == "anna@example.org"
    assert not any(word in mail.subject + mail.body for word in ("pills", "Click"))


def test_without_an_address_no_link_is_mailed(service):
    anna = asks_for_link(service.applicant().begins())

    assert anna.mails() == []
    assert "First type your e-mail address" in anna.opens(later(anna)).text


def test_two_links_a_day_and_one_mail_is_left_to_confirm(service):
    with clock.moved(NOW):
        people = [
            with_address(service, email=each) for each in ("anna@example.org", "ANNA@example.org")
        ]
        for anna in people * 2:
            asks_for_link(anna)
        assert sum(len(anna.mails("draft-link")) for anna in people) == 2
        for step in STEPS[1:]:
            people[0].answers(step)
        people[0].opens(f"/apply/candidature/{people[0].reference}/check").sends()

        assert len(people[0].mails("confirm")) == 1
        assert service.applicant().applies(email="anna@Example.org").mails("confirm") == []


def test_one_draft_writes_to_five_addresses_and_no_more(service):
    anna = service.applicant().begins()
    for number in range(7):
        anna.answers("people", email=f"anna{number}@example.org")
        asks_for_link(anna)

    assert len(anna.mails("draft-link")) == 5


def test_a_slip_in_the_address_opens_the_draft_to_nobody_else(service):
    anna = asks_for_link(with_address(service, email="anna@exmaple.org"))
    stranger = elsewhere(service, anna).opens_mailed_link("draft-link").follows()
    assert stranger.status == 200

    anna.answers("people")

    assert anna.opens(f"/apply/candidature/{anna.reference}/stay").status == 200
    assert stranger.opens(f"/apply/candidature/{anna.reference}/stay").status == 404
    assert stranger.opens(anna.mailed_link("draft-link")).status == 410


def test_the_takeover_by_a_draft_link_fails(service):
    """Mallory gets a link to his own address, then sends with Anna's; Anna confirms."""
    mallory = asks_for_link(with_address(service, email="mallory@example.org"))
    link = mallory.mailed_link("draft-link")
    window = elsewhere(service, mallory).opens(link).presses(link)
    mallory.answers("people")
    for step in STEPS[1:]:
        mallory.answers(step)
    mallory.opens(f"/apply/candidature/{mallory.reference}/check").sends()
    anna = elsewhere(service, mallory).confirms().opens_case()

    assert anna.status == 200
    assert mallory.opens(link).status == 410
    for person in (mallory, window):
        for page in ("people", "check", "sent", "later", "address"):
            assert person.opens(f"/apply/candidature/{anna.reference}/{page}").status == 404


def test_a_lost_draft_is_found_by_reference_and_address(service):
    anna = with_address(service)
    stranger = service.applicant().opens("/apply/lost")

    stranger.presses("/apply/lost", {"reference": anna.reference, "email": "Anna@example.org"})

    assert [mail.name for mail in anna.mails()] == ["draft-link"]


def test_the_day_until_which_a_draft_is_kept_is_shown_and_moves_with_each_save(service):
    """The example's own day stands still: the page counts the real days that are left."""
    with clock.moved(NOW):
        anna = with_address(service)
        assert "Your draft is kept until 15 July 2021" in anna.opens(later(anna)).text
        anna.answers("stay")
    with clock.moved(NOW + timedelta(hours=11)):
        anna.answers("stay")
    with clock.moved(NOW + timedelta(hours=22)):
        asks_for_link(anna)
        assert "kept until 14 July 2021" in anna.opens(later(anna)).text
        assert "kept until 14 July 2021" in anna.mails("draft-link")[0].body
        anna.answers("stay")
        assert "kept until 15 July 2021" in anna.opens(later(anna)).text


def test_a_draft_is_there_to_the_end_of_its_day_and_then_gone_with_its_mails(service):
    with clock.moved(NOW):
        anna = asks_for_link(with_address(service))
    a_new_day(service, NOW + timedelta(days=30, hours=14))
    assert anna.case.state is State.DRAFT

    a_new_day(service, NOW + timedelta(days=31, seconds=1))

    assert anna.mails() == []
    assert anna.opens(f"/apply/candidature/{anna.reference}/check").status == 404


@pytest.mark.parametrize(("days", "mails"), [(22, 0), (23, 1), (26, 1), (29, 1), (30, 1)])
def test_a_reminder_goes_when_the_draft_ends_soon(service, days, mails):
    with clock.moved(NOW):
        anna = asks_for_link(with_address(service)).opens_mailed_link("draft-link")

    a_new_day(service, NOW + timedelta(days=days))
    a_new_day(service, NOW + timedelta(days=days, hours=1))

    assert len(anna.mails("draft-reminder")) == mails


def test_a_reminder_a_week_and_a_day_before_each_with_a_link(service):
    with clock.moved(NOW):
        anna = asks_for_link(with_address(service)).opens_mailed_link("draft-link")

    sent = [a_new_day(service, NOW + timedelta(days=days)) for days in range(20, 31)]

    assert sum(sent) == 2
    assert [day for day, count in zip(range(20, 31), sent, strict=True) if count] == [23, 29]
    with clock.moved(NOW + timedelta(days=29)):
        phone = elsewhere(service, anna).opens_mailed_link("draft-reminder").follows()
        assert phone.status == 200


@pytest.mark.parametrize("then", ["nobody opened it", "the address changed"])
def test_no_reminder_goes_to_an_address_that_opened_nothing(service, then):
    with clock.moved(NOW):
        anna = asks_for_link(with_address(service, email="other@example.org"))
        if then == "the address changed":
            elsewhere(service, anna).opens_mailed_link("draft-link")
            anna.answers("people")

    for days in (23, 29):
        a_new_day(service, NOW + timedelta(days=days))

    assert anna.mails("draft-reminder") == []


# A slip in the address of what is sent already.


def corrects(anna, email: str):
    address = f"/apply/candidature/{anna.reference}/address"
    return anna.opens(address).presses(address, {"email": email})


def test_the_address_is_corrected_before_it_is_confirmed(service):
    anna = service.applicant().applies(email="anna@exmaple.org").follows()
    old = anna.mailed_link("confirm")
    assert "Wrong address? Correct it" in anna.text

    corrects(anna, "anna@example.org").follows()

    assert "We have sent a mail to anna@example.org." in anna.text
    assert service.applicant().opens(old).heading == "This link was replaced"
    assert [mail.to for mail in anna.mails("confirm")] == ["anna@exmaple.org", "anna@example.org"]
    anna.confirms().opens_case()
    assert (anna.case.email, anna.case.answers["email"]) == ("anna@example.org",) * 2
    assert "anna example org" in anna.case.search


def test_a_wrong_correction_is_said_at_the_field(service):
    anna = corrects(service.applicant().applies(), "anna@example,org")

    assert (anna.status, anna.heading) == (422, "Correct the address")
    assert "has a comma" in anna.errors[0]


def test_a_confirmed_address_is_not_corrected_here(service):
    anna = service.applicant().applies().confirms().opens_case()
    address = f"/apply/candidature/{anna.reference}/address"

    anna.presses(address, {"email": "other@example.org"})

    assert (anna.status, anna.case.email) == (302, "anna@example.org")


def test_a_stranger_corrects_nothing(service):
    anna = service.applicant().applies()
    stranger = service.applicant().opens("/apply/")

    for page in ("address", "later"):
        assert stranger.opens(f"/apply/candidature/{anna.reference}/{page}").status == 404
        assert stranger.presses(f"/apply/candidature/{anna.reference}/{page}", PEOPLE).status == 404


def test_corrections_reach_five_addresses_and_no_more(service):
    anna = service.applicant().applies()
    for number in range(7):
        corrects(anna, f"anna{number}@example.org")

    assert len(anna.mails("confirm")) == 5

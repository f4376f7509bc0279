"""A mail that the mail server refuses is shown at its case, with what to do; bounces reach the office."""

from __future__ import annotations

import pytest
from mail_server import mail_server

from formsvc import clock
from formsvc.mail import delivery
from formsvc.mail.delivery import Refused
from formsvc.mail.message import compose
from formsvc.mail.transport import Smtp

SAID = "the mail server said: 550 5.1.1 no such user"


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms()


def refuses_all(service) -> None:
    with service.app.app_context():
        while leased := delivery.lease(clock.now()):
            delivery.not_sent(leased, Refused(SAID, 550), clock.now())


def asks(service, case):
    jana = service.officer()
    question = {"question": "How many?", "fields": ["travellers"], "due_on": "2021-06-25"}
    return jana.does(case.reference, "ask", **question)


def test_the_case_says_what_the_server_said_and_what_to_do(service, case):
    jana = asks(service, case)
    refuses_all(service)

    page = jana.opens_case(case.reference).text

    assert "The mail server said: 550 5.1.1 no such user." in page
    assert "give us the right address" in page
    assert "(3 refused)" in jana.page.text
    aldo = service.officer("aldo", "auditor").opens_case(case.reference).text
    assert "550 5.1.1" in aldo
    assert "give us the right address" not in aldo


def test_at_another_address_its_owner_confirms_and_the_mail_goes_there(service, case):
    jana = asks(service, case)
    refuses_all(service)
    address = f"/review/outbox/cases/{case.reference}/address"

    jana.opens(address).presses(address, {"email": "anna.new@example.org"})
    assert case.case.email == "anna@example.org"
    case.opens_mailed_link("new-address")
    mail = case.mails("info-requested")[0]
    jana.opens(f"/review/outbox/{mail.id}/")
    assert "anna.new@example.org" in jana.text
    jana.presses(f"/review/outbox/{mail.id}/send")

    again = case.mails("info-requested")[0]
    assert (again.to, again.state, again.last_error) == ("anna.new@example.org", "queued", None)
    assert case.opens_mailed_link("info-requested").follows().status == 200  # a link that lives
    assert "ask-new-address" in jana.history(case.reference)


def test_a_case_whose_mails_arrive_is_not_led_to_another_address(service, case):
    address = f"/review/outbox/cases/{case.reference}/address"
    jana = service.officer().opens(address)
    assert jana.status == 302

    jana.opens_case(case.reference).presses(address, {"email": "eve@example.org"})

    assert jana.status == 409
    assert case.mails("new-address") == []


def test_a_bounce_that_comes_later_goes_to_the_offices_mailbox(service, case):
    programme = service.app.extensions["xchange"].programme
    with service.app.app_context():
        leased = delivery.lease(clock.now())

    with mail_server() as box:
        Smtp.from_url(box.url).send(compose(leased, programme))

    office = str(programme.about.contacts.office)
    assert box.envelopes[0].mail_from == office
    assert box.received[0]["From"].addresses[0].addr_spec == office
    assert box.received[0]["Reply-To"] is None  # an answer goes to the sender

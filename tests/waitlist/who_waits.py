"""What the tests of the waiting lists share: somebody waits, somebody is offered a seat."""

from __future__ import annotations

from datetime import date

from formsvc import clock
from formsvc.clock import Moment
from formsvc.mail import delivery
from formsvc.mail.desk import desk
from formsvc.waitlist import upkeep

LISTS = "/review/waiting-lists/"
WHY = "We counted the seats wrongly."


def applies(service, name: str, **answers: str):
    """Somebody with an address of their own, confirmed."""
    answers = {"email": f"{name}@example.org", "registration": f"IT {name}", **answers}
    return (
        service.applicant()
        .applies(organisation=f"{name.capitalize()} S.r.l.", **answers)
        .confirms()
    )


def waits(service, name: str, **answers: str):
    """Somebody who is on the waiting list."""
    anna, jana = applies(service, name, **answers), service.officer()
    for what in ("check", "waitlist", "release"):
        jana.does(anna.reference, what)
    return anna


def day_begins(service, on: date) -> tuple[int, int]:
    service.on(on)
    snapshot = service.app.extensions["xchange"]
    with desk(snapshot).test_request_context():
        return upkeep.begin_day(snapshot.programme, Moment(clock.now(), on))


def offered(service, anna):
    """Let the next one be offered a seat; give the officer who did it."""
    return service.officer().does(anna.reference, "offer-seat")


def all_leave(service) -> None:
    """Let every mail leave that waits in the outbox."""
    with service.app.app_context():
        while leased := delivery.lease(clock.now()):
            delivery.sent(leased, clock.now())

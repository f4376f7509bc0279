"""Staff at their browsers, and the office as it is outside development."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from people import Officer
from service_fixtures import PASSWORD, Service
from sqlalchemy import select

from formsvc import clock, db
from formsvc.accounts.models import Person, StaffNote
from formsvc.mail.models import Mail

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


class Time:
    """The real clock in the hands of a test."""

    def __init__(self) -> None:
        self.at = NOON

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)
        clock._moved_to = self.at


@pytest.fixture
def time() -> Iterator[Time]:
    """Noon, and it passes only when the test says so."""
    with clock.moved(NOON):
        yield Time()


class Member(Officer):
    """A member of staff, with what a test wants to know of the account."""

    def mails(self, name: str) -> list[Mail]:
        with self.app.app_context():
            found = select(Mail).where(Mail.name == name).order_by(Mail.id)
            return list(db.session.scalars(found))

    def mailed_link(self, name: str) -> str:
        found = re.search(r"/review/link/\S+", self.mails(name)[-1].body)
        assert found
        return found[0]

    def row(self, name: str) -> Person:
        with self.app.app_context():
            return db.session.scalars(select(Person).where(Person.username == name)).one()

    def log(self) -> list[tuple[str, str]]:
        with self.app.app_context():
            lines = db.session.scalars(select(StaffNote).order_by(StaffNote.id))
            return [(line.what, line.reason) for line in lines]

    def presses_with_code(self, address: str, code: str) -> Member:
        return self.presses(address, {"code": code})

    @property
    def is_in(self) -> bool:
        return self.browser.get("/review/account/").status_code == 200


@pytest.fixture
def member(service: Service):
    """Let there be a member of staff and open the sign-in page in a browser of theirs."""

    def make(name: str = "jana", *roles: str, clusters=(), signs_in: bool = True) -> Member:
        service.has_staff(name, *(roles or ("coordinator",)), clusters=clusters)
        made = Member(service.app)
        return made.signs_in(name, PASSWORD) if signs_in else made

    return make


@pytest.fixture
def strict(service: Service) -> Service:
    """The office as outside development: a password alone opens nothing."""
    service.app.config["XCHANGE_SECOND_FACTOR"] = True
    return service

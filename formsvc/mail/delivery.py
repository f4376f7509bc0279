"""Take mails from the outbox and write down what became of them.

At least once, never "at most once": a worker that dies between the mail server's "yes" and our
row leaves a lease that runs out, and the mail goes again. Both copies have one Message-ID.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, update

from formsvc import db
from formsvc.candidatures import models  # noqa: F401 - a mail points at a case
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState

LEASE = timedelta(minutes=5)
"""Longer than any try to send: after it the worker that had the mail is dead."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
"""How long to wait after the first, second… failure; the last one counts for all others."""
MOST_TRIES = 13
"""After these (nearly three days) a mail has failed."""
QUEUED, SENT, FAILED = MailState.QUEUED, MailState.SENT, MailState.FAILED


class NotSent(Exception):  # noqa: N818 - named as what happened
    """A mail did not go; `str()` of it is for the office, `code` is the mail server's."""

    def __init__(self, words: str, code: int | None = None) -> None:
        self.code = code
        super().__init__(words)


class Refused(NotSent):
    """This mail will never go."""


class TryLater(NotSent):
    """It did not go now."""


@dataclass(frozen=True)
class Leased:
    """A mail that one worker may send until its lease ends."""

    id: int
    key: str
    name: str
    to: str
    subject: str
    body: str
    queued_at: datetime
    attempt: int
    until: datetime


def lease(at: datetime) -> Leased | None:
    """Take the mail that is due longest, or give None; one short unit of work."""
    waiting = db.session.scalar(_due(at).with_only_columns(Mail.id))
    db.session.rollback()
    if waiting is None:  # an empty outbox must not queue for the turn to write
        return None
    with db.unit_of_work():
        mail = db.session.scalar(_due(at).with_for_update(skip_locked=True))
        return _take(mail, at) if mail else None


def _due(at: datetime) -> Select[Mail]:
    free = or_(Mail.lease_until.is_(None), Mail.lease_until <= at)
    due = select(Mail).where(Mail.state == QUEUED, Mail.due_at <= at, free)
    return due.order_by(Mail.due_at, Mail.id).limit(1)


def _take(mail: Mail, at: datetime) -> Leased:
    mail.attempts += 1
    mail.lease_until = at + LEASE
    return Leased(
        id=mail.id,
        key=mail.key,
        name=mail.name,
        to=mail.to,
        subject=mail.subject,
        body=mail.body,
        queued_at=mail.queued_at,
        attempt=mail.attempts,
        until=mail.lease_until,
    )


def sent(mail: Leased, at: datetime, *, links_of: str | None = None) -> None:
    """Write down that a mail has gone.

    Args:
        mail: the lease under which it went.
        at: when.
        links_of: the public address whose links are taken out of the kept text: they open a case
            without a password. None keeps them (development).
    """
    body = without_links(mail.body, links_of) if links_of else mail.body
    _close(mail, state=SENT, sent_at=at, lease_until=None, last_error=None, body=body)


def not_sent(mail: Leased, fault: NotSent, at: datetime) -> datetime | None:
    """Write down why a mail did not go; give the instant of the next try, or None if failed."""
    if isinstance(fault, Refused) or mail.attempt >= MOST_TRIES:
        _close(mail, state=FAILED, lease_until=None, last_error=str(fault))
        return None
    again = at + PAUSES[min(mail.attempt, len(PAUSES)) - 1]
    _close(mail, due_at=again, lease_until=None, last_error=str(fault))
    return again


def _close(mail: Leased, **values: object) -> None:
    """End a lease; a mail that another worker took after it ran out is left to that one.

    Only "sent" counts whoever has the lease now: the mail has gone.
    """
    row = update(Mail).where(Mail.id == mail.id, Mail.state == QUEUED)
    if values.get("state") != SENT:
        row = row.where(Mail.lease_until == mail.until)
    with db.unit_of_work():
        db.session.execute(row.values(**values))


def without_links(text: str, public_url: str) -> str:
    """Take out everything behind the public address."""
    return re.sub(rf"({re.escape(public_url.rstrip('/'))}/)\S+", r"\1…", text)

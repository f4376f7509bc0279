"""The staff log: who did what to whom, when and why; and the mail that tells the person."""

from __future__ import annotations

import uuid
from datetime import datetime

from formsvc import db
from formsvc.accounts.models import Person, StaffNote
from formsvc.clock import Moment
from formsvc.mail import actions as mail
from generator.programme.programme import Programme


def tell(person: Person, programme: Programme, what: str, *, by: Person, when: Moment) -> None:
    """Leave a line in the log, and mail the person how the account changed."""
    note(what, person, by=by, at=when.at)
    if person.email:
        fields = {"name": person.name, "what": what}
        key = uuid.uuid4().hex
        mail.queue_for_staff(
            "staff-changed", programme, fields, to=person.email, key=key, when=when
        )


def note(
    what: str,
    person: Person,
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
    detail: str = "",
) -> None:
    """Leave a line in the staff log."""
    number = by.id if by else None
    db.session.add(
        StaffNote(at=at, by_id=number, person_id=person.id, what=what, detail=detail, reason=reason)
    )

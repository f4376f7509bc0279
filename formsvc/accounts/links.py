"""Mailed links for staff: an invitation, or a new password. Nothing here commits.

A link is a random value of 256 bits; only its hash is kept. It works once.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from formsvc import db
from formsvc.accounts.models import Person, StaffLink, StaffLinkKind
from formsvc.clock import Moment
from formsvc.mail import actions as mail
from generator.programme.programme import Programme

PATH = "/review/link/"
LIVES = {
    StaffLinkKind.INVITATION: timedelta(days=7),
    StaffLinkKind.FORGOTTEN: timedelta(hours=1),
}


def send_invitation(
    person: Person, programme: Programme, *, roles: str, by: str, when: Moment
) -> None:
    """Mail a person the link with which to come in for the first time."""
    path, key = _make(person.id, StaffLinkKind.INVITATION, at=when.at)
    days = str(LIVES[StaffLinkKind.INVITATION].days)
    fields = {"name": person.name, "roles": roles, "by": by, "link": path, "days": days}
    mail.queue_for_staff(
        "staff-invitation", programme, fields, to=person.email or "", key=key, when=when
    )


def send_forgotten(address: str, programme: Programme, *, when: Moment) -> None:
    """Mail the person with this address a link to a new password.

    For an address that nobody has, the same rows are written and thrown away: same work.
    """
    same = select(Person.id, Person.username).where(
        Person.email == address.casefold(), Person.active
    )
    found = db.session.execute(same).one_or_none()
    tried = db.session.begin_nested()
    path, key = _make(found.id if found else None, StaffLinkKind.FORGOTTEN, at=when.at)
    fields = {"name": found.username if found else "nobody", "link": path, "minutes": "60"}
    mail.queue_for_staff(
        "staff-password", programme, fields, to=address.casefold(), key=key, when=when
    )
    if found:
        tried.commit()
    else:
        tried.rollback()


def find(token: str, *, at: datetime) -> tuple[StaffLink, Person] | None:
    """Give a link that still works, and its person."""
    alive = (
        (StaffLink.token_hash == _hashed(token))
        & StaffLink.used_at.is_(None)
        & (StaffLink.expires_at > at)
    )
    both = select(StaffLink, Person).join(Person, Person.id == StaffLink.person_id)
    found = db.session.execute(both.where(alive, Person.active)).one_or_none()
    return (found[0], found[1]) if found else None


def use_up(link: StaffLink, *, at: datetime) -> bool:
    """Use a link; of several tries at the same time exactly one wins. The person's others end."""
    mine = update(StaffLink).where(StaffLink.used_at.is_(None))
    won = db.session.execute(mine.where(StaffLink.id == link.id).values(used_at=at))
    end_all(link.person_id, at=at)
    return won.rowcount == 1  # type: ignore[attr-defined, no-any-return]  # of an UPDATE


def end_all(person_id: int | None, *, at: datetime) -> None:
    """Let no link of a person work any more."""
    mine = update(StaffLink).where(StaffLink.person_id == person_id, StaffLink.used_at.is_(None))
    db.session.execute(mine.values(used_at=at))


def _make(person_id: int | None, kind: StaffLinkKind, *, at: datetime) -> tuple[str, str]:
    """Make a link; give its path, and what makes its mail the same mail."""
    token = secrets.token_urlsafe(32)
    link = StaffLink(
        person_id=person_id,
        kind=kind,
        token_hash=_hashed(token),
        made_at=at,
        expires_at=at + LIVES[kind],
    )
    db.session.add(link)
    db.session.flush()
    return PATH + token, link.token_hash[:32]


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

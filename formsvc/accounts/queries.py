"""Who there is, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsvc import db
from formsvc.accounts.models import (
    Passkey,
    Person,
    PersonRole,
    Role,
    StaffNote,
    StaffSession,
)
from formsvc.moves import Role as Does

NEWEST = 100


class Kept(NamedTuple):
    """What a typed name and password are compared with; none and empty for an unknown name."""

    number: int | None = None
    password: str = ""


def named(session: Session, name: str) -> Person | None:
    """Find a person by sign-in name; capital letters make no difference."""
    return session.scalar(select(Person).where(Person.username == name.strip().casefold()))


def kept_for(name: str) -> Kept:
    """Give what is kept for a typed name, in one query for a known and for an unknown one."""
    row = select(Person.id, Person.password).where(
        Person.username == name.strip().casefold(), Person.active
    )
    found = db.session.execute(row).one_or_none()
    return Kept(*found) if found else Kept()


def locked(number: int) -> Person:
    """Read a person inside a unit of work and keep others from changing the row until it ends."""
    row = select(Person).where(Person.id == number).with_for_update()
    return db.session.scalars(row, execution_options={"populate_existing": True}).one()


def everybody() -> Sequence[Person]:
    """Give all persons: the active first, then by name."""
    return db.session.scalars(select(Person).order_by(Person.active.desc(), Person.username)).all()


def last_seen() -> Mapping[int, datetime]:
    """Give when each person was last here, by number, as far as a session still tells."""
    latest = select(StaffSession.person_id, func.max(StaffSession.seen_at).label("at"))
    rows = db.session.execute(latest.group_by(StaffSession.person_id))
    return {row.person_id: row.at for row in rows}


def with_passkeys() -> set[int]:
    """Give the numbers of the persons who have a passkey."""
    return set(db.session.scalars(select(Passkey.person_id).distinct()))


def other_administrators(person: Person) -> bool:
    """Say whether an active administrator is left without this person."""
    others = (
        select(Person.id)
        .join(PersonRole, PersonRole.c.person_id == Person.id)
        .join(Role, Role.id == PersonRole.c.role_id)
        .where(Role.name == Does.ADMINISTRATOR, Person.active, Person.id != person.id)
    )
    return db.session.scalar(others.limit(1)) is not None


def log(person: Person | None = None) -> Sequence[StaffNote]:
    """Give the newest lines of the staff log, of everybody or about one person."""
    newest = select(StaffNote).order_by(StaffNote.id.desc()).limit(NEWEST)
    return db.session.scalars(
        newest.where(StaffNote.person_id == person.id) if person else newest
    ).all()

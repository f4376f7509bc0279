"""Make a member of staff, change a password. Nothing here commits."""

from __future__ import annotations

import uuid

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from generator.programme.errors import ProgrammeError

from .models import Person, Role
from .names import sign_in_name
from .passwords import made_up, require_strong

ROLES = ("coordinator", "officer")


class StaffRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """The name is taken, or nobody has it."""


def named(session: Session, name: str) -> Person | None:
    """Find a person by sign-in name; capital letters make no difference."""
    return session.scalar(select(Person).where(Person.username == name.strip().casefold()))


def add(
    session: Session, name: str, *, role: str, password: str, cluster: str | None = None
) -> Person:
    """Make a member of staff.

    Raises:
        StaffRefused: somebody has the name, or nobody could sign in with it.
        PasswordRefused: the password is weak.
    """
    username = sign_in_name(name)
    if username is None:
        raise StaffRefused(f'"{name}" cannot be a sign-in name; use letters and digits, like jana.')
    require_strong(password, username)
    if named(session, username):
        raise StaffRefused(f'"{username}" is taken; choose another name.')
    person = Person(
        username=username,
        password=hash_password(password),
        active=True,
        cluster=cluster,
        fs_uniquifier=uuid.uuid4().hex,
        roles=[_role(session, role)],
    )
    session.add(person)
    return person


def change_password(session: Session, name: str, password: str) -> Person:
    """Set a new password and end every session of the person.

    Raises:
        StaffRefused: nobody has the name.
        PasswordRefused: the password is weak.
    """
    require_strong(password, name)
    person = named(session, name)
    if person is None:
        raise StaffRefused(f'Nobody is called "{name}".')
    person.password = hash_password(password)
    person.fs_uniquifier = uuid.uuid4().hex
    return person


def ensure_examples(session: Session) -> dict[str, str]:
    """Make the example coordinator where there is none; give the new passwords by name."""
    if named(session, "jana"):
        return {}
    password = made_up()
    add(session, "jana", role="coordinator", password=password)
    return {"jana": password}


def _role(session: Session, name: str) -> Role:
    role = session.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name)
        session.add(role)
    return role

"""Half signed in: the password was right, and the second factor is still to come.

It is kept in the signed cookie for a few minutes and opens nothing but the pages of the second
factor.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import session

from formsvc import db
from formsvc.accounts.models import Person

LIFE = timedelta(minutes=15)
KEY = "half"
HOME = "/review/"


def begin(person: Person, wanted: str | None, *, at: datetime) -> None:
    """Remember that this browser has shown the password of a person."""
    session.clear()
    session[KEY] = {
        "person": person.id,
        "stamp": person.fs_uniquifier,
        "at": at.timestamp(),
        "wanted": inside(wanted),
    }


def person(at: datetime) -> Person | None:
    """Give the person who is half in; None after some minutes, or once the password is another."""
    kept = session.get(KEY)
    if not kept or datetime.fromtimestamp(kept["at"], UTC) < at - LIFE:
        return None
    found = db.session.get(Person, kept["person"])
    return found if found and found.active and found.fs_uniquifier == kept["stamp"] else None


def wanted() -> str:
    """Give the page that the person asked for before signing in."""
    kept = session.get(KEY) or {}
    return str(kept.get("wanted") or HOME)


def inside(address: str | None) -> str:
    """Keep an address of the office; any other becomes its first page."""
    fits = address is not None and address.startswith(HOME) and "\\" not in address
    return address if fits and address else HOME

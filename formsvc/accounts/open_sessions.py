"""Who is signed in where: one row for each browser, looked up on each request.

The cookie holds a random value, the row its hash. Ending a session deletes the row, so it ends at
once, wherever the cookie is.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import g, session
from flask_security import login_user, logout_user
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from formsvc import clock, db
from formsvc.accounts.models import Person, StaffSession

UNUSED = timedelta(hours=4)
"""A session that was not used for so long has ended."""
LONGEST = timedelta(hours=16)
FRESH = timedelta(minutes=15)
"""So long after signing in, a person may change how to sign in."""
SEEN_EVERY = timedelta(minutes=1)
COOKIE_KEY = "staff"
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def open_for(person: Person, *, agent: str, at: datetime) -> None:
    """Sign a person in, in this browser: a new row, a new cookie, nothing kept from before."""
    _delete(session.get(COOKIE_KEY))
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        person=person, token_hash=_hashed(token), device=device(agent), opened_at=at, seen_at=at
    )
    db.session.add(row)
    db.session.flush()
    session.clear()
    login_user(person, remember=False)
    session[COOKIE_KEY] = token
    g.staff_session = row


def close() -> None:
    """Sign out in this browser, inside the caller's unit of work."""
    _delete(session.get(COOKIE_KEY))
    logout_user()
    session.clear()
    g.staff_session = None


def _delete(token: str | None) -> None:
    if token:
        db.session.execute(delete(StaffSession).where(StaffSession.token_hash == _hashed(token)))


def current_person(_identity: object = None) -> Person | None:
    """Give the person who is signed in in this browser; None for a stranger."""
    row = current()
    return row.person if row else None


def current() -> StaffSession | None:
    """Give the session of this browser, read once a request."""
    if "staff_session" not in g:
        g.staff_session = _read(session.get(COOKIE_KEY), clock.now())
    found: StaffSession | None = g.staff_session
    return found


def _read(token: str | None, at: datetime) -> StaffSession | None:
    if not token:
        return None
    whole = joinedload(StaffSession.person)
    wanted = (
        select(StaffSession)
        .join(StaffSession.person)
        .where(
            StaffSession.token_hash == _hashed(token),
            StaffSession.seen_at > at - UNUSED,
            StaffSession.opened_at > at - LONGEST,
            Person.active,
        )
        .options(whole, whole.joinedload(Person.roles), whole.joinedload(Person.of_clusters))
    )
    return db.session.scalars(wanted).unique().one_or_none()


def note_seen(at: datetime) -> None:
    """Remember that the session is in use; at most once a minute, for it costs a write."""
    row = current()
    if row and row.seen_at < at - SEEN_EVERY:
        with db.unit_of_work():
            db.session.execute(
                update(StaffSession).where(StaffSession.id == row.id).values(seen_at=at)
            )


def is_fresh(at: datetime) -> bool:
    """Say whether the person signed in just now, as changing how to sign in needs."""
    row = current()
    return row is not None and row.opened_at > at - FRESH


def of(person: Person, *, at: datetime) -> Sequence[StaffSession]:
    """Give the living sessions of a person, the last used first."""
    alive = (StaffSession.seen_at > at - UNUSED) & (StaffSession.opened_at > at - LONGEST)
    mine = select(StaffSession).where(StaffSession.person_id == person.id, alive)
    return db.session.scalars(mine.order_by(StaffSession.seen_at.desc())).all()


def end(person: Person, number: int) -> bool:
    """End one session of a person; say whether there was one."""
    gone = delete(StaffSession).where(
        StaffSession.person_id == person.id, StaffSession.id == number
    )
    return bool(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]  # of a DELETE


def end_all(person: Person, *, but: StaffSession | None = None) -> None:
    """End every session of a person, or every other."""
    gone = delete(StaffSession).where(StaffSession.person_id == person.id)
    db.session.execute(gone.where(StaffSession.id != but.id) if but else gone)


def forget_old(*, at: datetime) -> None:
    """Delete the sessions that have ended by themselves."""
    over = (StaffSession.seen_at <= at - UNUSED) | (StaffSession.opened_at <= at - LONGEST)
    db.session.execute(delete(StaffSession).where(over))


def device(agent: str) -> str:
    """Say in words what a browser says of itself: "Firefox on Linux"."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"{mark}\w*/", agent)), "Browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

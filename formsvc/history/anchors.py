"""One anchor a day over the heads of all chains, so that no chain can be written anew unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from formsvc import db
from formsvc.history.actions import BEGINNING, canonical, sha256
from formsvc.history.models import Anchor, Event

SETTLED = timedelta(minutes=5)
"""An event older than this is stored: its instant is taken inside a request, none lasts so long."""


def write(on: date, *, at: datetime) -> Anchor | None:
    """Write the anchor of a programme date, inside the caller's unit of work.

    It covers the events up to its own `at`, five minutes before the instant given, so that
    whoever checks it later finds exactly these events again. None: the day has one already.
    """
    if db.session.scalar(select(Anchor.id).where(Anchor.anchored_on == on)):
        return None
    last = db.session.scalar(select(Anchor).order_by(Anchor.id.desc()).limit(1))
    until = at.astimezone(UTC) - SETTLED
    anchor = Anchor(anchored_on=on, at=until, previous_hash=last.hash if last else BEGINNING)
    found = heads(until)
    anchor.heads = len(found)
    anchor.hash = anchor_hash(anchor, found)
    db.session.add(anchor)
    db.session.flush()
    return anchor


def heads(until: datetime) -> list[tuple[int, int, str]]:
    """Give case, number and hash of the last event of every chain up to an instant."""
    last = (
        select(Event.case_id, func.max(Event.seq).label("seq"))
        .where(Event.at <= until)
        .group_by(Event.case_id)
        .subquery()
    )
    same = (Event.case_id == last.c.case_id) & (Event.seq == last.c.seq)
    rows = select(Event.case_id, Event.seq, Event.hash).join(last, same).order_by(Event.case_id)
    return [(row.case_id, row.seq, row.hash) for row in db.session.execute(rows)]


def anchor_hash(anchor: Anchor, found: list[tuple[int, int, str]]) -> str:
    """Hash an anchor with the heads that it covers and the anchor before it."""
    when = [anchor.anchored_on.isoformat(), anchor.at.isoformat()]
    return sha256(canonical([*when, found, anchor.previous_hash]))

"""Seats for people: how many of a visit are held, and by whom.

A seat is held by an acceptance, released or pending, and by an offer to somebody on the waiting
list while it can be taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from formsvc import db
from formsvc.candidatures.models import HOLDING, KNOWN, Case
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.visit import Visit

# Made once, for the pages of applicants: making a statement costs more than asking it.
_HELD = select(func.coalesce(func.sum(Case.travellers), 0)).where(HOLDING)
HELD_AT = _HELD.where(Case.visit == bindparam("visit"), Case.id != bindparam("beside"))
KNOWN_AT = HELD_AT.where(KNOWN)
_BY_VISIT = select(Case.visit, func.sum(Case.travellers)).where(HOLDING, KNOWN).group_by(Case.visit)


def people(count: int, one: str) -> str:
    """Say how many in words: 1 seat, 2 seats."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def seats_taken() -> Mapping[str, int]:
    """Count the seats that are taken for everybody to see, by visit."""
    rows = db.session.execute(_BY_VISIT)
    return {visit: int(count) for visit, count in rows if visit}


def seats_left(programme: Programme) -> dict[str, dict[str, int]]:
    """Give seats and seats left for every visit whose number of seats is published."""
    taken = seats_taken()
    return {
        visit.slug: {"seats": visit.seats, "left": max(0, visit.seats - taken.get(visit.slug, 0))}
        for visit in programme.visits
        if visit.seats
    }


def seats_left_at(visit: Visit) -> int | None:
    """Give the seats of one visit that everybody sees as left; None while none are published."""
    if visit.seats is None:
        return None
    taken: int = db.straight(KNOWN_AT, {"visit": visit.slug, "beside": 0}).scalar_one()
    return max(0, visit.seats - taken)


def left_in(visit: Visit, *, beside: Case | None = None) -> int | None:
    """Count the seats of a visit that nobody holds; None while their number is not published.

    What `beside` holds itself is not counted.
    """
    if visit.seats is None:
        return None
    asked = {"visit": visit.slug, "beside": beside.id if beside else 0}
    return visit.seats - (db.session.scalar(HELD_AT, asked) or 0)


def take_turn(visit: Visit) -> None:
    """Let one unit of work at a time give seats of a visit away.

    Whoever calls this has locked the case before, never after: so nobody waits in a circle.
    """
    db.take_turn(f"seats of {visit.slug}")


def require(case: Case, programme: Programme) -> None:
    """Refuse what would overbook the case's visit. Raises MoveRefused."""
    visit = programme.visit(case.visit or "")
    if visit is None or visit.seats is None:
        return
    take_turn(visit)
    left = left_in(visit, beside=case)
    if left is not None and case.travellers > left:
        raise MoveRefused(
            f"cannot accept {people(case.travellers, 'traveller')}: {max(0, left)} of {visit.seats} seats are left"
        )

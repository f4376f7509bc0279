"""Find who waits for a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from formsvc import db
from formsvc.candidatures import seats
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.waitlist.order import Place, places
from generator.programme.visit import Visit

ON_A_LIST = Case.state == State.WAITLISTED


def line_of(visit: Visit) -> list[Place]:
    """Give the waiting list of a visit in its order."""
    waiting = db.session.scalars(select(Case).where(ON_A_LIST, Case.visit == visit.slug)).all()
    return places(waiting, seats.left_in(visit) or 0)


def place_of(case: Case, visit: Visit) -> Place | None:
    """Give the place of one case; None when it is on no list."""
    return next((place for place in line_of(visit) if place.case.id == case.id), None)


def lengths() -> Mapping[str, int]:
    """Count who waits, by visit."""
    rows = select(Case.visit, func.count()).where(ON_A_LIST).group_by(Case.visit)
    return {visit: count for visit, count in db.session.execute(rows) if visit}


def lapsed(today: date) -> Sequence[int]:
    """Give the cases whose offered seat was not taken until its last day."""
    over = select(Case.id).where(ON_A_LIST, Case.offer_ends_on < today)
    return db.session.scalars(over.order_by(Case.id)).all()


def left_waiting() -> Sequence[Case]:
    """Give the cases on a list for whom nobody has anything to do yet."""
    quiet = select(Case).where(ON_A_LIST, Case.waits_for.is_(None), Case.offer_ends_on.is_(None))
    return db.session.scalars(quiet.order_by(Case.id)).all()

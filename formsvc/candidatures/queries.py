"""Find cases, and count the seats that they take."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.candidatures.models import Case, CaseKind, Consent, Needs
from formsvc.candidatures.states import State
from formsvc.exchanges.models import Exchange
from generator.programme.programme import Programme
from generator.programme.visit import Visit

# Made once, for the last page above all: making a statement costs more than asking it.
BY_REFERENCE = (
    select(Case).where(Case.reference == bindparam("reference")).options(joinedload(Case.needs))
)
LOCKED = (
    select(Case)
    .where(Case.id == bindparam("case_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
TAKEN = Case.state == State.ACCEPTED
"""Seats that are given for good, and with PENDING those that a decision holds."""
PENDING = (Case.decision == "accepted") & Case.released_at.is_(None)
_SEATS = select(Case.visit, func.sum(Case.travellers)).group_by(Case.visit)
_AT = Case.visit == bindparam("visit")
SEATS = {False: _SEATS.where(TAKEN), True: _SEATS.where(TAKEN | PENDING)}
SEATS_AT = {pending_too: counted.where(_AT) for pending_too, counted in SEATS.items()}


def by_reference(reference: str) -> Case | None:
    """Find a case by its reference, with its diet and access needs."""
    return db.session.scalar(BY_REFERENCE, {"reference": reference})


def by_key(key: str) -> Case | None:
    """Find the case that a form with this idempotency key made."""
    return db.session.scalar(select(Case).where(Case.idempotency_key == key))


def locked(case_id: int) -> Case:
    """Read a case again inside a unit of work, so that no one else changes it meanwhile."""
    return db.session.scalars(LOCKED, {"case_id": case_id}).one()


def consents_of(case: Case) -> list[Consent]:
    """Give what was declared when a case was sent, word for word."""
    mine = select(Consent).where(Consent.case_id == case.id).order_by(Consent.id)
    return list(db.session.scalars(mine))


def same_organisation(case: Case) -> Select[Case]:
    """Select the other confirmed cases of a case's organisation, by its number or its name."""
    number = (Case.registration_key == case.registration_key) & (Case.registration_key != "")
    name = (Case.name_key == case.name_key) & (Case.name_key != "")
    confirmed = select(Case).where(
        Case.id != case.id,
        Case.kind == CaseKind.CANDIDATURE,
        Case.confirmed_at.is_not(None),
    )
    return confirmed.where(Case.country == case.country, number | name).order_by(Case.id)


def needs_kept() -> list[tuple[Needs, Case, Exchange | None]]:
    """Give all diet and access needs that are still kept, with what says for how long."""
    found = select(Needs, Case, Exchange).join(Case, Case.id == Needs.case_id)
    return [
        (needs, case, exchange)
        for needs, case, exchange in db.session.execute(
            found.outerjoin(Exchange, Exchange.case_id == Case.id)
        )
    ]


def seats_taken(*, pending_too: bool = False, visit: Visit | None = None) -> Mapping[str, int]:
    """Count the travellers of accepted cases by visit.

    Args:
        pending_too: count acceptances that are decided and not yet released, as the office does.
        visit: count for this one only.
    """
    counted = (SEATS_AT if visit else SEATS)[pending_too]
    rows = db.session.execute(counted, {"visit": visit.slug} if visit else None)
    return {visit: int(count) for visit, count in rows if visit}


def seats_left(programme: Programme) -> dict[str, dict[str, int]]:
    """Give seats and seats left for every visit whose number of seats is published."""
    taken = seats_taken()
    return {
        visit.slug: {"seats": visit.seats, "left": _left(visit.seats, taken, visit)}
        for visit in programme.visits
        if visit.seats
    }


def seats_left_at(visit: Visit) -> int | None:
    """Give the seats left at one visit; None where their number is not published."""
    return _left(visit.seats, seats_taken(visit=visit), visit) if visit.seats else None


def _left(seats: int, taken: Mapping[str, int], visit: Visit) -> int:
    return max(0, seats - taken.get(visit.slug, 0))

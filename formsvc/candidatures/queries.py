"""Find cases, and count the seats that they take."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, func, select

from formsvc import db
from formsvc.candidatures.models import Case, CaseKind, Consent, Needs
from formsvc.candidatures.states import State
from formsvc.exchanges.models import Exchange
from generator.programme.programme import Programme


def by_reference(reference: str) -> Case | None:
    """Find a case by its reference."""
    return db.session.scalar(select(Case).where(Case.reference == reference))


def by_key(key: str) -> Case | None:
    """Find the case that a form with this idempotency key made."""
    return db.session.scalar(select(Case).where(Case.idempotency_key == key))


def locked(case_id: int) -> Case:
    """Read a case again inside a unit of work, so that no one else changes it meanwhile."""
    again = select(Case).where(Case.id == case_id).with_for_update()
    return db.session.scalars(again.execution_options(populate_existing=True)).one()


def consents_of(case: Case) -> list[Consent]:
    """Give what was declared when a case was sent, word for word."""
    mine = select(Consent).where(Consent.case_id == case.id).order_by(Consent.id)
    return list(db.session.scalars(mine))


def same_organisation(case: Case) -> Select[Case]:
    """Select the other confirmed cases of a case's organisation, by its number or its name."""
    return select(Case).where(is_same_organisation(case)).order_by(Case.id)


def is_same_organisation(case: Case) -> ColumnElement[bool]:
    """Ask of a case whether it is another confirmed one of the same organisation."""
    number = (Case.registration_key == case.registration_key) & (Case.registration_key != "")
    name = (Case.name_key == case.name_key) & (Case.name_key != "")
    return and_(
        Case.id != case.id,
        Case.kind == CaseKind.CANDIDATURE,
        Case.confirmed_at.is_not(None),
        Case.country == case.country,
        number | name,
    )


def needs_kept() -> list[tuple[Needs, Case, Exchange | None]]:
    """Give all diet and access needs that are still kept, with what says for how long."""
    found = select(Needs, Case, Exchange).join(Case, Case.id == Needs.case_id)
    return [
        (needs, case, exchange)
        for needs, case, exchange in db.session.execute(
            found.outerjoin(Exchange, Exchange.case_id == Case.id)
        )
    ]


def seats_taken(*, pending_too: bool = False) -> Mapping[str, int]:
    """Count the travellers of accepted cases by visit.

    Args:
        pending_too: count acceptances that are decided and not yet released, as the office does.
    """
    taken = Case.state == State.ACCEPTED
    if pending_too:
        taken |= (Case.decision == "accepted") & Case.released_at.is_(None)
    rows = db.session.execute(
        select(Case.visit, func.sum(Case.travellers)).where(taken).group_by(Case.visit)
    )
    return {visit: int(count) for visit, count in rows if visit}


def seats_left(programme: Programme) -> dict[str, dict[str, int]]:
    """Give seats and seats left for every visit whose number of seats is published."""
    taken = seats_taken()
    return {
        visit.slug: {"seats": visit.seats, "left": max(0, visit.seats - taken.get(visit.slug, 0))}
        for visit in programme.visits
        if visit.seats
    }

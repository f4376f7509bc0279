"""Find cases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, select, union_all
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.candidatures.models import Case, CaseKind, Consent, Needs
from formsvc.candidatures.states import State
from formsvc.exchanges.models import Exchange

CONFIRMED = Case.confirmed_on.is_not(None)
"""Somebody has confirmed the address; all lists ask for it, and so do their indexes."""
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
LOCKED_ANSWERS = (
    select(Case.state, Case.answers).where(Case.id == bindparam("case_id")).with_for_update()
)


def by_reference(reference: str) -> Case | None:
    """Find a case by its reference, with its diet and access needs."""
    return db.session.scalar(BY_REFERENCE, {"reference": reference})


def by_key(key: str) -> Case | None:
    """Find the case that a form with this idempotency key made."""
    return db.session.scalar(select(Case).where(Case.idempotency_key == key))


def locked(case_id: int) -> Case:
    """Read a case again inside a unit of work, so that no one else changes it meanwhile."""
    return db.session.scalars(LOCKED, {"case_id": case_id}).one()


def locked_answers(case_id: int) -> tuple[State, dict[str, Any]]:
    """Say inside a unit of work how a case stands now and what it answers; nobody changes it."""
    now = db.straight(LOCKED_ANSWERS, {"case_id": case_id}).one()
    return now.state, now.answers


def consents_of(case: Case) -> list[Consent]:
    """Give what was declared when a case was sent, word for word."""
    mine = select(Consent).where(Consent.case_id == case.id).order_by(Consent.id)
    return list(db.session.scalars(mine))


def same_organisation(case: Case) -> Select[Case]:
    """Select the other confirmed cases of a case's organisation, by its number or its name."""
    return select(Case).where(is_same_organisation(case)).order_by(Case.id)


def is_same_organisation(case: Case) -> ColumnElement[bool]:
    """Ask of a case whether it is another confirmed one of the same organisation.

    Each way to know it stands with the country, as the indexes of the keys do, and is asked by
    itself: of two ways joined by "or", SQLite reads every case.
    """
    keys = ((Case.registration_key, case.registration_key), (Case.name_key, case.name_key))
    known = [
        select(Case.id).where(CONFIRMED, Case.country == case.country, column == key)
        for column, key in keys
        if key
    ]
    return and_(
        Case.id != case.id,
        Case.kind == CaseKind.CANDIDATURE,
        Case.id.in_(union_all(*known)) if known else false(),
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

"""Find candidatures that were prepared for a company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.assisted.models import Preparation
from formsvc.candidatures.models import Case
from formsvc.info_requests.questions import changes

DECLARED = "declared"


def preparation_of(case: Case) -> Preparation | None:
    """Give what is known of a case's preparation; None for one that the company began itself."""
    return db.session.get(Preparation, case.id)


def prepared_by(person: Person) -> Sequence[tuple[Case, Preparation]]:
    """Give the candidatures that a member of staff has prepared, the newest first."""
    mine = select(Case, Preparation).join(Preparation, Preparation.case_id == Case.id)
    found = db.session.execute(
        mine.where(Preparation.prepared_by == person.id).order_by(Case.id.desc())
    )
    return [(case, preparation) for case, preparation in found]


def of_mine(person: Person, reference: str) -> tuple[Case, Preparation] | None:
    """Find one that this very person prepares; None for any other."""
    mine = select(Case, Preparation).join(Preparation, Preparation.case_id == Case.id)
    row = db.session.execute(
        mine.where(Preparation.prepared_by == person.id, Case.reference == reference)
    ).first()
    return (row[0], row[1]) if row else None


def is_staff_address(address: str) -> bool:
    """Say whether a member of staff signs in with this address."""
    return db.session.scalar(select(Person.id).where(Person.email == address.lower())) is not None


def who_typed_what(case: Case) -> dict[str, Any]:
    """Say for the history who prepared a case, and what the company changed before it confirmed."""
    preparation = preparation_of(case)
    if preparation is None or preparation.answers is None:
        return {}
    person = db.session.get(Person, preparation.prepared_by)
    changed = changes(preparation.answers, case.answers)
    changed.pop(DECLARED, None)  # the company's alone
    return {
        "prepared_by": preparation.prepared_by,
        "prepared": f"Prepared by {person.name if person else 'the office'}; the company read and declared it",
        "changed": changed,
    }

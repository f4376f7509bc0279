"""What a member of staff may see, and what waits for that person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import Session

from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State

UNSEEN = (State.DRAFT, State.UNCONFIRMED)


def visible_cases(person: Person) -> Select[Case]:
    """Select the cases that a person sees: THE one place where visibility is decided.

    Unconfirmed cases are nobody's. The coordinator sees the rest, an officer the officer's cluster.
    """
    confirmed = select(Case).where(Case.state.not_in(UNSEEN))
    if person.holds("coordinator"):
        return confirmed
    if person.holds("officer") and person.cluster:
        return confirmed.where(Case.cluster == person.cluster)
    return confirmed.where(false())


def for_staff(session: Session, person: Person, reference: str) -> Case | None:
    """Find a case by reference; None where there is none or it is not theirs (both answer 404)."""
    return session.scalar(visible_cases(person).where(Case.reference == reference))


def waiting_for(person: Person) -> Select[Case]:
    """Select the cases that wait for a person's roles, due and oldest first."""
    roles = [role.name for role in person.roles]
    waiting = visible_cases(person).where(Case.waits_for.in_(roles), Case.due_on.is_not(None))
    return waiting.order_by(Case.due_on, Case.id)


def page_after(
    cases: Select[Case], last: tuple[date, int] | None, *, size: int = 50
) -> Select[Case]:
    """Cut one page by key: what comes after (due day, id) of the last row of the page before."""
    if last:
        due_on, number = last
        cases = cases.where(
            or_(Case.due_on > due_on, and_(Case.due_on == due_on, Case.id > number))
        )
    return cases.limit(size)

"""What a member of staff may see, and what waits for that person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import same_organisation
from formsvc.candidatures.search import folded
from formsvc.candidatures.states import UNCONFIRMED
from formsvc.moves import Role


def visible_cases(person: Person) -> Select[Case]:
    """Select the cases that a person sees: THE one place where visibility is decided.

    Unconfirmed cases are nobody's. Coordinator and auditor see the rest, an officer the officer's
    clusters; an administrator has accounts, not cases.
    """
    confirmed = select(Case).where(Case.state.not_in(UNCONFIRMED))
    if person.holds(Role.COORDINATOR, Role.AUDITOR):
        return confirmed
    if person.holds(Role.OFFICER):
        return confirmed.where(Case.cluster.in_(person.clusters))
    return confirmed.where(false())


def sees_cases(person: Person) -> bool:
    """Say whether a person has anything to do with cases."""
    return person.holds(Role.OFFICER, Role.COORDINATOR, Role.AUDITOR)


def may_change(person: Person) -> bool:
    """Say whether a person may do something to the cases that the person sees.

    An auditor holds no role that decides (`accounts.actions.require_roles`), so this is one answer
    for all cases.
    """
    return person.holds(Role.OFFICER, Role.COORDINATOR)


def for_staff(session: Session, person: Person, reference: str) -> Case | None:
    """Find a case by reference; None where there is none or it is not theirs (both answer 404)."""
    return session.scalar(visible_cases(person).where(Case.reference == reference))


def of_same_organisation(person: Person, case: Case) -> Select[Case]:
    """Select the other cases of a case's organisation that a person may see."""
    mine = visible_cases(person).with_only_columns(Case.id)
    return same_organisation(case).where(Case.id.in_(mine))


def waiting_for(person: Person) -> Select[Case]:
    """Select the cases that wait for a person's roles, due and oldest first.

    The coordinator sees what waits for any officer too: a two-person office shares the work.
    """
    roles = [Role.OFFICER, Role.COORDINATOR] if person.holds(Role.COORDINATOR) else [Role.OFFICER]
    waiting = visible_cases(person).where(Case.waits_for.in_(roles), Case.due_on.is_not(None))
    return waiting.order_by(Case.due_on, Case.id)


def with_applicant(person: Person) -> Select[Case]:
    """Select the cases that wait for their applicant, the oldest first."""
    waiting = visible_cases(person).where(Case.waits_for == Role.APPLICANT)
    return waiting.order_by(Case.id)


def pending(person: Person) -> Select[Case]:
    """Select the cases whose decision is made and not released, the oldest first."""
    decided = Case.decision.is_not(None) & Case.released_at.is_(None)
    return visible_cases(person).where(decided).order_by(Case.id)


def newest(person: Person) -> Select[Case]:
    """Select all cases that a person sees, the newest first."""
    return visible_cases(person).order_by(Case.id.desc())


def matching(cases: Select[Case], words: str) -> Select[Case]:
    """Keep the cases that hold every word: name, reference, text; accents do not matter."""
    for word in folded(words).split():
        cases = cases.where(Case.search.contains(word, autoescape=True))
    return cases


def count(session: Session, cases: Select[Case], *, most: int = 500) -> int:
    """Count cases, and stop one above `most`: a count is for people."""
    few = cases.order_by(None).with_only_columns(Case.id).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(few)) or 0


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

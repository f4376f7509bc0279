"""What a member of staff may see, and what waits for that person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session

from formsvc.accounts.models import Person
from formsvc.candidatures import states
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import CONFIRMED, is_same_organisation
from formsvc.moves import Role


def visible_cases(person: Person) -> Select[Case]:
    """Select the cases that a person sees: THE one place where visibility is decided.

    Unconfirmed cases are nobody's. Coordinator and auditor see the rest, an officer the officer's
    clusters; an administrator has accounts, not cases.
    """
    confirmed = select(Case).where(CONFIRMED)
    if _sees_every_cluster(person):
        return confirmed
    if person.holds(Role.OFFICER):
        return confirmed.where(Case.cluster.in_(person.clusters))
    return confirmed.where(false())


def _shares(person: Person) -> list[Select[Case]]:
    """Select the same in parts, for each of which there is an index: one cluster, or all."""
    if _sees_every_cluster(person) or not (person.holds(Role.OFFICER) and person.clusters):
        return [visible_cases(person)]
    return [select(Case).where(CONFIRMED, Case.cluster == one) for one in person.clusters]


def _sees_every_cluster(person: Person) -> bool:
    return person.holds(Role.COORDINATOR, Role.AUDITOR)


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
    """Select the other cases of a case's organisation that a person may see.

    Those that have not ended come first, then the newest.
    """
    same = visible_cases(person).where(is_same_organisation(case))
    return same.order_by(Case.closed_at.is_not(None), Case.id.desc())


@dataclass(frozen=True)
class View:
    """A part of the queue: its title, the order it has by itself, and the cases it keeps.

    `keeps` gives alternatives that exclude each other, so that an index serves each of them.
    `leads` names the filters with an index of their own here; any other is asked case by case.
    """

    title: str
    order: str
    keeps: Callable[[Person], Sequence[ColumnElement[bool]]]
    leads: Sequence[str] = ("visit",)

    def parts(self, person: Person) -> list[Select[Case]]:
        """Select what a person sees of the view in parts, for each of which there is an index."""
        return [share.where(kept) for share in _shares(person) for kept in self.keeps(person)]

    def whole(self, person: Person) -> Select[Case]:
        """Select the same in one part."""
        return visible_cases(person).where(or_(*self.keeps(person)))


def _waits(person: Person) -> list[ColumnElement[bool]]:
    """The coordinator sees what waits for any officer too: a two-person office shares the work."""
    roles = [Role.OFFICER, Role.COORDINATOR] if _sees_every_cluster(person) else [Role.OFFICER]
    return [Case.waits_for == role for role in roles]


def _pending(_person: Person) -> list[ColumnElement[bool]]:
    moves = (states.RELEASE_ACCEPT, states.RELEASE_WAITLIST, states.RELEASE_REJECT)
    return [(Case.decision == move.end.value) & Case.released_at.is_(None) for move in moves]


VIEWS = {
    "waiting": View("Waiting for you", "due", _waits),
    "pending": View("To release", "oldest", _pending),
    "applicant": View("With the applicant", "due", lambda _: [Case.waits_for == Role.APPLICANT]),
    "all": View("All", "newest", lambda _: [true()], leads=("visit", "state", "waits")),
}

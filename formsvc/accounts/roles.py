"""What members of staff may do: the roles, and which go together."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsvc.accounts.models import Role
from formsvc.moves import Role as Does
from generator.programme.errors import ProgrammeError
from generator.programme.programme import Programme

ROLES = (Does.OFFICER, Does.COORDINATOR, Does.AUDITOR, Does.ADMINISTRATOR)


class StaffRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """This cannot be done to this account; the words say why."""


def require_roles(roles: Collection[str], clusters: Collection[str]) -> None:
    """Let roles pass that go together.

    Raises:
        StaffRefused: there is none, an officer has no cluster, or an auditor decides too.
    """
    if not roles:
        raise StaffRefused("Choose at least one role.")
    if (Does.OFFICER in roles) != bool(clusters):
        raise StaffRefused("An officer needs one cluster or more, and nobody else has clusters.")
    if Does.AUDITOR in roles and {Does.OFFICER, Does.COORDINATOR} & set(roles):
        raise StaffRefused("An auditor checks what others decide, so is no officer or coordinator.")


def require_known(clusters: Collection[str], programme: Programme) -> None:
    """Raise StaffRefused for a slug that no partner cluster has."""
    for slug in clusters:
        if programme.cluster(slug) is None:
            raise StaffRefused(f'No partner cluster is called "{slug}".')


def in_words(roles: Collection[str], clusters: Collection[str]) -> str:
    """Roles and clusters in words: "coordinator, officer (clutex)"."""
    of = f" ({', '.join(sorted(clusters))})" if clusters else ""
    return ", ".join(f"{role}{of if role == Does.OFFICER else ''}" for role in sorted(roles))


def as_rows(session: Session, names: Collection[str]) -> list[Role]:
    """Give the rows of roles, new ones for those that nobody has had so far."""
    have = {role.name: role for role in session.scalars(select(Role).where(Role.name.in_(names)))}
    return [have.get(name) or Role(name=str(name)) for name in sorted(set(names))]

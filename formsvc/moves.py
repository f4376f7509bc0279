"""Moves as data: what every machine of states is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from generator.programme.errors import MoveRefused


class Role(StrEnum):
    """Who makes a move, and for whom a case waits. The clock moves what nobody came back to.

    The auditor reads everything and moves nothing; the administrator has accounts, not cases.
    """

    APPLICANT = "applicant"
    HOST = "host"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    CLOCK = "clock"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = (Role.OFFICER, Role.COORDINATOR)


@dataclass(frozen=True)
class Actor:
    """A person who acts: in which role, and the number of the account (None: an applicant)."""

    role: Role
    number: int | None = None


State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[State]):
    """One allowed step of a machine.

    `needs` names what must hold, `mail` is queued by the move, and afterwards the case waits for
    `waits_for` (None: for nobody).
    """

    name: str
    verb: str
    start: tuple[State, ...]
    end: State
    by: tuple[Role, ...]
    needs: tuple[str, ...] = ()
    mail: str | None = None
    waits_for: Role | None = None


def require(state: State, move: Move[State], actor: Actor, thing: str = "a candidature") -> None:
    """Raise MoveRefused unless the table allows this move, in this state, to this person."""
    if state not in move.start:
        raise MoveRefused(f"cannot {move.verb} {thing} that is {state.value}")
    if actor.role not in move.by:
        raise MoveRefused(f"the role {actor.role.value} cannot {move.verb} {thing}")

"""The states of a candidature and the moves between them: the one table that everything reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.programme.errors import MoveRefused


class State(StrEnum):
    """Where a candidature stands."""

    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Role(StrEnum):
    """Who makes a move."""

    APPLICANT = "applicant"
    COORDINATOR = "coordinator"


PUBLIC_NAMES = {
    State.DRAFT: "Draft",
    State.UNCONFIRMED: "Waiting for your confirmation",
    State.SUBMITTED: "Sent",
    State.ELIGIBLE: "Checked",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Not accepted",
}


@dataclass(frozen=True)
class Actor:
    """A person who acts: in which role, and the number of the account (None: an applicant)."""

    role: Role
    number: int | None = None


@dataclass(frozen=True)
class Move:
    """One allowed step. `needs` names what must hold; `mail` is queued by the move."""

    name: str
    verb: str
    start: tuple[State, ...]
    end: State
    by: tuple[Role, ...]
    needs: tuple[str, ...] = ()
    mail: str | None = None


SEND = Move("send", "send", (State.DRAFT,), State.UNCONFIRMED, (Role.APPLICANT,), mail="confirm")
CONFIRM = Move(
    "confirm", "confirm", (State.UNCONFIRMED,), State.SUBMITTED, (Role.APPLICANT,), mail="case-link"
)
CHECK = Move(
    "check",
    "check",
    (State.SUBMITTED,),
    State.ELIGIBLE,
    (Role.COORDINATOR,),
    needs=("no-line-fails-or-is-unknown",),
)
RELEASE_ACCEPT = Move(
    "release-accept",
    "accept",
    (State.ELIGIBLE,),
    State.ACCEPTED,
    (Role.COORDINATOR,),
    needs=("decision-accepted",),
    mail="accepted",
)
RELEASE_REJECT = Move(
    "release-reject",
    "reject",
    (State.SUBMITTED, State.ELIGIBLE),
    State.REJECTED,
    (Role.COORDINATOR,),
    needs=("decision-rejected", "reason"),
    mail="rejected",
)
MOVES = (SEND, CONFIRM, CHECK, RELEASE_ACCEPT, RELEASE_REJECT)


def require(state: State, move: Move, actor: Actor) -> None:
    """Raise MoveRefused unless the table allows this move, in this state, to this person."""
    if state not in move.start:
        raise MoveRefused(f"cannot {move.verb} a candidature that is {state.value}")
    if actor.role not in move.by:
        raise MoveRefused(f"the role {actor.role.value} cannot {move.verb} a candidature")

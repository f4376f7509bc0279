"""What staff do with a case. Nothing here knows the web, and nothing here commits."""

from __future__ import annotations

from datetime import datetime

from formsvc.candidatures import states
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import Actor
from formsvc.history import actions as history
from generator.programme.errors import MoveRefused

OPEN_EFFECTS = ("fail", "unknown")


def check(case: Case, *, by: Actor, at: datetime) -> None:
    """Find the case eligible.

    Raises:
        MoveRefused: the state or role does not allow it, or a rule fails or is unknown.
    """
    states.require(case.state, states.CHECK, by)
    if any(line["effect"] in OPEN_EFFECTS for line in case.assessment["lines"]):
        raise MoveRefused("cannot check a candidature while a rule fails or is open")
    start, case.state = case.state, states.CHECK.end
    history.record(case, "check", start=start.value, end=case.state.value, by=by, at=at)


def accept(case: Case, *, by: Actor, at: datetime) -> None:
    """Decide to accept; nothing is sent until the decision is released.

    Raises:
        MoveRefused: the state or role does not allow it.
    """
    states.require(case.state, states.RELEASE_ACCEPT, by)
    _decide(case, "accepted", None, by=by, at=at)


def reject(case: Case, *, reason: str, by: Actor, at: datetime) -> None:
    """Decide to reject, with a reason; nothing is sent until the decision is released.

    Raises:
        MoveRefused: the state or role does not allow it, or there is no reason.
    """
    states.require(case.state, states.RELEASE_REJECT, by)
    if not reason.strip():
        raise MoveRefused("cannot reject a candidature without a reason")
    _decide(case, "rejected", reason.strip(), by=by, at=at)


def _decide(case: Case, decision: str, reason: str | None, *, by: Actor, at: datetime) -> None:
    case.decision, case.decision_reason = decision, reason
    case.decided_by, case.decided_at = by.number, at
    same = case.state.value
    history.record(
        case, "decide", start=same, end=same, by=by, at=at, decision=decision, reason=reason
    )

"""Decide; nothing is sent until the decision is released. Nothing here commits."""

from __future__ import annotations

from typing import Protocol

from formsvc.candidatures import seats, states
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import DROP, Route
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.exchanges.terms import terms_of, usual_terms
from formsvc.history import actions as history
from formsvc.moves import Actor, Move, require
from formsvc.waitlist.actions import require_turn
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme


class Plain(Protocol):
    """An action that needs nothing but the case, the programme, who and when."""

    def __call__(self, case: Case, programme: Programme, *, by: Actor, when: Moment) -> None:
        """Do it."""


DECISIONS = {
    State.ACCEPTED.value: states.RELEASE_ACCEPT,
    State.WAITLISTED.value: states.RELEASE_WAITLIST,
    State.REJECTED.value: states.RELEASE_REJECT,
}
"""What can be decided, and the move that releasing it makes."""


def accept(
    case: Case, programme: Programme, *, by: Actor, when: Moment, usual_days: bool = False
) -> None:
    """Decide to accept, for the days asked for or for those that the visit plans.

    Raises:
        MoveRefused: the state or role does not allow it, there are not enough seats, somebody on
            the waiting list comes first, or there is no host yet.
    """
    _require_open(case, states.RELEASE_ACCEPT, by)
    if case.route is Route.FIND_HOST:
        raise MoveRefused(
            f"cannot accept a candidature without a host: {looks_for_host(case, programme)}"
        )
    _require_days(case, programme, usual_days=usual_days)
    seats.require(case, programme)
    visit = programme.visit(case.visit or "")
    if visit is not None:
        require_turn(case, visit, when.on)
    _decide(case, states.RELEASE_ACCEPT, programme, by=by, when=when, usual_days=usual_days)


def waitlist(
    case: Case, programme: Programme, *, by: Actor, when: Moment, usual_days: bool = False
) -> None:
    """Decide to put on the waiting list of its visit.

    Raises:
        MoveRefused: the state or role does not allow it, the visit has no number of seats, or the
            applicant does not want to wait.
    """
    _require_open(case, states.RELEASE_WAITLIST, by)
    visit = programme.visit(case.visit or "")
    if visit is None or visit.seats is None:
        raise MoveRefused("cannot put on a waiting list: there is no number of seats to wait for")
    if case.if_full == DROP:
        raise MoveRefused("cannot put on the waiting list: the applicant does not want to wait")
    _require_days(case, programme, usual_days=usual_days)
    _decide(case, states.RELEASE_WAITLIST, programme, by=by, when=when, usual_days=usual_days)


def reject(
    case: Case, programme: Programme, *, by: Actor, when: Moment, reason: str = "", code: str = ""
) -> None:
    """Decide to reject, for a reason of the list, in own words, or both.

    Raises:
        MoveRefused: the state or role does not allow it, or there is no reason.
    """
    _require_open(case, states.RELEASE_REJECT, by)
    pack = programme.rules_of(programme.call_of(programme.visit(case.visit or "")))
    known = pack.rejection(code) if code else None
    if code and known is None:
        raise MoveRefused(f"cannot reject for a reason that is not on the list: {code}")
    if not reason.strip() and known is None:
        raise MoveRefused("cannot reject a candidature without a reason")
    _decide(
        case, states.RELEASE_REJECT, programme, by=by, when=when, reason=reason.strip(), code=code
    )


def take_back(case: Case, *, by: Actor, when: Moment) -> None:
    """Take a decision back that is not released yet. Raises MoveRefused when there is none."""
    require(case.state, pending_move(case), by)
    case.forget_decision()
    history.noted(case, "take-back", by=by, when=when)


def pending_move(case: Case) -> Move[State]:
    """Give the move that releasing the pending decision makes; raise MoveRefused without one."""
    if not case.pending or case.decision is None:
        raise MoveRefused("cannot release or take back a decision that is not pending")
    return DECISIONS[case.decision]


def looks_for_host(case: Case, programme: Programme) -> str:
    """Say in words who looks for a host."""
    cluster = programme.cluster(case.cluster or "")
    return f"{cluster.label if cluster else 'the programme office'} looks for one"


def _require_open(case: Case, move: Move[State], by: Actor) -> None:
    require(case.state, move, by)
    if case.offer_ends_on:
        raise MoveRefused(
            f"cannot decide while a seat is offered: the applicant may answer until {case.offer_ends_on}"
        )


def _require_days(case: Case, programme: Programme, *, usual_days: bool) -> None:
    if usual_days and usual_terms(case, programme).assessment.eligible is not True:
        raise MoveRefused("cannot accept for the usual days: a rule fails or is open for them")


def _decide(
    case: Case,
    move: Move[State],
    programme: Programme,
    *,
    by: Actor,
    when: Moment,
    reason: str = "",
    code: str = "",
    usual_days: bool = False,
) -> None:
    case.forget_decision()
    case.decision, case.usual_days = move.end.value, usual_days
    case.decision_code, case.decision_reason = code or None, reason or None
    case.decided_by, case.decided_at = by.number, when.at
    terms = terms_of(case, programme)
    amount = terms.assessment.amount_eur
    history.noted(
        case, "decide", by=by, when=when, decision=case.decision, reason=reason or None,
        code=code or None, usual_days=usual_days, amount_eur=None if amount is None else str(amount),
    )  # fmt: skip

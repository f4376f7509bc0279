"""A case in the few words that the list and its own page share."""

from __future__ import annotations

from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.routes import aim_of
from formsvc.candidatures.states import OFFICE_NAMES, State
from formsvc.moves import Role
from formsvc.snapshot import current_programme

TONES = {
    State.SUBMITTED: "info",
    State.INFO_REQUESTED: "wait",
    State.ELIGIBLE: "open",
    State.WAITLISTED: "wait",
    State.ACCEPTED: "open",
    State.REJECTED: "stop",
    State.WITHDRAWN: "held",
    State.EXPIRED: "held",
}


def aim_in_short(case: Case) -> str:
    """Give where a case wants to go, for a line in a list."""
    if case.kind is CaseKind.HOST_OFFER:
        return "Offers to host"
    visit = current_programme().visit(case.visit or "")
    return str(visit.short_title) if visit else aim_of(case, current_programme(), "en")


def state_of(case: Case, *, answered: bool) -> str:
    """Name the state as the office says it; `answered`: the applicant's answer came back."""
    if case.erased_on or case.erasure_asked_on:
        return "Erased" if case.erased_on else "Wants erasure"
    if case.wrote_on:
        return "Wrote to you"
    if case.pending:
        return f"To release: {case.decision}"
    if case.kind is CaseKind.HOST_OFFER and case.waits_for and case.state is State.WITHDRAWN:
        return "Take the page away"
    if case.state is State.SUBMITTED and answered:
        return "Answered"
    if case.offer_ends_on:
        return "Seat offered"
    if case.state is State.ACCEPTED and case.waits_for is Role.OFFICER:
        return "Evidence arrived"
    return OFFICE_NAMES[case.state]

"""The states of a candidature and the moves between them: the one table that everything reads."""

from __future__ import annotations

from enum import StrEnum

from formsvc.moves import STAFF, Move, Role


class State(StrEnum):
    """Where a candidature stands."""

    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


PUBLIC_NAMES = {
    State.DRAFT: "Draft",
    State.UNCONFIRMED: "Waiting for your confirmation",
    State.SUBMITTED: "Being checked",
    State.ELIGIBLE: "Checked, waiting for the decision",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Not accepted",
    State.WITHDRAWN: "Withdrawn by you",
}
OFFICE_NAMES = {
    State.DRAFT: "Draft",
    State.UNCONFIRMED: "Unconfirmed",
    State.SUBMITTED: "New",
    State.ELIGIBLE: "Eligible",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Rejected",
    State.WITHDRAWN: "Withdrawn",
}
UNCONFIRMED = (State.DRAFT, State.UNCONFIRMED)
"""Nobody but the browser that wrote it sees such a case; it holds no seat and no history."""

SEND = Move("send", "send", (State.DRAFT,), State.UNCONFIRMED, (Role.APPLICANT,), mail="confirm")
CONFIRM = Move(
    "confirm",
    "confirm",
    (State.UNCONFIRMED,),
    State.SUBMITTED,
    (Role.APPLICANT,),
    mail="case-link",
    waits_for=Role.OFFICER,
)
CHECK = Move(
    "check",
    "check",
    (State.SUBMITTED,),
    State.ELIGIBLE,
    STAFF,
    needs=("no-line-fails-or-is-unknown",),
    waits_for=Role.OFFICER,
)
RELEASE_ACCEPT = Move(
    "release-accept",
    "accept",
    (State.ELIGIBLE,),
    State.ACCEPTED,
    STAFF,
    needs=("decision-accepted", "seats-are-left"),
    mail="accepted",
    waits_for=Role.APPLICANT,
)
RELEASE_REJECT = Move(
    "release-reject",
    "reject",
    (State.SUBMITTED, State.ELIGIBLE),
    State.REJECTED,
    STAFF,
    needs=("decision-rejected", "reason"),
    mail="rejected",
)
WITHDRAW = Move(
    "withdraw",
    "withdraw",
    (State.SUBMITTED, State.ELIGIBLE, State.ACCEPTED),
    State.WITHDRAWN,
    (Role.APPLICANT,),
)
MOVES = (SEND, CONFIRM, CHECK, RELEASE_ACCEPT, RELEASE_REJECT, WITHDRAW)

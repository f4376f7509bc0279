"""The states of a candidature and the moves between them: the one table that everything reads."""

from __future__ import annotations

from enum import StrEnum

from formsvc.moves import STAFF, Move, Role


class State(StrEnum):
    """Where a candidature stands."""

    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"
    SUBMITTED = "submitted"
    INFO_REQUESTED = "info-requested"
    ELIGIBLE = "eligible"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


PUBLIC_NAMES = {
    State.DRAFT: "Draft",
    State.UNCONFIRMED: "Waiting for your confirmation",
    State.SUBMITTED: "Being checked",
    State.INFO_REQUESTED: "Waiting for your answer",
    State.ELIGIBLE: "Checked, waiting for the decision",
    State.WAITLISTED: "On the waiting list",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Not accepted",
    State.WITHDRAWN: "Withdrawn by you",
    State.EXPIRED: "Ended without your answer",
}
OFFICE_NAMES = {
    State.DRAFT: "Draft",
    State.UNCONFIRMED: "Unconfirmed",
    State.SUBMITTED: "New",
    State.INFO_REQUESTED: "Asked the applicant",
    State.ELIGIBLE: "Eligible",
    State.WAITLISTED: "Waiting list",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Rejected",
    State.WITHDRAWN: "Withdrawn",
    State.EXPIRED: "Expired",
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
EDIT = Move(
    "edit",
    "change",
    (State.SUBMITTED, State.ELIGIBLE),
    State.SUBMITTED,
    (Role.APPLICANT,),
    needs=("before-the-deadline",),
    waits_for=Role.OFFICER,
)
REQUEST_INFO = Move(
    "request-info",
    "ask for more about",
    (State.SUBMITTED, State.ELIGIBLE),
    State.INFO_REQUESTED,
    STAFF,
    needs=("fields-or-file", "question", "due-day"),
    mail="info-requested",
    waits_for=Role.APPLICANT,
)
ANSWER_INFO = Move(
    "answer-info",
    "answer a question about",
    (State.INFO_REQUESTED,),
    State.SUBMITTED,
    (Role.APPLICANT,),
    needs=("only-the-named-fields",),
    waits_for=Role.OFFICER,
)
CLOSE_REQUEST = Move(
    "close-request",
    "take back the question about",
    (State.INFO_REQUESTED,),
    State.SUBMITTED,
    STAFF,
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
    (State.ELIGIBLE, State.WAITLISTED),
    State.ACCEPTED,
    STAFF,
    needs=("decision-accepted", "seats-are-left", "nobody-waits-before", "other-eyes"),
    mail="accepted",
    waits_for=Role.APPLICANT,
)
RELEASE_WAITLIST = Move(
    "release-waitlist",
    "put on the waiting list",
    (State.ELIGIBLE,),
    State.WAITLISTED,
    STAFF,
    needs=("decision-waitlisted", "wants-to-wait", "other-eyes"),
    mail="waitlisted",
)
RELEASE_REJECT = Move(
    "release-reject",
    "reject",
    (State.SUBMITTED, State.ELIGIBLE, State.WAITLISTED),
    State.REJECTED,
    STAFF,
    needs=("decision-rejected", "reason", "other-eyes"),
    mail="rejected",
)
OFFER_SEAT = Move(
    "offer-seat",
    "offer a seat to",
    (State.WAITLISTED,),
    State.WAITLISTED,
    STAFF,
    needs=("seats-are-left", "nobody-waits-before", "before-offers-end", "other-eyes"),
    mail="seat-offered",
    waits_for=Role.APPLICANT,
)
TAKE_SEAT = Move(
    "take-seat",
    "take a seat for",
    (State.WAITLISTED,),
    State.ACCEPTED,
    (Role.APPLICANT,),
    needs=("a-seat-is-offered",),
    mail="accepted",
    waits_for=Role.APPLICANT,
)
DECLINE_SEAT = Move(
    "decline-seat",
    "decline a seat for",
    (State.WAITLISTED,),
    State.WITHDRAWN,
    (Role.APPLICANT,),
    needs=("a-seat-is-offered",),
)
LAPSE_SEAT = Move(
    "lapse-seat",
    "end",
    (State.WAITLISTED,),
    State.EXPIRED,
    (Role.CLOCK,),
    needs=("a-seat-is-offered", "due-day-is-over"),
    mail="seat-lapsed",
)
TAKE_SEAT_BACK = Move(
    "take-seat-back",
    "take back the seat offered to",
    (State.WAITLISTED,),
    State.WAITLISTED,
    STAFF,
    needs=("a-seat-is-offered", "reason"),
    mail="seat-taken-back",
)
WITHDRAW = Move(
    "withdraw",
    "withdraw",
    (
        State.SUBMITTED,
        State.INFO_REQUESTED,
        State.ELIGIBLE,
        State.WAITLISTED,
        State.ACCEPTED,
    ),
    State.WITHDRAWN,
    (Role.APPLICANT,),
)
EXPIRE = Move(
    "expire",
    "end",
    (State.INFO_REQUESTED,),
    State.EXPIRED,
    (Role.CLOCK,),
    needs=("due-day-is-over",),
    mail="expired",
)
REOPEN = Move(
    "reopen",
    "open again",
    (State.REJECTED, State.WITHDRAWN, State.EXPIRED),
    State.SUBMITTED,
    (Role.COORDINATOR,),
    needs=("reason",),
    mail="reopened",
    waits_for=Role.OFFICER,
)
UNDO = Move(
    "undo-release",
    "undo the decision on",
    (State.ACCEPTED, State.WAITLISTED, State.REJECTED),
    State.ELIGIBLE,
    STAFF,
    needs=("reason", "days-to-undo-not-over", "no-seat-is-offered"),
    mail="decision-undone",
    waits_for=Role.OFFICER,
)
UNDO_UNCHECKED = Move(
    "undo-unchecked",
    "undo the decision on",
    (State.REJECTED,),
    State.SUBMITTED,
    STAFF,
    needs=("reason", "days-to-undo-not-over", "rejected-before-the-check"),
    mail="decision-undone",
    waits_for=Role.OFFICER,
)
UNDO_LISTED = Move(
    "undo-listed",
    "undo the decision on",
    (State.ACCEPTED, State.REJECTED),
    State.WAITLISTED,
    STAFF,
    needs=("reason", "days-to-undo-not-over", "decided-on-the-waiting-list"),
    mail="decision-undone",
    waits_for=Role.OFFICER,
)
CHOOSE_VISIT = Move(
    "choose-visit",
    "take another visit for",
    WITHDRAW.start,
    State.SUBMITTED,
    (Role.APPLICANT,),
    needs=("the-visit-changed", "another-visit-is-open"),
    waits_for=Role.OFFICER,
)
MOVES = (
    SEND,
    CONFIRM,
    EDIT,
    REQUEST_INFO,
    ANSWER_INFO,
    CLOSE_REQUEST,
    CHECK,
    RELEASE_ACCEPT,
    RELEASE_WAITLIST,
    RELEASE_REJECT,
    OFFER_SEAT,
    TAKE_SEAT,
    DECLINE_SEAT,
    LAPSE_SEAT,
    TAKE_SEAT_BACK,
    WITHDRAW,
    EXPIRE,
    REOPEN,
    UNDO,
    UNDO_UNCHECKED,
    UNDO_LISTED,
    CHOOSE_VISIT,
)

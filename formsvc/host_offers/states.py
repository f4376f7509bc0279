"""The moves of a host's offer. Its states are those of every case."""

from __future__ import annotations

from formsvc.candidatures.states import State
from formsvc.moves import STAFF, Move, Role

SEND = Move(
    "send-offer", "send", (State.DRAFT,), State.UNCONFIRMED, (Role.HOST,), mail="offer-confirm"
)
CONFIRM = Move(
    "confirm-offer",
    "confirm",
    (State.UNCONFIRMED,),
    State.SUBMITTED,
    (Role.HOST,),
    mail="offer-link",
    waits_for=Role.OFFICER,
)
ACCEPT = Move(
    "accept-offer", "accept", (State.SUBMITTED,), State.ACCEPTED, STAFF, mail="offer-accepted"
)
REJECT = Move(
    "reject-offer",
    "reject",
    (State.SUBMITTED,),
    State.REJECTED,
    STAFF,
    needs=("reason",),
    mail="offer-rejected",
)
WITHDRAW = Move(
    "withdraw-offer", "withdraw", (State.SUBMITTED, State.ACCEPTED), State.WITHDRAWN, (Role.HOST,)
)
TAKE_AWAY = Move(
    "take-offer-away",
    "take away",
    (State.WITHDRAWN,),
    State.WITHDRAWN,
    STAFF,
    needs=("was-accepted",),
)
"""The officer has taken the host's page from the site."""
MOVES = (SEND, CONFIRM, ACCEPT, REJECT, WITHDRAW, TAKE_AWAY)

PUBLIC_NAMES = {
    State.DRAFT: "Draft",
    State.UNCONFIRMED: "Waiting for your confirmation",
    State.SUBMITTED: "Being looked at",
    State.ACCEPTED: "Accepted",
    State.REJECTED: "Not accepted",
    State.WITHDRAWN: "Withdrawn by you",
}

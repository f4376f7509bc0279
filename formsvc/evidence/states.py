"""The states of one item of evidence and the moves between them."""

from __future__ import annotations

from enum import StrEnum

from formsvc.moves import STAFF, Move, Role


class EvidenceState(StrEnum):
    """Where one item of evidence stands."""

    MISSING = "missing"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REPLACE = "replace"


class Copies(StrEnum):
    """Whether the harmless copies of a file are drawn."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


RECEIVE = Move(
    "receive-evidence",
    "add to",
    (EvidenceState.MISSING, EvidenceState.RECEIVED, EvidenceState.REPLACE),
    EvidenceState.RECEIVED,
    (Role.APPLICANT,),
    waits_for=Role.OFFICER,
)
ACCEPT_ITEM = Move(
    "accept-evidence", "accept", (EvidenceState.RECEIVED,), EvidenceState.ACCEPTED, STAFF
)
ASK_AGAIN = Move(
    "ask-evidence-again",
    "ask again for",
    (EvidenceState.RECEIVED,),
    EvidenceState.REPLACE,
    STAFF,
    needs=("reason",),
    mail="evidence-replace",
    waits_for=Role.APPLICANT,
)
MOVES = (RECEIVE, ACCEPT_ITEM, ASK_AGAIN)

PUBLIC_NAMES = {
    EvidenceState.MISSING: "Not yet sent",
    EvidenceState.RECEIVED: "Received, being checked",
    EvidenceState.ACCEPTED: "Accepted",
    EvidenceState.REPLACE: "Another copy is needed",
}

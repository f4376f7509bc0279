"""The states of a mail in the outbox, and the moves between them."""

from __future__ import annotations

from enum import StrEnum

from formsvc.moves import STAFF, Move, Role


class MailState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


OFFICE_NAMES = {
    MailState.QUEUED: "Leaves by itself when it is due",
    MailState.HELD: "Held until somebody sends it",
    MailState.SENT: "Has left",
    MailState.FAILED: "Refused by the mail server, or tried too often",
    MailState.DROPPED: "Never left: what it told was undone",
}

STILL_HERE = (MailState.QUEUED, MailState.HELD, MailState.FAILED)
"""Such a mail has not left, so its text can be changed."""

DELIVER = Move("deliver", "send", (MailState.QUEUED,), MailState.SENT, (Role.CLOCK,))
FAIL = Move("fail", "give up", (MailState.QUEUED,), MailState.FAILED, (Role.CLOCK,))
HOLD = Move("hold-mail", "hold", (MailState.QUEUED,), MailState.HELD, STAFF, ("not-leaving-now",))
SEND_NOW = Move("send-mail", "send", STILL_HERE, MailState.QUEUED, STAFF, ("not-leaving-now",))
DROP = Move("drop-mail", "drop", STILL_HERE, MailState.DROPPED, STAFF, ("not-leaving-now",))
MOVES = (DELIVER, FAIL, HOLD, SEND_NOW, DROP)

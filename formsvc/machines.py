"""Signs that a machine fills in a form: a hint for staff, and never a reason to refuse.

The first page of a new draft has a field that people do not see, and says (signed) when it was
shown. Somebody whose browser fills in everything, or who is very quick, is still a person.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request
from itsdangerous import BadSignature, Signer

from formsvc import clock
from formsvc.snapshot import current_config

TRAP, SHOWN_AT = "fax", "shown"
QUICKEST = timedelta(seconds=4)
"""Nobody reads the first page and answers its seven questions faster."""
SIGNS = {
    "trap": "a field that people cannot see was filled in",
    "quick": f"the first page was sent within {QUICKEST.seconds} seconds",
    "no-page": "the first page was sent without being opened",
}
"""Each sign in words for the office."""


def shown_at() -> str:
    """Give the signed instant for the page: that of the page before when it is shown again."""
    sent: str = request.form.get(SHOWN_AT, "")
    return sent if _read(sent) else _signer().sign(str(int(clock.now().timestamp()))).decode()


def signs(*, at: datetime) -> list[str]:
    """Give the signs in the form that was sent, as names in SIGNS."""
    shown = _read(request.form.get(SHOWN_AT, ""))
    found = {
        "trap": bool(request.form.get(TRAP, "").strip()),
        "quick": shown is not None and at - shown < QUICKEST,
        "no-page": shown is None,
    }
    return [name for name, there in found.items() if there]


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(_signer().unsign(text)), clock.now().tzinfo)
    except (BadSignature, ValueError, OverflowError):
        return None


def _signer() -> Signer:
    return Signer(current_config().secret_key, salt="xchange/shown")

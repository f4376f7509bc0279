"""The token with which a page's script sends files in pieces: for one case and one slot.

A script has no form, so it cannot bring a form's token. It sends this one in a header, which no
other site can make a browser do; the session must open the case besides.
"""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from formsvc.candidatures.models import Case
from formsvc.links.opened import OPEN_FOR
from formsvc.snapshot import current_config

HEADER = "X-Upload-Token"


def make(case: Case, slot: str) -> str:
    """Make the token; it is good as long as a session, and ends with the case's sessions."""
    signed: str = _signer().dumps([case.reference, slot, case.session_epoch])
    return signed


def is_good(token: str, case: Case, slot: str) -> bool:
    """Say whether a token was made for this case and slot."""
    try:
        said = _signer().loads(token, max_age=int(OPEN_FOR.total_seconds()))
    except BadData:
        return False
    return bool(said == [case.reference, slot, case.session_epoch])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_config().secret_key, salt="xchange-upload")

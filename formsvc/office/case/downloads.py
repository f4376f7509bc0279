"""Hand out a file that a stranger sent: as a download that cannot run on our origin.

Found by trying hostile files in Chromium: with these headers no script ran, without them most did.
"""

from __future__ import annotations

import re
import unicodedata
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, send_file

LONGEST_NAME = 100  # characters; a file system takes 255 bytes


def attachment(content: BinaryIO, name: str, extension: str) -> Response:
    """Answer with the file's bytes; `name` is the sender's and may hold anything.

    `extension` (without its dot) comes from what we found inside, never from the name. The caller
    records the opening in the history of the case, before.
    """
    answer = _locked_in(send_file(content, mimetype="application/octet-stream", max_age=0))
    answer.headers["Content-Disposition"] = _disposition(name, extension)
    return answer


def picture(content: BinaryIO) -> Response:
    """Answer with a copy that we have drawn ourselves, shown in the window."""
    return _locked_in(send_file(content, mimetype="image/jpeg", max_age=0))


def _locked_in(answer: Response) -> Response:
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _disposition(name: str, extension: str) -> str:
    """A fixed ASCII name for old readers, and the sender's own (RFC 6266, RFC 8187)."""
    full = f"{_harmless(name) or 'file'}.{extension}"
    return f"attachment; filename=\"file.{extension}\"; filename*=UTF-8''{quote(full, safe='')}"


def _harmless(name: str) -> str:
    """Keep the stem, without folders, control characters and signs that reverse the text."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C"))
    return seen.rpartition(".")[0][:LONGEST_NAME] or seen[:LONGEST_NAME]

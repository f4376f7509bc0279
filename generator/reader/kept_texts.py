"""What the last build saw in pages and mails, so that only what has changed is looked at again.

They change seldom, and to look at one takes as long as to read five hosts. Each is kept by the
content of its file, and by our own code.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator import state
from generator.reader.written import Packed, Written


def load(file: str, code: int | None = None) -> dict[str, Packed]:
    """Give what was seen in each file, by its place; its digest comes first.

    Args:
        file: where it is kept; an empty name for nowhere.
        code: names our own code, when somebody knows.
    """
    found = state.load(file) if file else {}
    if not found or found["code"] != (state.code_sum() if code is None else code):
        return {}
    texts: dict[str, Packed] = found["texts"]
    return texts


def save(file: str, texts: Iterable[Written], code: int) -> None:
    """Keep what was seen."""
    seen = {one.wanted.file: one.packed() for one in texts if one.digest}
    state.save(file, {"code": code, "texts": seen})

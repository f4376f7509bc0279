"""The sheet as a PDF, by typst; an extra, so a deployment may do without (`locks/pdf.lock`)."""

from __future__ import annotations

import json
import re
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from formsvc.summary.pages import Summary

TEMPLATE = Path(__file__).parent / "summary.typ"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs that turn the text after them, and one that PDF/UA forbids."""
PICTURES = re.compile("[\u200d\u2300-\u2bff\ufe00-\ufe0f\ue000-\uf8ff\U00010000-\U0010ffff]")
"""Emoji with their joiners, and signs that few fonts have."""
FAR = re.compile("[^\u0000-\u052f\u2000-\u2065\u20ac\u2190-\u2193]")
"""All but Latin, Greek and Cyrillic, which every font here has."""


def is_possible() -> bool:
    """Say whether the extra is installed."""
    return find_spec("typst") is not None


def written(summary: Summary, *, at: datetime) -> bytes:
    """Set the sheet; the same sheet and instant give the same bytes.

    Everything goes in as data, so no sign in a name is ever read as markup. It is a tagged PDF
    (PDF/UA-1), which a screen reader can read. That standard refuses signs that no installed font
    can show: a sheet that has any shows them by their number, an emoji as [U+1F9F5].
    """
    import typst

    data = numbered(json.dumps(summary.plain(), ensure_ascii=False), TURNING)
    for signs in (PICTURES, FAR):
        try:
            return _set(data, at)
        except typst.TypstError:
            data = numbered(data, signs)
    return _set(data, at)


def numbered(text: str, signs: re.Pattern[str]) -> str:
    """Write some signs by their number."""
    return signs.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text)


def _set(data: str, at: datetime) -> bytes:
    import typst

    # An embedded file could only come from the template's own folder, and it names none.
    document: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"data": data},
        timestamp=int(at.timestamp()),
        pdf_standards=["ua-1"],
    )
    return document

"""The sheet as a PDF, by typst; an extra, so a deployment may do without (`locks/pdf.lock`)."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from formsvc.summary.pages import Summary

TEMPLATE = Path(__file__).parent / "summary.typ"


def is_possible() -> bool:
    """Say whether the extra is installed."""
    return find_spec("typst") is not None


def written(summary: Summary, *, at: datetime) -> bytes:
    """Set the sheet; the same sheet and instant give the same bytes.

    Everything goes in as data, so no sign in a name is ever read as markup. It is a tagged PDF
    (PDF/UA-1), which a screen reader can read.
    """
    import typst

    # An embedded file could only come from the template's own folder, and it names none.
    document: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"data": json.dumps(summary.plain(), ensure_ascii=False)},
        timestamp=int(at.timestamp()),
        pdf_standards=["ua-1"],
    )
    return document

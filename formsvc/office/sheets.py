"""Tables for spreadsheets: CSV that opens right in Excel, in which no cell can run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the letters of the machine."""
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula for some program, the wide signs of East Asian keyboards too."""

Cell = str | int | float | None


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table; words that look like a formula get an apostrophe before them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return (BOM + out.getvalue()).encode()


def harmless(words: str) -> str:
    """Give words that are shown and never computed: an apostrophe stands before a formula."""
    return f"'{words}" if words.lstrip(" \u00a0").startswith(RUNS) else words

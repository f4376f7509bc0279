"""Tables for spreadsheets: CSV that opens right in Excel, in which no cell can run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the letters of the machine."""
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""

Cell = str | int | float | None


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table; words that look like a formula get an apostrophe before them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def harmless(cell: Cell) -> Cell:
    """Give a cell that is shown and never computed; numbers stay numbers."""
    runs = isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(RUNS)
    return f"'{cell}" if runs else cell

"""The list as a file: CSV that opens right in Excel, and a workbook; both hold any number of cases.

The CSV has a byte order mark, semicolons between cells and a decimal comma: so Excel opens it with
a double click where the euro is paid. Any other Excel opens the workbook. Nothing that a person
typed becomes a formula.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO

import xlsxwriter

from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import OFFICE_NAMES
from formsvc.office.case.shown import aim_in_short
from formsvc.office.queue.facets import KINDS
from formsvc.office.sheets import BOM, harmless
from generator.programme.programme import Programme

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 64 * 1024
HEADS = (
    "Reference", "Organisation", "Country", "Visitor", "Registration", "Contact", "E-mail",
    "Language", "Way", "To", "Visit", "Cluster", "State", "Decision", "Waits for", "Waits since",
    "Due", "Open rules", "Travellers", "Amount EUR", "First day", "Last day", "Sent", "Released",
)  # fmt: skip
WIDTHS = {"Organisation": 36, "E-mail": 28, "To": 30, "Contact": 22}

Value = str | int | Decimal
"""What stands in a cell; a day is written 2021-06-15, which sorts and is read everywhere."""


def cells_of(case: Case, programme: Programme) -> list[Value]:
    """Give the cells of one case, in the order of HEADS."""
    typed = case.answers
    way = case.kind if case.kind is CaseKind.HOST_OFFER else case.route
    amount: Value = "" if case.amount_eur is None else case.amount_eur
    days = (case.first_on, case.last_on, case.sent_on, case.released_on)
    waits = (case.waits_for or "", *(str(day or "") for day in (case.waits_since_on, case.due_on)))
    decision = (f"{case.decision} (to release)" if case.pending else case.decision) or ""
    return [
        case.reference, case.organisation, case.country, case.visitor_type,
        str(typed.get("registration") or ""), str(typed.get("contact") or ""), case.email,
        case.language, dict(KINDS)[way.value], aim_in_short(case), case.visit or "",
        case.cluster or "", OFFICE_NAMES[case.state], decision, *map(str, waits),
        case.open_rules, case.travellers, amount, *(str(day or "") for day in days),
    ]  # fmt: skip


def csv_of(cases: Iterable[Case], programme: Programme) -> Iterator[str]:
    """Give the lines of a CSV file, as they are read."""
    yield BOM + _line(HEADS)
    for case in cases:
        yield _line([_shown(cell) for cell in cells_of(case, programme)])


def _shown(cell: Value) -> str | int:
    """Give a cell for CSV: an amount as it is read where the euro is paid, words harmless."""
    if isinstance(cell, Decimal):
        whole = cell == cell.to_integral_value()
        return int(cell) if whole else str(cell).replace(".", ",")
    return harmless(cell) if isinstance(cell, str) else cell


def xlsx_of(cases: Iterable[Case], programme: Programme) -> IO[bytes]:
    """Write a workbook to a file without a name, row by row, and give it to be read."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is read
    settings = {"constant_memory": True, "strings_to_formulas": False,
                "strings_to_urls": False, "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(file, settings) as book:
        sheet = book.add_worksheet("Cases")
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for place, head in enumerate(HEADS):
            sheet.set_column(place, place, WIDTHS.get(head, 14))
            sheet.write_string(0, place, head, bold)
        last = 0
        for last, case in enumerate(cases, 1):
            for place, cell in enumerate(cells_of(case, programme)):
                if isinstance(cell, str):
                    sheet.write_string(last, place, cell)
                else:
                    sheet.write_number(last, place, float(cell))
        sheet.autofilter(0, 0, last, len(HEADS) - 1)
    file.seek(0)
    return file


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Give a file piece by piece, and close it."""
    with file:
        while piece := file.read(AT_ONCE):
            yield piece


def _line(cells: Iterable[Value]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow(cells)
    return line.getvalue()

"""The list as a file: what stands in it, who gets which rows, and that nothing in it computes."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from formsvc import db
from formsvc.accounts.models import StaffNote
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import State
from formsvc.moves import Role
from formsvc.office.queue import exports
from formsvc.office.sheets import RUNS
from formsvc.snapshot import current_programme

NAUGHTY = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "  =1", "＝1", '"quoted";x')
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def case(number: int = 1, **columns: object) -> Case:
    usual = {"organisation": "Příklad s.r.o.", "cluster": "clutex", "visit": "northern-bohemia",
             "state": State.SUBMITTED, "country": "CZ", "visitor_type": "sme", "travellers": 2,
             "amount_eur": Decimal("305.00"), "email": "eva@example.org", "answers": {},
             "waits_for": Role.OFFICER, "due_on": date(2021, 6, 25), "open_rules": 0,
             "kind": CaseKind.CANDIDATURE, "route": Route.VISIT, "language": "en",
             "confirmed_at": datetime(2021, 6, 15, tzinfo=UTC), "confirmed_on": date(2021, 6, 15)}  # fmt: skip
    return Case(reference=f"X-{number}", idempotency_key=str(number), version="1",
                created_at=datetime(2021, 6, 15, tzinfo=UTC), **usual | columns)  # fmt: skip


def keep(service, *cases: Case) -> None:
    with service.app.app_context(), db.unit_of_work():
        db.session.add_all(cases)


def rows_of_csv(page) -> list[dict[str, str]]:
    text = page.data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def cells_of_xlsx(data: bytes) -> list[tuple[str, str]]:
    """Kind and text of every cell; a formula would be an element of its own."""
    book = zipfile.ZipFile(io.BytesIO(data))
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{CELL}f"))
    return [(cell.get("t", "n"), "".join(cell.itertext())) for cell in sheet.iter(f"{CELL}c")]


def test_the_files_hold_the_filtered_list_in_its_order(service):
    keep(service, case(1), case(2, country="IT"), case(3, due_on=date(2021, 6, 20)))
    jana = service.officer()

    rows = rows_of_csv(jana.opens("/review/cases.csv?country=CZ").page)

    assert [row["Reference"] for row in rows] == ["X-3", "X-1"]
    assert jana.page.headers["Content-Disposition"].startswith('attachment; filename="cases-2021-')
    assert rows[1].items() >= {
        "Organisation": "Příklad s.r.o.", "State": "New", "Due": "2021-06-25", "Travellers": "2",
        "Amount EUR": "305", "Way": "Joins a visit", "Visit": "northern-bohemia",
    }.items()  # fmt: skip
    cells = cells_of_xlsx(jana.opens("/review/cases.xlsx?country=CZ").page.data)
    assert cells[len(exports.HEADS)] == ("inlineStr", "X-3")
    assert ("n", "305") in cells


def test_an_officer_takes_only_the_own_cases(service):
    keep(service, case(1), case(2, cluster="ntt"))
    otto = service.officer("otto", "officer", cluster="ntt")

    assert [r["Reference"] for r in rows_of_csv(otto.opens("/review/cases.csv?view=all").page)] == [
        "X-2"
    ]
    text = "".join(t for _, t in cells_of_xlsx(otto.opens("/review/cases.xlsx?view=all").page.data))
    assert ("X-2" in text, "X-1" in text) == (True, False)


@pytest.mark.parametrize("words", NAUGHTY)
def test_nothing_that_somebody_typed_becomes_a_formula(service, words):
    keep(service, case(organisation=words, answers={"contact": words}))
    jana = service.officer()

    [row] = rows_of_csv(jana.opens("/review/cases.csv").page)
    cells = cells_of_xlsx(jana.opens("/review/cases.xlsx").page.data)

    assert row["Organisation"] in (words, f"'{words}")
    assert row["Organisation"].lstrip(" ")[0] not in RUNS
    assert cells.count(("inlineStr", words)) == 2


def test_each_file_taken_leaves_a_line_in_the_staff_log(service):
    aldo = service.officer("aldo", "auditor")

    aldo.opens("/review/cases.csv?view=all&q=firma")
    aldo.opens("/review/cases.xlsx?state=rejected")

    with service.app.app_context():
        notes = db.session.scalars(select(StaffNote).order_by(StaffNote.id)).all()[-2:]
        assert [(note.what, note.detail) for note in notes] == [
            ("took the list of cases as CSV", "view=all&q=firma"),
            ("took the list of cases as Excel", "view=waiting&state=rejected"),
        ]


def test_a_wrong_choice_gives_no_file(service):
    assert service.officer().opens("/review/cases.csv?state=x").status == 404


@pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)  # no row is read
def test_a_long_list_needs_no_more_memory_than_a_short_one(service):
    with service.app.test_request_context("/review/"):
        programme = current_programme()
        peaks = []
        for count in (500, 5_000):
            tracemalloc.start()
            exports.xlsx_of((case(number) for number in range(count)), programme).close()
            for _ in exports.csv_of((case(number) for number in range(count)), programme):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()

    assert peaks[1] < 2 * peaks[0]

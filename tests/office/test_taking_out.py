"""One case leaves the office: on paper with its files, and its history so that it can be checked."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_files import pdf

from formsvc.history.actions import BEGINNING, canonical, payload_hash, sha256
from formsvc.office.sheets import RUNS, as_csv


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms().opens_case()


def test_the_json_of_a_history_holds_all_that_its_hashes_are_made_of(service, case):
    jana = service.officer().does(case.reference, "check")
    jana.does(case.reference, "comment", words="NTT knows them.", audience="office")

    told = json.loads(jana.opens(f"/review/cases/{case.reference}/history.json").page.data)

    before = BEGINNING
    for event in told["events"]:
        names = ("seq", "move", "start", "end", "role", "actor", "at", "programme_date")
        skeleton = [told["case_id"], *(event[name] for name in names)]
        assert event["payload_hash"] == payload_hash(event["salt"], event["payload"])
        assert event["previous_hash"] == before
        before = sha256(canonical([*skeleton, event["payload_hash"], before]))
        assert event["hash"] == before
    assert [event["move"] for event in told["events"]] == ["confirm", "check", "comment"]
    assert told["verdict"] == f"{case.reference}: whole"
    assert told["events"][1]["actor_name"] == "jana"


def test_the_csv_of_a_history_opens_in_a_spreadsheet(service, case):
    service.officer().does(case.reference, "reject", reason="=cmd|' /C calc'!A0")

    page = service.officer().opens(f"/review/cases/{case.reference}/history.csv").page

    rows = list(csv.DictReader(io.StringIO(page.data.decode("utf-8-sig"))))
    assert page.data.startswith(b"\xef\xbb\xbf")
    assert (
        page.headers["Content-Disposition"] == f"attachment; filename={case.reference}-history.csv"
    )
    assert json.loads(rows[-1]["payload"])["reason"] == "=cmd|' /C calc'!A0"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2)))
def test_no_cell_begins_a_formula_and_none_is_lost(rows):
    text = as_csv(["a", "b"], rows).decode("utf-8-sig")

    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    for typed, cells in zip(rows, read, strict=True):
        for words, cell in zip(typed, cells, strict=True):
            assert not cell.lstrip(" \u00a0").startswith(RUNS)
            assert cell in (words, f"'{words}")


def test_numbers_stay_numbers():
    assert as_csv(["amount", "words"], [[-5, None]]).splitlines()[1] == b"-5,"


def test_the_history_of_an_erased_case_says_purged_and_can_still_be_checked(service, case):
    erasure = f"/apply/my-data/{case.reference}/erasure"
    case.opens(f"/apply/case/{case.reference}/my-data")
    case.presses(f"/apply/case/{case.reference}/my-data/erasure")
    case.opens_mailed_link("step-up").follows()
    case.presses(erasure, {"words": "", "sure": "y"})
    jana = service.officer().does(case.reference, "erasure", decision="erase")

    page = jana.opens(f"/review/cases/{case.reference}/history").text
    told = json.loads(jana.opens(f"/review/cases/{case.reference}/history.json").page.data)

    assert "payload purged on 2021-06-15" in page
    assert told["events"][0]["payload"] == "purged"
    assert "Esempio" not in page


def test_the_print_page_holds_answers_rules_files_and_history(service, case):
    jana = service.officer().accepts(case.reference)
    service.on(date(2021, 9, 27))
    anna = service.applicant()
    anna.reference = case.reference
    anna.opens_case().adds_file("attendance", pdf(), "a.pdf")
    service.draws()
    eva = service.officer("aldo", "auditor")

    page = eva.opens(f"/review/cases/{case.reference}/print")

    for words in ("Tessuti Esempio S.r.l.", "€305", "SHA-256", "a.pdf", "Acceptance released"):
        assert words in page.text
    assert f'src="/review/cases/{case.reference}/files/1/preview"' in page.page.text
    assert '<form method="post"' not in page.page.text[page.page.text.index("<main") :]
    assert "open-file" not in jana.history(case.reference)


@pytest.mark.parametrize("what", ["print", "history", "history.json", "history.csv"])
def test_a_case_of_others_cannot_be_taken_out(service, case, what):
    olga = service.officer("olga", "officer", "clutex")

    assert olga.opens(f"/review/cases/{case.reference}/{what}").status == 404

"""The sheet of a candidature, to print and as a PDF: every sign as it was typed."""

from __future__ import annotations

import html
import re

import pypdfium2
import pytest

from formsvc.summary import pdf

NAUGHTY = (
    "Žluťoučký Łódź",
    "*bold* #let _x_ $y$ @ref `code` = head",
    "<b>Rossi</b> & {{ 7 * 7 }}",
    "שלום עולם",
    "مرحبا بالعالم",
    "Τεχνολογία Ткань",
    "W" * 150,
)


@pytest.fixture
def anna(service):
    return service.applicant().applies().confirms().opens_case()


def text_of(document: bytes) -> str:
    """What a reader copies out of a PDF, without the places where a long word may break."""
    opened = pypdfium2.PdfDocument(document)
    pages = "\n".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return pages.replace("\u200b", "")


def test_the_sheet_holds_everything_and_none_of_the_site(anna, programme):
    anna.opens(f"/apply/case/{anna.reference}/summary")

    for words in (anna.reference, "Tessuti Esempio S.r.l.", "€305", "nanofibre", "Being checked",
                  "You confirmed your address", "20–22 September 2021"):  # fmt: skip
        assert words in anna.text
    for sentence in programme.rules_of(programme.call).declarations:
        assert " ".join(sentence.text.say("en").words.split()) in anna.text
    assert '<body class="sheet-only">' in anna.page.text


def test_the_pdf_says_the_same(anna):
    anna.opens(f"/apply/case/{anna.reference}/summary.pdf")

    assert anna.page.headers["Content-Type"] == "application/pdf"
    assert anna.page.headers["Cache-Control"] == "no-store"
    assert f'filename="{anna.reference}.pdf"' in anna.page.headers["Content-Disposition"]
    said = " ".join(text_of(anna.page.data).split())
    for words in (anna.reference, "Tessuti Esempio S.r.l.", "€305", "nanofibre", "Being checked"):
        assert words in said


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_name_prints_as_it_was_typed(service, name):
    anna = service.applicant().applies(organisation=name).confirms().opens_case()

    anna.opens(f"/apply/case/{anna.reference}/summary")
    assert f"<bdi>{html.escape(name, quote=False)}</bdi>" in anna.page.text
    anna.opens(f"/apply/case/{anna.reference}/summary.pdf")
    said = text_of(anna.page.data)
    letters = re.sub(r"\s", "", said)
    for word in name.split():
        assert word in letters


def test_the_same_sheet_gives_the_same_bytes(anna, service):
    from datetime import UTC, datetime

    from formsvc import clock

    with clock.moved(datetime(2021, 6, 15, 12, tzinfo=UTC)):
        twice = {anna.opens(f"/apply/case/{anna.reference}/summary.pdf").page.data for _ in "ab"}

    assert len(twice) == 1


def test_without_the_extra_there_is_no_pdf_and_the_page_says_how_to_keep_it(anna, monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)

    anna.opens(f"/apply/case/{anna.reference}/summary")

    assert "Save as PDF" not in anna.text
    assert "print this page" in anna.text
    assert anna.opens(f"/apply/case/{anna.reference}/summary.pdf").status == 404


def test_a_stranger_and_a_draft_have_no_sheet(service, anna):
    for page in ("summary", "summary.pdf"):
        assert service.applicant().opens(f"/apply/case/{anna.reference}/{page}").status == 404
    drafting = service.applicant().begins()
    assert drafting.opens(f"/apply/case/{drafting.reference}/summary").status == 404


def test_the_receipt_leads_to_the_sheet(service):
    anna = service.applicant().applies().follows()

    assert f'href="/apply/case/{anna.reference}/summary"' in anna.page.text
    assert anna.opens(f"/apply/case/{anna.reference}/summary").status == 200

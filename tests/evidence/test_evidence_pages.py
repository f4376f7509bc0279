"""What proves the exchange is sent by the applicant and looked at by the office."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from make_files import jpeg, pdf, pdf_with_text, zipped
from sqlalchemy import select

from formsvc import db
from formsvc.evidence.models import StoredFile
from formsvc.evidence.states import EvidenceState
from formsvc.moves import Role

AFTER = date(2021, 9, 27)
PDF, PHOTO = pdf(), jpeg()  # a PDF made anew has another date inside


@pytest.fixture
def accepted(service):
    """Anna's accepted case, opened after the visit."""
    anna = service.applicant().applies().confirms()
    service.officer().accepts(anna.reference)
    service.on(AFTER)
    later = service.applicant()
    later.reference = anna.reference
    return later.opens_case()


def test_before_the_visit_no_evidence_is_asked_for(service):
    anna = service.applicant().applies().confirms()
    service.officer().accepts(anna.reference)

    anna.opens_case()
    assert "From 20 September 2021 you can add here" in anna.text
    assert anna.adds_file("attendance", PDF, "a.pdf").status == 404


def test_after_the_visit_the_page_lists_what_proves_it(accepted):
    assert accepted.heading == "Show us that you were there, and what came of it"
    assert "Proof that you were there" in accepted.text
    assert "What came of the visit" in accepted.text
    assert "Files that help us decide" not in accepted.text  # it is decided


def test_a_file_sent_again_after_a_lost_answer_is_there_once(service, accepted):
    for _ in range(2):
        assert accepted.adds_file("attendance", PDF, "a.pdf").follows().status == 200

    jana = service.officer().opens_case(accepted.reference)
    assert jana.history(accepted.reference).count("receive-evidence") == 1
    assert len(list((service.data / "files").glob("??/??/*"))) == 1


def test_the_same_file_counts_again_when_another_copy_was_asked_for(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    jana = service.officer().opens_case(accepted.reference)
    jana.does(accepted.reference, "evidence/attendance/again", reason="It is cut off.")

    accepted.adds_file("attendance", PDF, "a.pdf")

    assert jana.history(accepted.reference).count("receive-evidence") == 2


def test_a_pdf_and_a_photo_are_kept_exactly_as_they_came(service, accepted):
    files = {"attendance.pdf": PDF, "photo.jpg": PHOTO}

    for name, content in files.items():
        assert accepted.adds_file("attendance", content, name).follows().status == 200
        assert name in accepted.text

    jana = service.officer().opens_case(accepted.reference)
    for number, content in enumerate(files.values(), start=1):
        answer = jana.opens(f"/review/cases/{accepted.reference}/files/{number}").page
        assert answer.data == content
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert jana.history(accepted.reference).count("open-file") == 2


def test_a_received_file_shows_its_checksum(accepted):
    accepted.adds_file("attendance", PDF, "a.pdf").follows()

    assert hashlib.sha256(PDF).hexdigest()[:12] in accepted.text


def test_the_office_looks_at_a_drawn_copy(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    jana, address = service.officer(), f"/review/cases/{accepted.reference}/files/1"
    assert "The preview is being made" in jana.opens(f"{address}/look").text
    assert jana.opens(f"{address}/preview").status == 404

    service.draws()

    assert "The preview is being made" not in jana.opens(f"{address}/look").text
    answer = jana.opens(f"{address}/preview").page
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.pdf", "The file is empty."),
        (zipped("a.txt"), "photo.jpg", "This is an archive"),
        (b"<html><script>alert(1)</script>", "a.pdf", "This is a web page."),
        (b"%PDF-1.7 broken", "a.pdf", "The file is damaged"),
    ],
)
def test_a_file_that_is_refused_says_why_and_the_way_out(service, accepted, content, name, said):
    accepted.adds_file("attendance", content, name)

    assert accepted.status == 422
    assert said in accepted.errors[0]
    assert len(accepted.errors[0]) > len(said)
    assert service.lying() == []


def test_a_photo_of_30_mb_is_refused_in_words(service, accepted):
    accepted.sends_form_with("attendance", "photo.jpg", PHOTO + bytes(30_000_000))

    assert accepted.status == 413
    assert accepted.errors == [
        "The file is larger than 25 MB. Send a smaller scan, or send the pages as several files."
    ]
    assert service.lying() == []


def test_files_too_large_together_are_refused_before_they_are_read(service, accepted):
    accepted.page = accepted.browser.post(
        f"/apply/case/{accepted.reference}/evidence/attendance",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(61 * 1024 * 1024)},
        input_stream=io.BytesIO(b"--x"),
    )

    assert accepted.status == 413
    assert accepted.errors == [
        "These files are too large to be sent at once. Send them one by one."
    ]
    assert service.lying() == []


def test_no_file_chosen_is_said(accepted):
    accepted.adds_file("attendance", b"", "")

    assert (accepted.status, accepted.errors) == (422, ["Choose a file first."])


def test_words_are_kept_and_shown_back(service, accepted):
    accepted.writes("outcomes", "We met RICE. A <test> follows.").follows()

    assert "We met RICE. A <test> follows." in accepted.text
    assert "We met RICE." in service.officer().opens_case(accepted.reference).text


def test_too_many_words_are_shown_again(accepted):
    accepted.writes("outcomes", "x" * 5001)

    assert accepted.status == 422
    assert "x" * 5001 in accepted.page.text
    assert "Shorten this to 5000 characters" in accepted.errors[0]


def test_words_that_are_refused_beside_a_new_file_lose_neither(accepted):
    accepted.adds_file("outcomes", PDF, "results.pdf")

    accepted.writes("outcomes", "x" * 5001)

    assert accepted.status == 422
    assert "results.pdf" in accepted.text
    assert "x" * 5001 in accepted.page.text


def test_a_file_that_is_refused_beside_words_and_a_good_file_loses_neither(accepted):
    accepted.writes("outcomes", "We met RICE.")
    here = f"/apply/case/{accepted.reference}/evidence/outcomes"
    files = [(io.BytesIO(PDF), "good.pdf"), (io.BytesIO(zipped("a.txt")), "bad.zip")]

    accepted.opens(here).presses(here, {"file": files})

    assert accepted.status == 422
    assert "bad.zip: This is an archive" in accepted.errors[0]
    assert "good.pdf" in accepted.text
    assert "We met RICE." in accepted.page.text


def test_a_file_says_that_no_scanner_has_looked_at_it(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")

    with service.app.app_context():
        assert db.session.scalars(select(StoredFile.scan)).all() == ["unscanned"]


def test_when_everything_has_arrived_the_case_waits_for_the_office(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    assert accepted.case.waits_for is Role.APPLICANT

    accepted.writes("outcomes", "A test follows.").follows()

    assert accepted.case.waits_for is Role.OFFICER
    assert accepted.heading == "We look at what you sent"
    assert "Evidence arrived" in service.officer().opens("/review/").text


def test_the_office_accepts_one_item_and_asks_for_another_copy_of_the_other(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    accepted.writes("outcomes", "Good.")
    jana = service.officer()

    jana.does(accepted.reference, "evidence/outcomes/accept")
    jana.does(accepted.reference, "evidence/attendance/again", reason="The signature is missing.")

    accepted.opens_case()
    assert accepted.heading == "We need another copy from you"
    assert "The signature is missing." in accepted.text
    mail = accepted.mails("evidence-replace")[0]
    assert "Proof that you were there" in mail.body
    assert "The signature is missing." in mail.body
    assert accepted.case.waits_for is Role.APPLICANT


def test_an_accepted_item_is_locked(service, accepted):
    accepted.writes("outcomes", "Good.")
    service.officer().does(accepted.reference, "evidence/outcomes/accept")

    accepted.writes("outcomes", "Better.")

    assert accepted.status == 422
    assert "Nothing can be added here any more." in accepted.text
    assert accepted.opens_case().text.count("Better.") == 0


def test_when_everything_is_accepted_nobody_has_to_do_anything(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    accepted.writes("outcomes", "Good.")
    jana = service.officer()
    for slot in ("attendance", "outcomes"):
        jana.does(accepted.reference, f"evidence/{slot}/accept")

    assert accepted.case.waits_for is None
    assert accepted.opens_case().heading == "We have all that we need"


def test_the_same_file_in_two_cases_is_told_to_the_office(service, accepted):
    other = service.on(None) and service.applicant().applies(email="b@example.org").confirms()
    service.officer().accepts(other.reference)
    service.on(AFTER)
    second = service.applicant()
    second.reference = other.reference
    second.opens_case().adds_file("attendance", PDF, "b.pdf")
    first = service.applicant()
    first.reference = accepted.reference
    first.opens_case().adds_file("attendance", PDF, "a.pdf")

    shown = service.officer().opens_case(accepted.reference).text

    assert f"also in {other.reference}" in shown


def test_a_stranger_can_neither_send_nor_see_files(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    stranger = service.applicant()
    stranger.opens("/apply/candidature?visit=northern-bohemia")
    stranger.reference = accepted.reference

    sent = stranger.browser.post(
        f"/apply/case/{accepted.reference}/evidence/attendance",
        data={"file": (io.BytesIO(PDF), "a.pdf")},
    )
    assert sent.status_code == 404
    assert stranger.opens(f"/review/cases/{accepted.reference}/files/1").status == 302


def test_a_file_of_another_case_is_not_found(service, accepted):
    accepted.adds_file("attendance", PDF, "a.pdf")
    other = service.applicant()
    other.reference = accepted.reference
    jana = service.officer()

    assert jana.opens("/review/cases/X-2222-22/files/1").status == 404
    assert jana.opens(f"/review/cases/{accepted.reference}/files/99").status == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\a.pdf", "a.pdf"),
        ("fdp\u202e.a.pdf", "fdp.a.pdf"),
        ("n" * 300 + ".pdf", "n" * 251 + ".pdf"),
    ],
)
def test_a_senders_file_name_is_for_people_only(accepted, name, shown):
    accepted.adds_file("attendance", PDF, name).follows()

    assert shown in accepted.text


def test_no_more_than_twenty_files_are_kept_for_a_case(accepted):
    for number in range(20):
        content = pdf_with_text(f"Sheet {number}")
        assert accepted.adds_file("attendance", content, f"{number}.pdf").status == 302

    accepted.adds_file("attendance", PDF, "one-more.pdf")

    assert accepted.status == 422
    assert accepted.errors[0].startswith("No more files can be added")
    assert accepted.case.state == "accepted"
    assert accepted.opens(f"/apply/case/{accepted.reference}").text.count("SHA-256") == 20


def test_states_of_evidence_have_words_for_everybody():
    from formsvc.evidence.states import PUBLIC_NAMES
    from formsvc.office.case.pages import EVIDENCE_TONES

    assert set(PUBLIC_NAMES) == set(EVIDENCE_TONES) == set(EvidenceState)

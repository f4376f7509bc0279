"""Files that help the office decide: sent with the candidature, asked for, answered."""

from __future__ import annotations

import hashlib
import re

from make_files import jpeg
from sender import PDF, Sender, files_of


def test_supporting_files_go_with_the_candidature_and_the_office_reads_them(service, anna):
    Sender(anna).sends_all("letter.pdf", PDF)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends().follows()
    assert f"SHA-256 {hashlib.sha256(PDF).hexdigest()[:12]}" in anna.text  # on the receipt
    anna.confirms().opens_case()
    assert "letter.pdf" in anna.text
    Sender(anna, home=f"/apply/case/{anna.reference}").sends_all("photo.jpg", jpeg(), piece=10**6)

    jana = service.officer().opens_case(anna.reference)

    assert "Files that help us decide" in jana.text
    assert "letter.pdf" in jana.text
    assert "photo.jpg" in jana.text
    assert jana.history(anna.reference) == ["confirm", "receive-evidence"]
    assert anna.case.waits_for == "officer"


def test_a_file_can_be_taken_out_of_a_draft_and_not_later(service, anna):
    Sender(anna).sends_all("wrong.pdf", PDF)
    Sender(anna).sends_all("right.pdf", PDF)
    check = f"/apply/candidature/{anna.reference}/check"
    remove = f"/apply/case/{anna.reference}/evidence/supporting/files/{{}}/remove"

    anna.opens(check).presses(remove.format(1)).follows()
    assert ("wrong.pdf" in anna.text, "right.pdf" in anna.text) == (False, True)

    anna.opens(check).sends().follows()
    anna.presses(remove.format(2))
    assert anna.status == 409
    assert [name for name, _ in files_of(service)] == ["right.pdf"]


def test_a_closed_case_takes_no_more_files(service, anna):
    anna.sends().confirms().opens_case()
    script = Sender(anna, home=f"/apply/case/{anna.reference}")
    anna.opens(f"/apply/case/{anna.reference}/withdraw")
    anna.presses(f"/apply/case/{anna.reference}/withdraw", {"reason": ""})

    assert script.begins("late.pdf", len(PDF)).status_code == 404


def test_a_supporting_file_asked_for_again_brings_the_case_back_to_the_office(service, anna):
    Sender(anna).sends_all("letter.pdf", PDF)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    anna.confirms()
    jana = service.officer()
    jana.does(anna.reference, "evidence/supporting/again", reason="The letter has no date.")
    assert anna.case.waits_for == "applicant"
    anna.opens_case()
    assert "Why: The letter has no date." in anna.text

    Sender(anna, home=f"/apply/case/{anna.reference}").sends_all("new.pdf", PDF)

    assert anna.case.waits_for == "officer"
    assert "Why:" not in anna.opens(f"/apply/case/{anna.reference}").text


def test_supporting_files_are_read_and_never_accepted(service, anna):
    Sender(anna).sends_all("letter.pdf", PDF)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    anna.confirms()

    jana = service.officer().does(anna.reference, "evidence/supporting/accept")

    assert jana.status == 409


def test_a_file_that_the_office_asks_for_answers_its_question(service, anna):
    anna.sends().confirms()
    service.officer().does(
        anna.reference, "ask", question="Please send a letter of your cluster.", asks_file="y",
        due_on="2021-06-24",
    )  # fmt: skip
    anna.opens_case()
    answer = re.search(r"/apply/case/[^/]+/answer/\d+", anna.page.text)[0]
    assert anna.presses(answer, {"answer": ""}).status == 422

    Sender(anna, home=f"/apply/case/{anna.reference}").sends_all("letter.pdf", PDF)
    assert anna.case.state == "info-requested"
    anna.opens(f"/apply/case/{anna.reference}").presses(answer, {"answer": ""})

    assert (anna.status, anna.case.state) == (302, "submitted")

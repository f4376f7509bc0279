"""Who may send files in pieces, how large, how many, and where there is room."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from sender import PDF, PIECES, Sender

from formsvc import limits
from formsvc.evidence import tokens
from formsvc.evidence.incoming import Reserve
from formsvc.evidence.refusals import PASSING, REASONS, STATUS


def test_a_stranger_cannot_begin_send_ask_or_stop(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    stranger = service.applicant()
    stranger.begins(email="b@example.org")
    script.browser = stranger.browser

    for method in ("HEAD", "GET", "PATCH", "DELETE"):
        assert script.asks(method, Upload_Offset="0", Content_Type=PIECES).status_code == 404
    assert script.asks("POST", script.about["endpoint"]).status_code == 404


@pytest.mark.parametrize("bad", ["", "x", "of another slot", "of another case"])
def test_without_the_slot_s_own_token_nothing_is_taken(service, anna, bad):
    script = Sender(anna)
    other = service.applicant().fills_in(email="b@example.org")
    if bad == "of another case":
        script.about["token"] = Sender(other).about["token"]
    elif bad == "of another slot":
        with service.app.test_request_context("/apply/"):
            script.about["token"] = tokens.make(anna.case, "attendance")
    else:
        script.about["token"] = bad

    assert script.begins("letter.pdf", len(PDF)).status_code == 403


def test_another_case_s_upload_is_not_found(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    key = script.address.rpartition("/")[2]
    other = Sender(service.applicant().fills_in(email="b@example.org"))

    assert other.asks("HEAD", f"{other.about['endpoint']}/{key}").status_code == 404


def test_an_unknown_version_of_the_protocol_is_refused(anna):
    script = Sender(anna)

    answer = script.asks("POST", script.about["endpoint"], Tus_Resumable="0.2.0")

    assert answer.status_code == 412


@pytest.mark.parametrize("length", ["", "-1", "1e3", "9" * 30, "１２"])
def test_a_size_that_is_no_number_is_refused(anna, length):
    script = Sender(anna)

    headers = {"Upload_Length": length.encode().decode("latin-1")}
    assert script.asks("POST", script.about["endpoint"], **headers).status_code == 400


def test_a_draft_holds_five_files_those_on_their_way_counted(service, anna):
    script = Sender(anna)
    for number in range(3):
        assert script.sends_all(f"{number}.pdf", PDF, piece=10**6).status_code == 204
    for number in (3, 4):
        assert script.begins(f"{number}.pdf", len(PDF)).status_code == 201

    assert script.begins("6.pdf", len(PDF)).status_code == 422
    assert anna.page.text.startswith("No more files can be added")


def test_files_of_drafts_are_counted_by_address_and_hour(service, anna, monkeypatch):
    monkeypatch.setattr(limits, "DRAFT_FILES", replace(limits.DRAFT_FILES, most=2))
    script = Sender(anna)
    for number in range(2):
        assert script.begins(f"{number}.pdf", len(PDF)).status_code == 201

    assert script.begins("3.pdf", len(PDF)).status_code == 429
    assert anna.page.text.startswith("Too many files came from your address")
    anna.opens(f"/apply/candidature/{anna.reference}/check")
    anna.presses(
        f"/apply/case/{anna.reference}/evidence/supporting", {"file": (io.BytesIO(PDF), "a.pdf")}
    )
    assert anna.status == 429
    assert len(service.lying()) == 2  # the two parts


def test_with_too_little_room_files_are_refused_and_small_forms_are_not(service, anna):
    script = Sender(anna)
    service.files.incoming.reserve = Reserve(size=10**18)

    answer = script.begins("letter.pdf", len(PDF))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert answer.text.startswith("There is no room for files at the moment.")
    anna.opens(f"/apply/candidature/{anna.reference}/check")
    anna.presses(
        f"/apply/case/{anna.reference}/evidence/supporting", {"file": (io.BytesIO(PDF), "a.pdf")}
    )
    assert (anna.status, anna.page.headers["Retry-After"]) == (503, "600")
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    assert anna.follows().heading == "Now confirm your address"


def test_every_reason_that_passes_has_a_status_that_the_script_tries_again():
    assert {STATUS[reason] for reason in PASSING} == {503, 409, 423}
    assert set(PASSING) <= set(REASONS)

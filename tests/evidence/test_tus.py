"""Files in pieces: what the page's script says to the service, and what it may rely on."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from make_files import jpeg, pdf, zipped
from sqlalchemy import select

from formsvc import clock, db, limits
from formsvc.candidatures.upkeep import delete_unconfirmed
from formsvc.clock import Moment
from formsvc.evidence import tokens, upkeep, uploads
from formsvc.evidence.cli import evidence
from formsvc.evidence.incoming import Reserve
from formsvc.evidence.models import EvidenceItem, StoredFile, Upload
from formsvc.evidence.refusals import PASSING, REASONS, STATUS

PDF = pdf()
PIECES = "application/offset+octet-stream"


class Sender:
    """The page's script in one slot of one case."""

    def __init__(self, person, slot: str = "supporting", home: str | None = None) -> None:
        self.person, self.browser = person, person.browser
        home = home or f"/apply/case/{person.reference}/evidence/{slot}"
        page = person.opens(home).page.text
        found = re.search(rf'id="{slot}".*?data-upload=\'([^\']+)\'', page, re.S)
        self.about = json.loads(unescape(found[1]))
        self.address = ""

    def asks(self, method: str, address: str | None = None, data: bytes | None = None, **headers):
        usual = {"Tus-Resumable": "1.0.0", self.about["header"]: self.about["token"]}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.browser.open(
            address or self.address, method=method, data=data, headers={**usual, **given}
        )
        self.person.page = answer
        return answer

    def begins(self, name: str, size: int, changed: str = "1"):
        pairs = {"filename": name, "changed": changed}
        meta = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())
        answer = self.asks(
            "POST", self.about["endpoint"], Upload_Length=str(size), Upload_Metadata=meta
        )
        self.address = answer.headers.get("Location", "")
        return answer

    def sends(self, piece: bytes, at: int):
        return self.asks("PATCH", data=piece, Upload_Offset=str(at), Content_Type=PIECES)

    def has_arrived(self) -> int:
        return int(self.asks("HEAD").headers["Upload-Offset"])

    def sends_all(self, name: str, content: bytes, piece: int = 200):
        self.begins(name, len(content))
        answer = None
        for at in range(0, len(content), piece):
            answer = self.sends(content[at : at + piece], at)
        return answer


@pytest.fixture
def anna(service):
    """An applicant whose draft is ready to be sent."""
    return service.applicant().fills_in()


def files_of(service) -> list[tuple[str, str]]:
    """(name, SHA-256) of every file of every case."""
    with service.app.app_context():
        rows = db.session.execute(select(StoredFile.name, StoredFile.sha256))
        return [tuple(row) for row in rows]


def test_a_file_sent_in_pieces_is_the_case_s_file(service, anna):
    script = Sender(anna)

    answer = script.sends_all("letter.pdf", PDF)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(PDF)))
    assert files_of(service) == [("letter.pdf", hashlib.sha256(PDF).hexdigest())]
    assert "letter.pdf" in anna.opens(f"/apply/candidature/{anna.reference}/check").text


def test_the_script_is_told_what_is_spoken(anna):
    said = Sender(anna).asks("OPTIONS", f"/apply/case/{anna.reference}/evidence/supporting/uploads")

    assert said.headers["Tus-Version"] == "1.0.0"
    assert said.headers["Tus-Extension"] == "creation,termination,expiration"
    assert said.headers["Tus-Max-Size"] == str(25 * 1024 * 1024)


def test_what_has_arrived_stays_and_any_page_goes_on_from_there(service, anna):
    Sender(anna).begins("letter.pdf", len(PDF))
    first = Sender(anna)
    first.begins("letter.pdf", len(PDF))
    first.sends(PDF[:300], 0)
    page = anna.opens(f"/apply/case/{anna.reference}/evidence/supporting")
    assert "have arrived. Choose the same file again to go on." in page.text

    again = Sender(anna)
    again.begins("letter.pdf", len(PDF))

    assert again.address == first.address
    assert again.has_arrived() == 300
    again.sends(PDF[300:], 300)
    assert files_of(service) == [("letter.pdf", hashlib.sha256(PDF).hexdigest())]


def test_a_file_that_changed_meanwhile_is_another_file(anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF), changed="1")
    first = script.address

    script.begins("letter.pdf", len(PDF), changed="2")

    assert script.address != first


def test_the_last_piece_sent_twice_finds_the_file_received(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))

    answers = [script.sends(PDF, 0) for _ in range(3)]

    assert [each.status_code for each in answers] == [204] * 3
    assert {each.headers["Upload-Offset"] for each in answers} == {str(len(PDF))}
    assert len(files_of(service)) == 1


def test_eight_last_pieces_at_once_make_one_file(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    cookie = anna.browser.get_cookie("xchange_apply", path="/apply").value
    headers = {
        "Tus-Resumable": "1.0.0", script.about["header"]: script.about["token"],
        "Upload-Offset": "0", "Cookie": f"xchange_apply={cookie}",
    }  # fmt: skip

    def last(_number: int) -> int:
        browser = service.app.test_client(use_cookies=False)
        return browser.patch(
            script.address, data=PDF, headers=headers, content_type=PIECES
        ).status_code

    with ThreadPoolExecutor(8) as pool:
        said = set(pool.map(last, range(8)))

    assert said <= {204, 409, 423}  # received, or try again: what it is then told is below
    assert script.has_arrived() == len(PDF)
    assert len(files_of(service)) == 1


def test_a_piece_for_another_place_changes_nothing(anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    script.sends(PDF[:100], 0)

    assert script.sends(PDF[200:], 200).status_code == 409
    assert script.has_arrived() == 100


def test_more_than_was_announced_is_refused(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", 100)

    assert script.sends(PDF, 0).status_code == 413
    assert script.asks("HEAD").status_code == 404
    assert service.lying() == []


def test_a_piece_is_bounded(anna):
    script = Sender(anna)
    script.begins("letter.pdf", 20_000_000)

    answer = script.sends(bytes(5_000_000), 0)

    assert answer.status_code == 413


def test_a_file_over_the_limit_or_empty_is_refused_before_it_is_sent(service, anna):
    script = Sender(anna)

    assert script.begins("film.mov", 26 * 1024 * 1024 + 1).status_code == 413
    assert "larger than 25 MB" in anna.page.text
    assert script.begins("nothing.pdf", 0).status_code == 422
    assert service.lying() == []


def test_a_refused_file_says_why_however_often_the_script_asks(service, anna):
    script = Sender(anna)
    content = zipped("a.txt")
    script.begins("letter.zip", len(content))

    told = script.sends(content, 0)

    assert told.status_code == 422
    assert told.text.startswith("This is an archive (for example ZIP).")
    assert told.mimetype == "text/plain"
    assert script.asks("HEAD").status_code == 422
    assert script.asks("GET").text == told.text
    assert script.sends(content, 0).text == told.text
    assert (files_of(service), service.lying()) == ([], [])


def test_the_refusal_is_in_the_language_of_the_page(anna):
    script = Sender(anna, home=f"/apply/cs/case/{anna.reference}/evidence/supporting")
    content = zipped("a.txt")

    told = script.sends_all("dopis.zip", content, piece=len(content))

    assert told.text.startswith("Toto je archiv")


def test_what_is_given_up_is_gone(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    script.sends(PDF[:100], 0)

    assert script.asks("DELETE").status_code == 204
    assert script.asks("HEAD").status_code == 404
    assert service.lying() == []


def test_a_received_file_is_not_given_up_by_a_late_stop(service, anna):
    script = Sender(anna)
    script.sends_all("letter.pdf", PDF)

    assert script.asks("DELETE").status_code == 410
    assert len(files_of(service)) == 1


def test_without_javascript_an_unfinished_file_is_given_up_by_a_button(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    anna.opens(f"/apply/candidature/{anna.reference}/check")

    anna.presses(script.address + "/stop")

    assert anna.follows().status == 200
    assert service.lying() == []


# --- a crash in the last moment ---------------------------------------------------------------


def test_whole_but_without_a_row_it_becomes_the_case_s_file_when_the_script_asks(service, anna):
    """Killed after the last byte was flushed, before anything else."""
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    key = script.address.rpartition("/")[2]
    service.files.incoming.path(f"{key}.part").write_bytes(PDF)

    assert script.has_arrived() == len(PDF)
    assert files_of(service) == [("letter.pdf", hashlib.sha256(PDF).hexdigest())]


def test_kept_but_without_a_row_it_becomes_the_case_s_file_when_the_script_asks(service, anna):
    """Killed between the rename and the row."""
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    key = script.address.rpartition("/")[2]
    part = service.files.incoming.path(f"{key}.part")
    part.write_bytes(PDF)
    service.files.store.put(part, key)

    assert sweep(service) == []  # it is somebody's
    assert script.has_arrived() == len(PDF)
    assert len(files_of(service)) == 1


# --- who, when, how many ----------------------------------------------------------------------


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


# --- upkeep -----------------------------------------------------------------------------------


def sweep(service) -> list[str]:
    info = ScriptInfo(create_app=lambda: service.app, set_debug_flag=False)
    done = CliRunner().invoke(evidence, ["sweep", "--grace", "0", "--format", "json"], obj=info)
    return [row["name"] for row in json.loads(done.stdout)]


def test_p3_after_a_sweep_every_file_has_its_row_and_every_row_its_file(service, anna):
    script = Sender(anna)
    script.sends_all("letter.pdf", PDF, piece=10**6)
    script.sends_all("photo.jpg", jpeg(), piece=10**6)
    script.begins("on its way.pdf", len(PDF))
    script.sends(PDF[:100], 0)
    on_its_way = f"{script.address.rpartition('/')[2]}.part"
    service.draws()
    belongs = sorted(service.lying())
    for left in (service.files.incoming.begin(), service.files.incoming.begin_in_pieces()):
        service.files.incoming.path(left).write_bytes(b"left by a crash")
    service.files.store.put(service.files.incoming.path(service.files.incoming.begin()))

    assert len(sweep(service)) == 3

    assert sorted(service.lying()) == belongs
    assert (on_its_way in belongs, len(belongs)) == (True, 2 * 3 + 1)
    with service.app.app_context():
        assert list(upkeep.verify(service.files)) == []


def test_an_unfinished_file_waits_three_days_for_its_rest(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    script.sends(PDF[:100], 0)
    begun = clock.now()

    with clock.moved(begun + timedelta(days=2, hours=23)):
        assert sweep(service) == []
    with clock.moved(begun + timedelta(days=3, minutes=1)):
        assert len(sweep(service)) == 1

    assert script.asks("HEAD").status_code == 404
    assert service.lying() == []


def test_when_a_draft_is_deleted_its_files_go_too(service, anna):
    script = Sender(anna)
    script.sends_all("letter.pdf", PDF)
    script.begins("photo.jpg", 1000)
    service.draws()

    with clock.moved(clock.now() + timedelta(days=31)):
        with service.app.app_context(), db.unit_of_work():
            delete_unconfirmed(when=Moment(clock.now(), date(2021, 7, 20)))
        sweep(service)

    with service.app.app_context():
        assert [
            db.session.query(table).count() for table in (Upload, StoredFile, EvidenceItem)
        ] == [
            0,
            0,
            0,
        ]
    assert service.lying() == []


def test_an_erased_case_keeps_no_bytes_of_any_file(service, anna):
    Sender(anna).sends_all("letter.pdf", PDF)
    Sender(anna).begins("on its way.pdf", len(PDF))
    service.draws()

    with service.app.app_context():
        with db.unit_of_work():
            keys = uploads.delete_all_of([anna.case.id])
        for key in keys:
            service.files.forget(key)

    assert (files_of(service), service.lying()) == ([], [])


# --- supporting files -------------------------------------------------------------------------


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

"""Files in pieces: what the page's script says to the service, and what it may rely on."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

from make_files import zipped
from sender import PDF, PIECES, Sender, files_of, sweep


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

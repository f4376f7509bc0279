"""Comments stay in the office, or go to the applicant, who can answer; nothing said is changed."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from people import token
from sqlalchemy import select

from formsvc import db
from formsvc.comments.models import Comment
from formsvc.moves import Role


@pytest.fixture
def anna(service):
    return service.applicant().applies().confirms().opens_case()


def says(officer, case, words: str, audience: str = "office"):
    return officer.does(case.reference, "comment", words=words, audience=audience)


def answers(anna, words: str):
    anna.opens(f"/apply/case/{anna.reference}")
    return anna.presses(f"/apply/case/{anna.reference}/words", {"words": words})


def test_a_comment_of_the_office_stays_in_the_office(service, anna):
    jana = service.officer()

    says(jana, anna, "NTT knows them well.")

    assert "jana , 15 June 2021" in jana.opens_case(anna.reference).text
    assert "NTT knows them well." in jana.text
    assert "NTT knows them well." not in anna.opens(f"/apply/case/{anna.reference}").text
    assert anna.mails("comment") == []
    assert jana.history(anna.reference)[-1] == "comment"


def test_nobody_writes_to_the_applicant_by_mistake(service, anna):
    page = service.officer().opens(f"/review/cases/{anna.reference}/comment").page.text

    assert re.search(r"<input[^>]*checked[^>]*value=\"office\"", page)


def test_the_applicant_gets_a_mail_and_reads_it_on_the_status_page(service, anna):
    says(service.officer(), anna, "The bus leaves at 8.", "applicant")

    mail = anna.mails("comment")[0]
    assert "The bus leaves at 8." in mail.body
    anna.opens_mailed_link("comment").follows()
    assert "The bus leaves at 8." in anna.text
    assert "The office" in anna.text
    assert "jana" not in anna.text


def test_an_answer_brings_the_case_to_the_top_of_the_queue(service, anna):
    earlier = service.applicant().applies(email="e@example.org", registration="IT 9").confirms()
    jana = service.officer()
    says(jana, anna, "Which bus do you take?", "applicant")

    answers(anna, "The one at 8.")

    queue = jana.opens("/review/").text
    assert queue.index(anna.reference) < queue.index(earlier.reference)
    assert "Wrote to you" in queue
    page = jana.opens_case(anna.reference).text
    assert page.index("Which bus do you take?") < page.index("The one at 8.")
    assert anna.case.due_on == date(2021, 6, 15)


def test_seen_or_answered_the_case_goes_on_as_before(service, anna):
    jana, before = service.officer(), (anna.case.waits_for, anna.case.due_on)
    says(jana, anna, "Which bus do you take?", "applicant")
    answers(anna, "The one at 8.")

    jana.does(anna.reference, "seen")
    seen = (anna.case.wrote_on, anna.case.waits_for, anna.case.due_on)
    answers(anna, "No, at 9.")
    says(jana, anna, "Good.", "applicant")

    assert seen == (None, *before)
    assert (anna.case.wrote_on, anna.case.waits_for, anna.case.due_on) == (None, *before)


def test_a_case_that_moved_on_meanwhile_is_not_given_back(service, anna):
    jana = service.officer()
    says(jana, anna, "Which bus?", "applicant")
    answers(anna, "At 8.")
    jana.does(anna.reference, "check")
    after = anna.case.due_on

    jana.does(anna.reference, "seen")

    assert (anna.case.waits_for, anna.case.due_on) == (Role.OFFICER, after)


def test_an_open_question_keeps_its_day_on_the_applicants_page(service, anna):
    jana = service.officer()
    jana.does(anna.reference, "ask", question="Why?", fields=["travellers"], due_on="2021-06-25")
    says(jana, anna, "Take your time.", "applicant")
    answers(anna, "Thank you.")

    assert "by Friday 25 June 2021" in anna.opens(f"/apply/case/{anna.reference}").heading


def test_a_second_click_says_it_once(service, anna):
    says(service.officer(), anna, "Which bus?", "applicant")
    address = f"/apply/case/{anna.reference}/words"
    fields = {"csrf_token": token(anna.opens(f"/apply/case/{anna.reference}").page), "words": "8."}

    with ThreadPoolExecutor(4) as pool:
        devices = [anna.on_another_device() for _ in range(4)]
        statuses = list(
            pool.map(lambda who: who.browser.post(address, data=fields).status_code, devices)
        )

    assert statuses == [302] * 4
    assert words_kept(service, anna) == ["Which bus?", "8."]


def words_kept(service, anna) -> list[str]:
    with service.app.app_context():
        mine = select(Comment.words).where(Comment.case_id == anna.case.id).order_by(Comment.id)
        return list(db.session.scalars(mine))


def test_the_applicant_writes_only_after_the_office_and_not_without_end(service, anna):
    address = f"/apply/case/{anna.reference}/words"
    assert anna.presses(address, {"words": "Hello?"}).status == 404

    says(service.officer(), anna, "Which bus?", "applicant")
    for number in range(5):
        assert answers(anna, f"{number}").status == 302
    anna.opens(f"/apply/case/{anna.reference}")

    assert f'action="{address}"' not in anna.page.text
    assert "the office answers next" in anna.text
    assert anna.presses(address, {"words": "6"}).status == 409


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Write something."),
        ("x" * 2001, "Shorten this to 2000 characters; it has 2001."),
        ("a\x00b", "This has a character that cannot be read. Type it again."),
    ],
)
def test_words_that_cannot_be_taken_stay_on_the_page(service, anna, words, told):
    says(service.officer(), anna, "Which bus?", "applicant")

    answers(anna, words)

    assert (anna.status, anna.errors) == (422, [told])


def test_an_auditor_reads_comments_and_says_none(service, anna):
    says(service.officer(), anna, "NTT knows them well.")
    aldo = service.officer("aldo", "auditor")

    assert "NTT knows them well." in aldo.opens_case(anna.reference).text
    assert aldo.does(anna.reference, "comment", words="x", audience="office").status == 403


def test_the_copy_of_own_data_holds_only_what_was_written_to_and_by_the_applicant(service, anna):
    jana = service.officer()
    says(jana, anna, "They are late again.")
    says(jana, anna, "Which bus?", "applicant")
    answers(anna, "At 8.")
    anna.opens(f"/apply/case/{anna.reference}/my-data")
    anna.presses(f"/apply/case/{anna.reference}/my-data/export")
    anna.opens_mailed_link("step-up").follows()
    anna.presses(f"/apply/my-data/{anna.reference}/export")

    copy = json.loads(anna.page.data)

    assert [(each["by"], each["words"]) for each in copy["written"]] == [
        ("office", "Which bus?"), ("applicant", "At 8."),
    ]  # fmt: skip
    assert b"late again" not in anna.page.data


def test_an_erasure_takes_the_comments_with_it(service, anna):
    says(service.officer(), anna, "They are late again.")
    erasure = f"/apply/my-data/{anna.reference}/erasure"
    anna.opens(f"/apply/case/{anna.reference}/my-data")
    anna.presses(f"/apply/case/{anna.reference}/my-data/erasure")
    anna.opens_mailed_link("step-up").follows()
    anna.presses(erasure, {"words": "", "sure": "y"})

    service.officer().does(anna.reference, "erasure", decision="erase")

    assert words_kept(service, anna) == []


@pytest.mark.parametrize(("language", "title"), [("cs", "Zprávy k"), ("it", "Messaggi sulla")])
def test_the_thread_speaks_the_applicants_language(service, anna, language, title):
    says(service.officer(), anna, "Which bus?", "applicant")

    assert title in anna.opens(f"/apply/{language}/case/{anna.reference}").text


def test_the_office_comments_on_an_offer_of_a_host_for_itself(service):
    eva, jana = service.host().offers(cluster="ntt").confirms(), service.officer()
    here = f"/review/offers/{eva.reference}/comment"
    jana.opens(here)
    assert "Only the office reads it" in jana.text
    assert "Who reads it?" not in jana.text

    jana.presses(here, {"words": " "})
    assert (jana.status, jana.errors) == (422, ["Write the comment."])
    jana.presses(here, {"words": "I know the laboratory. <b>"}).follows()

    assert "jana" in jana.text
    assert "I know the laboratory. <b>" in jana.text
    assert jana.history(eva.reference)[-1] == "comment"
    assert (
        "laboratory. <b>" in service.officer("aldo", "auditor").opens(jana.page.request.path).text
    )
    assert eva.mails("comment") == []
    assert "I know the laboratory." not in eva.opens_case().text
    other = service.officer("olga", role="officer", cluster="clutex")
    assert other.opens(here).status == 404

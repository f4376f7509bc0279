"""An applicant's own data: a copy, another address, erasure; each behind a link that works once."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from make_files import pdf
from sqlalchemy import select

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.search import searchable
from formsvc.candidatures.states import State
from formsvc.evidence.models import EvidenceItem, StoredFile
from formsvc.history import verify
from formsvc.history.models import Event, EventPayload
from formsvc.mail.models import Mail
from formsvc.moves import Role
from formsvc.privacy.erasing import KEPT_COLUMNS, default_of

NEW = "anna.nuova@example.net"


@pytest.fixture
def anna(service):
    return service.applicant().applies().confirms().opens_case()


@pytest.fixture
def jana(service):
    return service.officer()


def asks(anna, what: str):
    """Ask for the link on the page of the case."""
    anna.opens(f"/apply/case/{anna.reference}/my-data")
    return anna.presses(f"/apply/case/{anna.reference}/my-data/{what}")


def steps_up(anna, what: str):
    """Ask for the link, open it, and go where it leads."""
    asks(anna, what)
    return anna.opens_mailed_link("step-up").follows()


def asks_erasure(anna, words: str = ""):
    steps_up(anna, "erasure")
    return anna.presses(f"/apply/my-data/{anna.reference}/erasure", {"words": words, "sure": "y"})


def test_a_copy_holds_everything_and_no_link(anna, jana):
    jana.does(anna.reference, "check").does(anna.reference, "accept")
    steps_up(anna, "export")

    anna.presses(f"/apply/my-data/{anna.reference}/export")

    headers = anna.page.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == f'attachment; filename="{anna.reference}.json"'
    copy = json.loads(anna.page.data)
    assert copy["answers"]["email"] == "anna@example.org"
    assert copy["assessment"]["amount_eur"] == "305.00"
    assert copy["mails"][0]["subject"].startswith("Confirm your address")
    assert [each["words"] for each in copy["consents"]]
    assert "/apply/link/" not in re.sub(r"/…", "", anna.page.text)
    said = [line["what"] for line in copy["history"]]
    assert said == ["You took a copy of your data", "The rules are checked",
                    "You confirmed your address"]  # fmt: skip
    assert '"accepted"' not in anna.page.text  # a decision that is not released


def test_a_step_up_link_works_once_and_opens_only_its_thing(service, anna):
    steps_up(anna, "export")
    link = anna.mailed_link("step-up")

    assert (anna.opens(link).status, anna.heading) == (410, "This link has been used")
    assert anna.opens(f"/apply/my-data/{anna.reference}/erasure").status == 404
    elsewhere = service.applicant()
    for path in ("my-data/{}/export", "case/{}/my-data", "case/{}"):
        assert elsewhere.opens("/apply/" + path.format(anna.reference)).status == 404


def test_who_opens_it_elsewhere_gets_that_one_thing_and_not_the_case(service, anna):
    asks(anna, "export")
    phone = service.applicant()
    phone.reference = anna.reference

    phone.opens_mailed_link("step-up").follows()

    assert phone.heading == "Take a copy of your data"
    assert phone.opens(f"/apply/case/{anna.reference}").status == 404


def test_a_step_up_link_and_what_it_opened_end_after_15_minutes(anna):
    asks(anna, "export")
    path, now = anna.mailed_link("step-up"), clock.now()
    with clock.moved(now + timedelta(minutes=16)):
        assert (anna.opens(path).status, anna.heading) == (410, "This link is too old")
    anna.opens(path).presses(path).follows()
    with clock.moved(clock.now() + timedelta(minutes=16)):
        assert anna.opens(f"/apply/my-data/{anna.reference}/export").status == 404


def test_an_address_gets_three_such_mails_a_day(anna):
    for _ in range(4):
        asks(anna, "export")

    assert len(anna.mails("step-up")) == 3
    assert "at most three such mails a day" in anna.follows().text


def test_another_address_counts_when_both_have_agreed(service, anna, jana):
    earlier = anna.mailed_link("case-link")
    steps_up(anna, "address")
    anna.presses(f"/apply/my-data/{anna.reference}/address", {"address": NEW})
    assert anna.case.email == "anna@example.org"

    anna.opens_mailed_link("new-address")

    assert anna.heading == "Your address is changed"
    case = anna.case
    assert (case.email, case.answers["email"]) == (NEW, NEW)
    assert searchable(NEW) in case.search
    assert [mail.to for mail in anna.mails("address-changed")] == ["anna@example.org"]
    assert anna.opens(f"/apply/case/{anna.reference}").status == 404
    assert anna.opens(earlier).status == 410
    assert anna.mails("case-link")[-1].to == NEW
    assert anna.opens_case().status == 200
    assert jana.history(anna.reference)[-1] == "change-address"


def test_the_mail_to_an_address_that_nobody_has_confirmed_has_no_words_of_the_sender(anna):
    steps_up(anna, "address")
    anna.presses(f"/apply/my-data/{anna.reference}/address", {"address": NEW})

    (mail,) = anna.mails("new-address")
    assert "Tessuti" not in mail.subject + mail.body


def test_a_wrong_address_stays_on_the_page(anna):
    steps_up(anna, "address")

    anna.presses(f"/apply/my-data/{anna.reference}/address", {"address": "anna,nuova@example"})

    assert anna.status == 422
    assert "comma" in anna.errors[0]
    assert 'value="anna,nuova@example"' in anna.page.text


def test_an_erasure_lands_in_the_queue_and_a_refusal_gives_the_case_back(anna, jana):
    due_on = anna.case.due_on
    asks_erasure(anna, "We closed the firm.")
    assert anna.heading == "The office has your request"
    assert "Wants erasure" in jana.opens("/review/").text
    assert "asks you to erase" in jana.opens_case(anna.reference).text
    assert "We closed the firm." in jana.opens(f"/review/cases/{anna.reference}/erasure").text

    jana.does(anna.reference, "erasure", decision="refuse", reason="The audit runs.")

    case = anna.case
    assert (case.state, case.waits_for, case.due_on) == (State.SUBMITTED, Role.OFFICER, due_on)
    assert case.erasure_asked_on is None
    assert "The audit runs." in anna.mails("erasure-refused")[0].body
    assert "The audit runs." in anna.opens(f"/apply/case/{anna.reference}").text


@pytest.mark.parametrize("closed_by", ["the applicant", "the office"])
def test_a_request_for_erasure_waits_on_when_the_case_is_closed(anna, jana, closed_by):
    asks_erasure(anna)
    if closed_by == "the applicant":
        address = f"/apply/case/{anna.reference}/withdraw"
        anna.opens(address).presses(address, {"reason": ""})
    else:
        jana.does(anna.reference, "reject", reason="Too late.").does(anna.reference, "release")

    case = anna.case
    assert (case.waits_for, case.due_on) == (Role.OFFICER, date(2021, 6, 25))
    assert "Waiting for you: 1" in jana.opens("/review/").heading
    jana.does(anna.reference, "erasure", decision="refuse", reason="The funding body asks for it.")
    assert anna.case.waits_for is None


def test_a_refusal_needs_a_reason_and_an_erasure_a_tick(anna, jana):
    steps_up(anna, "erasure")
    anna.presses(f"/apply/my-data/{anna.reference}/erasure", {"words": "Because"})
    assert anna.errors == ["Tick this to ask for the erasure."]
    assert "Because" in anna.page.text
    anna.presses(f"/apply/my-data/{anna.reference}/erasure", {"sure": "y"})

    jana.does(anna.reference, "erasure", decision="refuse")

    assert (jana.status, jana.errors) == (422, ["Write the reason."])


def test_an_erasure_leaves_only_bones_that_name_nobody(service, anna, jana):
    link = anna.mailed_link("case-link")
    asks_erasure(anna, "Secret words")

    jana.does(anna.reference, "erasure", decision="erase")

    case = anna.case
    assert (case.state, case.waits_for, case.email) == (State.WITHDRAWN, None, "")
    assert (case.answers, case.assessment) == ({}, {})
    kept = everything(service)
    for name in ("Tessuti", "anna@", "Anna Esempio", "nanofibre", "Secret words", "01234567890"):
        assert name not in kept
    assert jana.opens_case(anna.reference).heading == "The data of this case is erased"
    assert "Address confirmed Applicant" in jana.text
    assert "(erased)" in jana.opens("/review/?view=all").text
    for page in ("reject", "ask", "reopen", "release", "erasure"):
        assert jana.opens(f"/review/cases/{anna.reference}/{page}").status == 404
    assert anna.opens(f"/apply/case/{anna.reference}").status == 404
    assert anna.opens(link).status == 404


def test_every_column_of_a_case_is_kept_on_purpose_or_can_be_emptied():
    columns = Case.__table__.columns

    assert {column.key for column in columns} >= KEPT_COLUMNS
    for column in columns:
        assert (
            column.key in KEPT_COLUMNS or column.nullable or default_of(column) in ("", {}, [], 0)
        )


def test_the_chain_of_an_erased_case_still_holds(service, anna, jana):
    asks_erasure(anna)
    jana.does(anna.reference, "erasure", decision="erase")

    with service.app.app_context():
        (found,) = verify.verify(anna.reference)
        assert found.verdict is verify.Verdict.PURGED
        assert found.purged_on == date(2021, 6, 15)
        assert len(db.session.scalars(select(EventPayload)).all()) == 1


def test_files_of_an_erased_case_are_gone_from_the_store(service, anna, jana):
    jana.accepts(anna.reference)
    service.on(date(2021, 9, 27))
    later = service.applicant()
    later.reference = anna.reference
    later.opens_case().adds_file("attendance", pdf(), "Anna Esempio.pdf")
    later.opens(f"/apply/case/{anna.reference}/withdraw")
    later.presses(f"/apply/case/{anna.reference}/withdraw", {"reason": ""})
    asks_erasure(later)
    assert list((service.data / "files").glob("??/??/*"))

    service.officer().does(anna.reference, "erasure", decision="erase")

    assert list((service.data / "files").glob("??/??/*")) == []
    with service.app.app_context():
        assert db.session.scalars(select(StoredFile)).all() == []
        assert db.session.scalars(select(EvidenceItem)).all() == []


def test_an_accepted_case_is_not_erased_and_the_page_says_why_before(anna, jana):
    jana.accepts(anna.reference)
    assert "five years" in anna.opens(f"/apply/case/{anna.reference}/my-data").text
    asks_erasure(anna)

    jana.does(anna.reference, "erasure", decision="erase")

    assert (jana.status, anna.case.state) == (409, State.ACCEPTED)
    assert "records must be kept" in jana.text


def test_nobody_else_decides_about_an_erasure(service, anna):
    asks_erasure(anna)
    otto = service.officer("otto", role="officer", cluster="clutex")

    assert otto.opens(f"/review/cases/{anna.reference}/erasure").status == 404
    assert service.applicant().opens(f"/review/cases/{anna.reference}/erasure").status == 302


def test_what_nobody_asked_for_is_not_erased(anna, jana):
    jana.opens(f"/review/cases/{anna.reference}/ask")

    jana.presses(f"/review/cases/{anna.reference}/erasure", {"decision": "erase"})

    assert (jana.status, anna.case.state) == (409, State.SUBMITTED)


def everything(service) -> str:
    """All rows that could hold something of a person; the mail that tells of the erasure is the
    last one, and goes when it is sent."""
    with service.app.app_context():
        rows = [
            str({c.name: getattr(row, c.key, None) for c in table.__table__.columns})
            for table in (Case, Event, EventPayload)
            for row in db.session.scalars(select(table))
        ]
        mails = db.session.scalars(select(Mail.name)).all()
    assert mails == ["erased"]
    return "\n".join(rows)

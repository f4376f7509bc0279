"""The office prepares a candidature; only the company can declare, send and confirm it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from people import PEOPLE, PURPOSE, VISIT, hidden
from sqlalchemy import select

from formsvc import clock, db
from formsvc.assisted.models import Preparation
from formsvc.candidatures import upkeep
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.history.models import Event


def company(service, reference: str):
    anna = service.applicant()
    anna.reference = reference
    return anna


@pytest.fixture
def otto(service):
    return service.officer("otto", "officer", "ntt")


@pytest.fixture
def anna(service, otto):
    """The company, with the link in its mail opened."""
    reference = otto.prepares()
    otto.hands_over(reference)
    return company(service, reference).opens_mailed_link("prepared").follows()


def test_the_company_reads_declares_sends_and_confirms(service, otto, anna):
    assert "The office has prepared this candidature for you." in anna.text
    anna.answers("declarations").opens(f"/apply/candidature/{anna.reference}/check")
    assert "Tessuti Esempio S.r.l." in anna.text

    anna.sends().confirms()

    assert anna.case.state is State.SUBMITTED
    page = otto.opens_case(anna.reference).text
    assert "Prepared by otto; the company read and declared it" in page
    assert "Confirmed by the company on 15 June 2021" in otto.opens("/review/prepare").text


def test_the_history_says_who_typed_what(service, otto, anna):
    anna.answers("people", travellers="1").answers("declarations")
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends().confirms()

    with service.app.app_context():
        mine = select(Event).join(Case, Case.id == Event.case_id)
        event = db.session.scalars(mine.where(Case.reference == anna.reference)).one()
        told = event.payload.body

    assert told["changed"] == {"travellers": [2, 1]}
    assert (event.role, event.actor) == ("applicant", None)
    assert "Travellers: 2 → 1" in otto.opens_case(anna.reference).text


def test_the_mail_holds_no_word_that_the_office_typed(service, otto):
    reference = otto.prepares(organisation="Buy cheap looms", contact="Click here")

    otto.hands_over(reference, "it")

    mail = company(service, reference).mails("prepared")[0]
    assert "ha preparato per voi" in mail.body
    assert "Buy cheap" not in mail.subject + mail.body
    assert "Click here" not in mail.body


def test_the_office_never_declares(otto):
    reference = otto.prepares()
    address = f"/review/prepare/{reference}/declarations"

    assert otto.opens(address).status == 404
    assert otto.presses(address, {"declared": "x"}).status == 404


def test_no_declaration_comes_from_the_office(service, otto):
    reference = otto.prepares()
    page = f"/review/prepare/{reference}/purpose"

    otto.opens(page).presses(page, {**PURPOSE, "declared": ["conditions"]})

    assert "declared" not in company(service, reference).kept


def test_the_office_opens_none_of_the_companys_pages(otto):
    reference = otto.prepares()
    otto.hands_over(reference)

    for page in ("check", "organisation", "sent", "turn-down"):
        assert otto.opens(f"/apply/candidature/{reference}/{page}").status == 404
    for page in ("check", "organisation"):
        assert otto.opens(f"/review/prepare/{reference}/{page}").status == 404
    assert otto.presses(f"/review/prepare/{reference}/people", {**PEOPLE}).status == 404


def test_nobody_else_in_the_office_has_the_draft(service, otto):
    reference = otto.prepares()

    for name, role in (("jana", "coordinator"), ("olga", "officer"), ("aldo", "auditor")):
        other = service.officer(name, role, "ntt" if role == "officer" else None)
        assert other.opens(f"/review/prepare/{reference}/people").status in (403, 404)
        assert other.opens_case(reference).status == 404


def test_it_cannot_be_handed_over_to_the_office_itself(service, otto):
    reference = otto.prepares(email="otto@example.org")

    otto.hands_over(reference)

    assert otto.status == 409
    assert "a member of staff" in otto.text
    assert company(service, reference).mails() == []


def test_something_missing_is_said_before_it_is_handed_over(service, otto):
    otto.opens("/review/prepare")
    key = re.search(r'name="key" value="([^"]+)"', otto.page.text)[1]
    otto.presses("/review/prepare", {"aim": "own", "key": key})
    reference = re.search(r"X-\w{4}-\w\w", otto.page.location)[0]

    otto.hands_over(reference)

    assert "Something is still missing" in otto.text
    assert company(service, reference).mails() == []


def test_two_clicks_begin_one_draft_and_send_one_link(service, otto):
    page = otto.opens("/review/prepare").page
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    for _ in range(2):
        otto.page = page
        otto.presses("/review/prepare", {"aim": VISIT, "key": key})
    reference = otto.prepares()
    check = f"/review/prepare/{reference}/check"
    shown = otto.opens(check).page
    statuses = []
    for _ in range(2):
        otto.page = shown
        statuses.append(otto.presses(check, {"language": "en"}).status)

    with service.app.app_context():
        assert len(db.session.scalars(select(Preparation)).all()) == 2
    assert statuses == [302, 404]
    assert len(company(service, reference).mails("prepared")) == 1


def test_turned_down_it_is_gone_and_the_office_learns_why(service, otto, anna):
    address = f"/apply/candidature/{anna.reference}/turn-down"
    anna.opens(address).presses(address, {"reason": "We never asked for it."})
    link = anna.mailed_link("prepared")

    assert anna.heading == "You turned it down"
    assert "We never asked for it." in otto.opens("/review/prepare").text
    assert anna.kept == {"route": "visit"}
    assert anna.opens(f"/apply/candidature/{anna.reference}/check").status == 404
    assert anna.opens(link).status == 410


def test_a_draft_of_ones_own_is_not_turned_down(service):
    anna = service.applicant().begins()

    assert anna.opens(f"/apply/candidature/{anna.reference}/turn-down").status == 404


def test_until_it_is_confirmed_it_holds_no_seat_and_is_not_in_the_queue(service, otto, anna):
    jana = service.officer()

    assert anna.reference not in jana.opens("/review/?view=all").text
    assert jana.history(anna.reference) == []
    anna.answers("declarations").opens(f"/apply/candidature/{anna.reference}/check").sends()
    assert anna.reference not in jana.opens("/review/?view=all").text


def test_one_that_nobody_came_back_to_is_deleted_with_its_preparation(service, otto):
    reference = otto.prepares()

    later = clock.now() + timedelta(days=32)
    with service.app.app_context(), clock.moved(later), db.unit_of_work():
        gone = upkeep.delete_unconfirmed(when=clock.moment())

    assert gone == 1
    with service.app.app_context():
        assert db.session.scalars(select(Preparation)).all() == []
        assert db.session.scalars(select(Case).where(Case.reference == reference)).all() == []


@pytest.mark.parametrize("language", ["cs", "it"])
def test_the_company_reads_it_in_its_language(service, otto, language):
    reference = otto.prepares()
    otto.hands_over(reference, language)
    anna = company(service, reference)

    body = anna.mails("prepared")[0].body
    assert f"/apply/{language}/link/" in body


def test_another_window_of_the_same_officer_overwrites_nothing_unseen(otto):
    reference = otto.prepares()
    address = f"/review/prepare/{reference}/purpose"
    old = otto.opens(address).page
    otto.opens(address)
    otto.presses(address, {"objectives": "The newer words of the other window."})
    otto.page = old

    otto.presses(address, {"objectives": "Older words, typed before."})

    assert otto.status == 409
    assert "another window of yours" in otto.text
    assert "Older words, typed before." in otto.text


def test_what_is_typed_is_kept_by_itself_as_on_the_pages_of_applicants(service):
    jana = service.officer()
    reference = jana.prepares()
    here = f"/review/prepare/{reference}/purpose"
    assert f'data-typed="{here}/typed"' in jana.opens(here).page.text
    other_window, before = hidden(jana.page)["seen"], hidden(jana.opens(here).page)

    jana.presses(f"{here}/typed", {"objectives": "Half a sen"})

    kept = jana.page.json
    assert (jana.status, kept["seen"] != before["seen"], "€305" in kept["lines"]) == (
        200,
        True,
        True,
    )
    assert "Half a sen" in jana.opens(here).page.text
    jana.presses(f"{here}/typed", {"objectives": "From an older window", "seen": other_window})
    assert jana.status == 409
    assert "Half a sen" in jana.opens(here).page.text


def test_nothing_is_kept_by_itself_for_others_or_after_handing_over(service):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    reference = jana.prepares()
    typed = f"/review/prepare/{reference}/purpose/typed"
    otto.opens("/review/prepare").presses(typed, {"objectives": "Mine."})
    assert otto.status == 404
    assert jana.browser.post(typed, data={"objectives": "No token."}).status_code == 400
    jana.hands_over(reference)

    jana.opens("/review/prepare").presses(typed, {"objectives": "Too late."})

    assert jana.status == 404

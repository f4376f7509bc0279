"""Staff read each mail before it leaves, change its words, hold it, or send it at once."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import mail_words
from sqlalchemy import select, update

from formsvc import clock, db
from formsvc.candidatures.states import State
from formsvc.history.models import Event, EventPayload
from formsvc.mail import delivery
from formsvc.mail.delivery import Refused
from formsvc.mail.models import Mail
from formsvc.outbox.own_links import OWN_LINK, hidden, whole

QUESTION = {"question": "How many?", "fields": ["travellers"], "due_on": "2021-06-25"}


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms()


@pytest.fixture
def jana(service):
    return service.officer()


def asked(case, jana) -> Mail:
    """A mail of the office that has its reader's own link in it."""
    jana.does(case.reference, "ask", **QUESTION)
    return case.mails("info-requested")[0]


def edits(jana, mail, **words):
    """Open the page that changes a mail, and keep other words."""
    address = f"/review/outbox/{mail.id}/edit"
    jana.opens(address)
    return jana.presses(address, {**mail_words(jana.page), **words})


def presses(jana, mail, what):
    return jana.opens(f"/review/outbox/{mail.id}/").presses(f"/review/outbox/{mail.id}/{what}")


def leave(service, *, now: datetime | None = None) -> list[str]:
    """Let the worker send what is due; give the names of the mails that left."""
    gone = []
    with service.app.app_context():
        while leased := delivery.lease(now or clock.now()):
            delivery.sent(leased, clock.now(), links_of="http://localhost:8000")
            gone.append(leased.name)
    return gone


def told(service, case, move: str) -> list[dict]:
    case_id = case.case.id
    with service.app.app_context():
        mine = select(EventPayload.body).join(Event).where(Event.move == move)
        return list(db.session.scalars(mine.where(Event.case_id == case_id).order_by(Event.id)))


def test_a_mail_that_waits_is_listed_with_its_case_and_its_text(case, jana):
    mail = asked(case, jana)

    listed = jana.opens("/review/outbox/").text
    shown = jana.opens(f"/review/outbox/{mail.id}/").text

    assert case.reference in listed
    assert mail.subject in listed
    assert "How many?" in shown
    assert "anna@example.org" in shown


def test_nobody_of_the_office_ever_reads_an_applicants_own_link(service, case, jana):
    asked(case, jana)
    tokens = [
        found for mail in case.mails() for found in re.findall(r"link/([\w-]{43})", mail.body)
    ]
    aldo = service.officer("aldo", "auditor")
    assert len(tokens) >= 3

    for person in (jana, aldo):
        for view in ("waiting", "held", "failed", "sent"):
            assert not any(token in person.opens(f"/review/outbox/?view={view}").page.text for token in tokens)  # fmt: skip
        for mail in case.mails():
            page = person.opens(f"/review/outbox/{mail.id}/").page.text
            page += person.opens(f"/review/outbox/{mail.id}/edit").page.text
            assert not any(token in page for token in tokens)
            assert "own link]" in page


def test_other_words_keep_the_applicants_own_link(service, case, jana):
    mail = asked(case, jana)

    edits(jana, mail, subject="One  question", body=f"Dear Anna,\n\nhow many?\n\n{OWN_LINK}\n")

    changed = case.mails("info-requested")[0]
    link = re.search(r"http\S+", mail.body)[0]
    assert (changed.subject, changed.body) == (
        "One question", f"Dear Anna,\n\nhow many?\n\n{link}\n",
    )  # fmt: skip
    assert case.opens_mailed_link("info-requested").status == 302


def test_words_that_lose_the_link_are_refused_and_kept_on_the_page(case, jana):
    mail = asked(case, jana)

    edits(jana, mail, body="Dear Anna, how many?")

    assert (jana.status, len(jana.errors)) == (422, 1)
    assert "link is lost" in jana.errors[0]
    assert "Dear Anna, how many?" in jana.page.text
    assert case.mails("info-requested")[0].body == mail.body


def test_what_was_changed_stands_in_the_history_without_the_link(service, case, jana):
    mail = asked(case, jana)

    edits(jana, mail, subject="One question")

    body = told(service, case, "edit-mail")[0]
    assert body["words"].splitlines() == [f"- {mail.subject}", "+ One question"]
    assert "link/" not in str(body)
    page = jana.opens_case(case.reference).text
    assert "Words of a mail changed jana" in page
    assert "+ One question" in page


def test_the_same_words_again_are_no_change(service, case, jana):
    mail = asked(case, jana)

    assert edits(jana, mail).status == 302

    assert told(service, case, "edit-mail") == []


def test_a_held_mail_waits_until_somebody_sends_it(service, case, jana):
    leave(service)
    mail = asked(case, jana)
    presses(jana, mail, "hold")
    assert leave(service, now=clock.now() + timedelta(days=30)) == []
    assert mail.subject in jana.opens("/review/outbox/?view=held").text

    presses(jana, mail, "send")

    assert leave(service) == ["info-requested"]
    assert jana.history(case.reference)[-2:] == ["hold-mail", "send-mail"]
    assert mail.subject in jana.opens("/review/outbox/?view=sent").text


def test_a_mail_that_has_left_is_neither_changed_nor_held_nor_sent_again(service, case, jana):
    mail = asked(case, jana)
    address = f"/review/outbox/{mail.id}/edit"
    typed = mail_words(jana.opens(address).page)
    leave(service)

    jana.presses(address, {**typed, "subject": "Too late"})

    assert jana.status == 409
    assert "We cannot send a mail that is sent. What you wrote stands below" in jana.text
    assert "Too late" in jana.page.text
    assert "Keep these words" not in jana.text
    for what in ("hold", "send"):
        assert presses(jana, mail, what).status == 409
    assert case.mails("info-requested")[0].subject == mail.subject


def test_a_mail_that_is_leaving_just_now_is_not_changed(service, case, jana):
    mail = asked(case, jana)
    address = f"/review/outbox/{mail.id}/edit"
    typed = mail_words(jana.opens(address).page)
    with service.app.app_context():
        while delivery.lease(clock.now()):
            pass

    jana.presses(address, {**typed, "subject": "Too late"})

    assert jana.status == 409
    assert "leaving just now" in jana.text
    assert "Leaves just now" in jana.opens("/review/outbox/").text


def test_two_people_who_change_one_mail_do_not_overwrite_each_other(service, case, jana):
    mail = asked(case, jana)
    address = f"/review/outbox/{mail.id}/edit"
    ivo = service.officer("ivo").opens(address)
    typed = mail_words(ivo.page)
    edits(jana, mail, subject="From Jana")

    ivo.presses(address, {**typed, "subject": "From Ivo"})

    assert ivo.status == 409
    assert "From Jana" in ivo.text
    assert "From Ivo" in ivo.page.text
    assert case.mails("info-requested")[0].subject == "From Jana"
    ivo.presses(address, {**mail_words(ivo.page), "subject": "From both"})
    assert case.mails("info-requested")[0].subject == "From both"


def test_hold_and_the_worker_at_once_leave_a_mail_held_or_sent_and_never_both(service, case, jana):
    leave(service)
    mail = asked(case, jana)
    jana.opens(f"/review/outbox/{mail.id}/")

    with ThreadPoolExecutor(2) as pool:
        pressed = pool.submit(jana.presses, f"/review/outbox/{mail.id}/hold")
        gone = pool.submit(leave, service).result()

    held = pressed.result().status == 302
    assert case.mails("info-requested")[0].state == ("held" if held else "sent")
    assert bool(gone) is not held


def test_mails_that_let_somebody_in_are_read_and_never_touched(service, case, jana):
    mail = case.mails("case-link")[0]

    for what in ("hold", "send"):
        assert presses(jana, mail, what).status == 409
    assert jana.opens(f"/review/outbox/{mail.id}/edit").status == 302
    assert "Nobody of the office changes or holds it" in jana.follows().text


def test_an_auditor_reads_and_an_officer_of_another_cluster_finds_nothing(service, case, jana):
    mail = asked(case, jana)
    aldo = service.officer("aldo", "auditor").opens(f"/review/outbox/{mail.id}/")
    olga = service.officer("olga", "officer", "clutex")

    assert "How many?" in aldo.text
    assert "Change the words" not in aldo.text
    assert aldo.opens(f"/review/outbox/{mail.id}/edit").status == 403
    assert case.reference not in olga.opens("/review/outbox/").text
    for what in ("", "edit"):
        assert olga.opens(f"/review/outbox/{mail.id}/{what}").status == 404
    assert service.applicant().opens(f"/review/outbox/{mail.id}/").status == 302


def test_an_acceptance_is_released_and_its_mail_held(service, case, jana):
    leave(service)
    jana.does(case.reference, "check").does(case.reference, "accept")

    jana.does(case.reference, "release", hold="yes")

    assert case.case.state is State.ACCEPTED
    assert case.mails("accepted")[0].state == "held"
    assert leave(service) == []
    assert "Send now" in jana.follows().text


def test_the_words_changed_before_the_release_are_the_ones_that_leave(service, case, jana):
    jana.does(case.reference, "check").does(case.reference, "accept")

    jana.does(case.reference, "release", subject="Welcome", body="Bring rain coats.")

    mail = case.mails("accepted")[0]
    assert (mail.subject, mail.body) == ("Welcome", "Bring rain coats.\n")
    assert jana.history(case.reference)[-2:] == ["release-accept", "edit-mail"]


def test_a_decision_that_changed_under_an_open_page_is_read_again_before_it_leaves(
    service, case, jana
):
    jana.does(case.reference, "check").does(case.reference, "accept")
    release = f"/review/cases/{case.reference}/release"
    typed = mail_words(jana.opens(release).page)
    service.officer("ivo").does(case.reference, "reject", reason="No seat.")

    jana.presses(release, {**typed, "body": "Welcome"})

    assert jana.status == 409
    assert "No seat." in jana.text
    assert "Welcome" in jana.page.text
    assert (case.case.state, case.mails("rejected")) == (State.ELIGIBLE, [])


def test_a_mail_without_words_is_asked_for_again(case, jana):
    jana.does(case.reference, "check").does(case.reference, "accept")

    jana.does(case.reference, "release", subject=" ", body="")

    assert (jana.status, jana.errors) == (422, ["Write the subject.", "Write the text of the mail."])  # fmt: skip
    assert case.case.state is State.ELIGIBLE


def test_a_long_outbox_goes_on_over_the_page(service, case, jana):
    leave(service)
    when, case_id = datetime(2021, 6, 15, tzinfo=UTC), case.case.id
    with service.app.app_context(), db.unit_of_work():
        for number in range(60):
            db.session.add(Mail(key=f"{number}", name="accepted", case_id=case_id, body="x",
                                to="a@example.org", subject=f"Mail no. {number:02}.", queued_at=when,
                                due_at=when))  # fmt: skip

    first = jana.opens("/review/outbox/")
    found = re.findall(r"Mail no. \d\d", first.text)
    more = html.unescape(re.search(r'href="([^"]+after=[^"]+)"', first.page.text)[1])
    found += re.findall(r"Mail no. \d\d", jana.opens(more).text)

    assert found == [f"Mail no. {number:02}" for number in range(60)]
    assert jana.opens("/review/outbox/?after=rubbish_x").status == 200
    assert jana.opens("/review/outbox/?view=nothing").status == 404


def test_a_refused_mail_says_what_the_server_said_and_goes_again(service, case, jana):
    leave(service)
    mail = asked(case, jana)
    with service.app.app_context():
        leased = delivery.lease(clock.now())
        delivery.not_sent(leased, Refused("the mail server said: 550 no such user", 550), clock.now())  # fmt: skip

    assert "550 no such user" in jana.opens("/review/outbox/?view=failed").text
    presses(jana, mail, "send")

    assert leave(service) == ["info-requested"]


TOKEN = "https://x.example/apply/cs/link/" + "a" * 43


@given(st.lists(st.text(alphabet="ab \n[]'", max_size=12), min_size=1, max_size=4))
def test_hiding_links_and_putting_them_back_gives_the_same_text(pieces):
    real = TOKEN.join(f"{piece}\n" for piece in pieces)

    assert whole(hidden(real), real) == real
    assert TOKEN not in hidden(real)
    assert whole(f"{hidden(real)}{OWN_LINK}", real) is None
    assert whole(f"{hidden(real)}{TOKEN}", real) is None


def test_each_key_of_a_mail_is_used_once(service, case, jana):
    """A dropped mail keeps its key: the same mail again is another one."""
    mail = asked(case, jana)
    with service.app.app_context(), db.unit_of_work():
        db.session.execute(update(Mail).where(Mail.id == mail.id).values(state="dropped"))
    jana.does(case.reference, "close-request")

    jana.does(case.reference, "ask", **QUESTION)

    assert len({mail.key for mail in case.mails("info-requested")}) == 2

"""Somebody applies: every wrong answer is said at its place, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from people import ORGANISATION, sentences, words
from sqlalchemy import event, func, select, update

from formsvc import db
from formsvc.candidatures.models import Case, Consent
from formsvc.candidatures.states import State


def cases(service) -> int:
    with service.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Case)) or 0


def declarations(anna) -> str:
    return f"/apply/candidature/{anna.reference}/declarations"


def test_the_open_visits_are_listed_without_a_cookie(service):
    anna = service.applicant().opens("/apply/")

    assert "Northern Bohemia" in anna.text
    assert "Valencia" not in anna.text
    for address in ("/apply/", "/apply/visits/northern-bohemia", "/apply/seats.json"):
        assert "Set-Cookie" not in anna.opens(address).page.headers


def test_the_cookie_is_written_when_something_is_kept_in_it_only(service):
    anna = service.applicant().applies().follows()

    assert "Set-Cookie" not in anna.opens(f"/apply/candidature/{anna.reference}/sent").page.headers
    with anna.browser.session_transaction(path="/apply/") as kept:
        assert set(kept) == {"cases", "csrf_token"}


def test_looking_at_the_form_makes_no_draft(service):
    service.applicant().opens("/apply/candidature?visit=northern-bohemia")

    assert cases(service) == 0


def test_a_candidature_is_sent_and_gets_a_receipt(service):
    anna = service.applicant().applies().follows()

    assert anna.heading == "Now confirm your address"
    assert anna.reference in anna.page.text
    assert "€305" in anna.text
    assert anna.case.state is State.UNCONFIRMED
    assert str(anna.case.amount_eur) == "305.00"


def test_the_mail_to_an_unconfirmed_address_has_no_word_of_the_sender(service):
    anna = service.applicant().applies(
        organisation="Buy pills at example.org", contact="Click here", objectives="Win a prize"
    )

    body = anna.mails("confirm")[0].body + anna.mails("confirm")[0].subject
    assert not any(word in body for word in ("pills", "Click", "prize", "Esempio"))


def test_the_answers_are_shown_before_they_are_sent(service):
    anna = service.applicant().fills_in()

    assert anna.heading == "Check your answers"
    for shown in ("Tessuti Esempio S.r.l.", "20–22 September 2021", "€305", "clause 6.2"):
        assert shown in anna.text
    assert anna.case.state is State.DRAFT


@pytest.mark.parametrize(
    ("step", "answers", "said"),
    [
        ("organisation", {"organisation": " "}, "Write the name of your organisation."),
        ("organisation", {"registration": ""}, "Write the number"),
        ("organisation", {"country": "ZZ"}, "Choose the country."),
        ("organisation", {"country": "CZ"}, "clause 2.1"),
        ("organisation", {"country": "NO"}, "clause 2.2"),
        ("organisation", {"visitor_type": "large-company"}, "clause 1.1"),
        ("organisation", {"visitor_type": "startup"}, "Choose the kind"),
        ("organisation", {"small_enough": "no"}, "clause 1.2"),
        ("organisation", {"small_enough": ""}, "Say whether you are an SME"),
        ("organisation", {"cluster": "none"}, "clause 1.3"),
        ("organisation", {"cluster": "other"}, "Write the name of your cluster."),
        ("organisation", {"organisation": "x" * 201}, "Shorten this to 200 characters"),
        ("organisation", {"organisation": "a\x00b"}, "a character that cannot be read"),
        ("people", {"email": "rossi@tessuti,it"}, "has a comma where a full stop should be"),
        ("people", {"email": "rossi"}, "is not an e-mail address"),
        ("people", {"travellers": "3"}, "Write a number from 1 to 2."),
        ("people", {"travellers": "two"}, "Write a number from 1 to 2."),
        ("people", {"visited_before": "yes"}, "clause 4.1"),
        ("stay", {"last_on": "2021-09-21"}, "clause 3.1"),
        ("stay", {"first_on": "2021-09-24"}, "Your last day is before your first day."),
        ("stay", {"first_on": "2021-09-19"}, "Choose your first day."),
        ("stay", {"near": ""}, "Say whether it is less than 200 km"),
        ("purpose", {"objectives": ""}, "Write a sentence or two"),
    ],
)
def test_a_wrong_answer_is_said_at_its_question(service, step, answers, said):
    anna = service.applicant()
    if step == "organisation":
        anna.begins(**answers)
    else:
        anna.begins().answers(step, **answers)

    assert anna.status == 422
    assert len(anna.errors) == 1
    assert said in anna.errors[0]


def test_a_wrong_answer_keeps_everything_that_was_typed(service):
    anna = service.applicant().begins(organisation="Tessuti <Prova> & figli", country="CZ")

    assert 'value="Tessuti &lt;Prova&gt; &amp; figli"' in anna.page.text
    assert 'value="ntt"' in anna.page.text
    assert '<option selected value="CZ">' in anna.page.text


def test_a_step_back_keeps_what_is_typed_complete_or_not(service):
    anna = service.applicant().begins()
    people = f"/apply/candidature/{anna.reference}/people"

    anna.opens(people).presses(people, {"contact": "Anna", "travellers": "many", "then": "back"})

    assert anna.follows().heading == "Who are you?"
    assert 'value="Tessuti Esempio S.r.l."' in anna.page.text
    assert "Save and go back" not in anna.text  # it is the first page
    anna.opens(people)
    assert 'value="Anna"' in anna.page.text
    assert 'value="many"' in anna.page.text


def test_a_step_back_follows_the_route(service):
    anna = service.applicant().begins_at("/apply/candidature?route=own")
    stay = f"/apply/candidature/{anna.reference}/stay"

    anna.opens(stay).presses(stay, {"then": "back"})

    assert anna.follows().heading == "Where do you want to go?"


def test_an_expired_token_keeps_everything_and_brings_a_fresh_one(service):
    anna = service.applicant().begins()
    address = f"/apply/candidature/{anna.reference}/purpose"
    anna.opens(address)
    anna.page = anna.browser.post(address, data={"csrf_token": "old", "objectives": "Nanofibres"})

    assert anna.status == 400
    assert "Nothing you typed is lost." in anna.text
    assert "Nanofibres" in anna.page.text
    assert anna.presses(address, {"objectives": "Nanofibres"}).status == 302


def test_a_browser_without_cookies_is_told_in_words(service):
    anna = service.applicant()
    anna.browser = service.app.test_client(use_cookies=False)

    anna.begins()

    assert anna.status == 400
    assert "Allow cookies for this site" in anna.text
    assert "Tessuti Esempio" in anna.page.text


def test_the_very_same_form_twice_makes_one_draft(service):
    anna = service.applicant()
    address = "/apply/candidature?visit=northern-bohemia"
    anna.opens(address)
    form = anna.page
    key = "k" * 43
    for _ in range(2):
        anna.page = form
        anna.presses(address, {**ORGANISATION, "key": key})

    assert cases(service) == 1


def test_sending_twice_makes_one_case_and_one_mail(service):
    anna = service.applicant().fills_in()
    form = anna.page
    for _ in range(2):
        anna.page = form
        anna.sends()
        assert anna.page.location.endswith("/sent")

    assert (cases(service), len(anna.mails("confirm"))) == (1, 1)


def test_the_last_page_asks_for_what_is_missing_with_links(service):
    anna = service.applicant().begins()

    anna.opens(f"/apply/candidature/{anna.reference}/check")

    assert "Something is still missing" in anna.text
    assert f"/apply/candidature/{anna.reference}/purpose?then=check#objectives" in anna.page.text
    assert "Send the candidature" not in anna.text


def test_nothing_is_sent_before_every_sentence_is_declared(service):
    anna = service.applicant().fills_in()
    anna.answers("declarations", declared=sentences(anna.opens(declarations(anna)).page)[:1])

    assert anna.errors == ["Tick every sentence. If one is not right, write to the office."]
    assert "The team may move or cancel a visit" in anna.text
    anna.opens(f"/apply/candidature/{anna.reference}/check")
    assert "Something is still missing" in anna.text
    assert "Send the candidature" not in anna.text


def test_the_exact_words_of_what_was_declared_are_kept(service, programme):
    anna = service.applicant().applies()

    with service.app.app_context():
        kept = list(db.session.scalars(select(Consent).order_by(Consent.id)))
    declared = programme.rules_of(programme.call).declarations
    assert [consent.what for consent in kept] == [each.id for each in declared]
    assert kept[0].words == str(declared[0].text)
    assert "The team may move or cancel a visit" in kept[2].words
    assert {(each.language, each.version) for each in kept} == {("en", anna.case.version)}


def test_words_that_have_changed_are_declared_anew(service):
    anna = service.applicant().fills_in()
    with service.app.app_context(), db.unit_of_work():
        row = db.session.scalars(select(Case)).one()
        old = [mark.partition(".")[0] + ".0123456789ab" for mark in row.answers["declared"]]
        row.answers = {**row.answers, "declared": old}

    anna.opens(f"/apply/candidature/{anna.reference}/check")

    assert "Tick every sentence." in anna.text
    assert "checked" not in anna.opens(declarations(anna)).page.text


def test_an_open_rule_does_not_stop_the_applicant(service):
    anna = service.applicant().applies(cluster="unsure", visited_before="unsure")

    assert anna.case.assessment["eligible"] is None
    assert str(anna.case.amount_eur) == "305.00"


def test_a_longer_stay_pays_the_whole_amount(service):
    anna = service.applicant().applies(last_on="2021-09-24", ask_why="Two more hosts.")

    assert str(anna.case.amount_eur) == "610.00"


@pytest.mark.parametrize(
    ("day", "visit", "said"),
    [
        (None, "slovakia-online", "This visit has been held."),
        (None, "valencia", "open on 1 December 2021"),
        (date(2021, 8, 21), "northern-bohemia", "closed on 20 August 2021"),
        (date(2021, 9, 20), "northern-bohemia", "This visit is under way."),
    ],
)
def test_a_visit_that_takes_none_says_why_and_what_to_do(service, day, visit, said):
    service.on(day)
    anna = service.applicant().opens(f"/apply/candidature?visit={visit}")

    assert said in anna.heading
    assert "See the visits" in anna.text
    assert "<form" not in anna.page.text.partition("<main")[2]


def test_a_visit_takes_candidatures_to_the_end_of_its_last_day(service):
    service.on(date(2021, 8, 20))

    assert service.applicant().applies().follows().heading == "Now confirm your address"


def test_a_visit_that_closes_while_somebody_writes_says_so(service):
    anna = service.applicant().fills_in()
    service.on(date(2021, 8, 21))
    anna.app = service.app
    late = anna.on_another_device()

    late.sends()

    assert (late.status, anna.case.state) == (409, State.DRAFT)
    assert "closed on 20 August 2021" in late.heading


def test_an_unknown_visit_shows_the_ones_there_are(service):
    anna = service.applicant().opens("/apply/candidature?visit=atlantis")

    assert (anna.status, anna.heading) == (404, "There is no such visit")
    assert "Northern Bohemia" in anna.text


def test_the_form_can_come_filled_in(service):
    anna = service.applicant()
    anna.opens("/apply/candidature?visit=northern-bohemia&type=scaling-up&country=IT&cluster=ntt")

    for chosen in ('value="scaling-up"', 'value="ntt"'):
        at = anna.page.text.index(chosen)
        assert "checked" in anna.page.text[at - 80 : at + 20]
    assert '<option selected value="IT">' in anna.page.text


@pytest.mark.parametrize(
    ("days", "chosen"),
    [("3", ["2021-09-20", "2021-09-22"]), ("5", ["2021-09-20", "2021-09-24"]), ("9", []),
     ("0", []), ("-1", []), ("x", []), ("9" * 99, [])],
)  # fmt: skip
def test_the_days_that_were_asked_about_are_chosen_already(service, days, chosen):
    anna = service.applicant()
    anna.begins_at(f"/apply/candidature?visit=northern-bohemia&days={days}")

    anna.opens(f"/apply/candidature/{anna.reference}/stay")

    assert re.findall(r'<option selected value="(2021[^"]+)"', anna.page.text) == chosen
    assert not anna.errors


def test_how_many_days_are_wished_of_a_host_is_filled_in_already(service):
    anna = service.applicant().begins_at("/apply/candidature?route=find-host&days=4")

    anna.opens(f"/apply/candidature/{anna.reference}/stay")

    assert re.search(r'name="wished_days"[^>]* value="4"', anna.page.text)


def test_a_draft_is_nobody_elses(service):
    anna = service.applicant().begins()
    stranger = service.applicant()

    for page in ("people", "check", "sent"):
        stranger.opens(f"/apply/candidature/{anna.reference}/{page}")
        assert stranger.status == 404
        assert "not open in this browser" in stranger.heading


def test_a_step_that_is_not_there_is_not_found(service):
    anna = service.applicant().begins()

    assert anna.opens(f"/apply/candidature/{anna.reference}/money").status == 404


NAUGHTY = ["{{ 7*7 }}", "<script>alert(1)</script>", "'; DROP TABLE cases; --", "=1+1",
           "\u202egnirts", "a\u200bb", "🧵" * 20, "x" * 180]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY)
def test_any_text_is_shown_back_as_it_is(service, text):
    anna = service.applicant().applies(organisation=text).confirms()
    jana = service.officer().opens_case(anna.reference)

    assert jana.heading == words(text.replace("<", "&lt;"))
    assert "<script>alert" not in jana.page.text


def test_the_last_post_stores_everything_in_one_durable_transaction(service):
    anna = service.applicant().fills_in()
    commits = []
    listener = commits.append
    event.listen(service.app.extensions["xchange_engine"], "commit", listener)

    anna.sends()

    event.remove(service.app.extensions["xchange_engine"], "commit", listener)
    assert len(commits) == 1
    assert (anna.case.state, len(anna.mails("confirm"))) == (State.UNCONFIRMED, 1)


def test_a_draft_changed_by_another_device_in_the_last_moment_is_shown_again(service):
    anna = service.applicant().fills_in()

    begun = []

    def change(_session, _transaction, connection):
        begun.append(connection)
        if len(begun) == 2:  # after the one that reads, the one that writes
            connection.execute(update(Case).values(answers={**ORGANISATION, "country": "FR"}))

    event.listen(db.session, "after_begin", change)
    anna.sends()
    event.remove(db.session, "after_begin", change)

    assert (anna.status, anna.case.state) == (422, State.DRAFT)
    assert anna.mails() == []

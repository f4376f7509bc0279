"""Nasty words through every text field: shown back exactly and harmlessly wherever they appear."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import pypdfium2
from make_files import pdf
from markupsafe import escape
from people import VISITORS, WHO
from wtforms import StringField

import formsvc
from formsvc.assisted.forms import TurnDownForm
from formsvc.candidatures.forms import WithdrawForm
from formsvc.candidatures.steps import steps_of
from formsvc.comments.forms import CommentForm, NoteForm, ReplyForm
from formsvc.evidence.actions import LONGEST_NAME
from formsvc.evidence.files import shown_name
from formsvc.evidence.views import WordsForm
from formsvc.forms import Form
from formsvc.host_offers.forms import VisitorsForm, WhoForm
from formsvc.info_requests.forms import AnswerForm
from formsvc.mail.delivery import Leased
from formsvc.mail.message import compose
from formsvc.office.forms import (
    AloneForm,
    AskForm,
    DecideErasureForm,
    GiveForm,
    OverrideForm,
    ReasonForm,
    RejectForm,
    ReleaseForm,
    SettleForm,
    UndoForm,
)
from formsvc.outbox.forms import MailForm
from formsvc.privacy.forms import ErasureForm
from generator.programme.vocabularies import FourEyes

LONG = "W" * 150
NASTY = (
    "\u202egnirts\u202c \u200f\u05e9\u05dc\u05d5\u05dd\u200e a\u200bb\u200c\u200dc\u2060d\ufeffe",
    "👩\u200d🔬🏳️\u200d🌈🧵 e\u0301 Z\u0335\u0322a one\u2028two\u2029three",
    "<script>alert(1)</script><b title='\">&amp;</b>",
    "=1+1 @SUM(A1) -2 {{7*7}} {% raw %} ${7*7} #{7} %s %(day)s",
    "'; DROP TABLE cases; -- \" ` ’ \\ \\u0041 #let $x$ *b* _i_",
)
"""Each fits the shortest field. Directions and no widths; signs of several parts; HTML; formulas
and templates; SQL, quotes and typst's own markup."""
ALL = " | ".join((*NASTY, LONG))
ROUTES = ("visit=northern-bohemia", "route=own", "route=find-host")
USUAL = {
    "visit=northern-bohemia": {},
    "route=own": {"first_on": "2021-10-04", "last_on": "2021-10-08", "hosts": ["tul"]},
    "route=find-host": {"to": "", "wished_days": "4"},
}
GOES_THROUGH = {WithdrawForm, WordsForm, WhoForm, VisitorsForm, AnswerForm, AskForm,
                DecideErasureForm, ReasonForm, RejectForm, SettleForm, ErasureForm, OverrideForm,
                ReleaseForm, AloneForm, NoteForm, CommentForm, ReplyForm, TurnDownForm,
                MailForm, UndoForm, GiveForm}  # fmt: skip
"""The forms beside the steps of a candidature whose words a test below types in."""
FIND_ONLY = {"LostForm"}
"""Forms that compare their words with ours and keep none."""
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
           "Content-Transfer-Encoding", "MIME-Version"}  # fmt: skip


@cache
def forms() -> frozenset[type[Form]]:
    """Every form of the service."""
    for module in walk_packages(formsvc.__path__, "formsvc."):
        if not re.search(r"migrations|__main__|wsgi", module.name):
            import_module(module.name)

    def below(kind: type[Form]) -> set[type[Form]]:
        return {kind, *(each for child in kind.__subclasses__() for each in below(child))}

    return frozenset(below(Form))


def text_fields(kind: type[Form]) -> list[str]:
    """The names of a form's fields for free words."""
    fields = kind(formdata=None, meta={"csrf": False})
    return [
        field.short_name
        for field in fields
        if isinstance(field, StringField)
        and (field.render_kw or {}).get("type") not in ("email", "date", "url")
    ]


def nasty(names: list[str], turn: int) -> dict[str, str]:
    """Words for each field; after as many turns as there are words, each field has had all."""
    return {name: NASTY[(place + turn) % len(NASTY)] for place, name in enumerate(names)}


def stands(words: str, page: str) -> bool:
    """Say whether a page shows just these words, as text and never as markup."""
    lines = page.replace("\r\n", "\n")
    return str(escape(words)) in lines and "<script>alert" not in lines


def letters(words: str) -> str:
    """What a reader of a PDF can compare: signs that were numbered as signs again, no white space,
    no signs without width, and pictures apart from their joiners."""
    signs = re.sub(r"\[\s*U\s*\+([\s0-9A-F]+)\]", _sign, re.sub("\u200b", "", words))
    return re.sub(r"[\s\u200b-\u200f\u2028\u2029\u2060\ufffe\u00ad]", "", signs)


def _sign(number: re.Match[str]) -> str:
    return chr(int(re.sub(r"\s", "", number[1]), 16))


def pdf_text(document: bytes) -> str:
    opened = pypdfium2.PdfDocument(document)
    pages = "".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return letters(pages)


def mails_are_sound(service, person) -> str:
    """Every mail has our headers only and the text of its row; gives all the texts."""
    programme = service.app.extensions["xchange"].programme
    for mail in person.mails():
        leased = Leased(
            id=mail.id, key=mail.key, name=mail.name, to=mail.to, subject=mail.subject,
            body=mail.body, queued_at=mail.queued_at, attempt=1, until=mail.due_at,
        )  # fmt: skip
        raw = compose(leased, programme).as_bytes()
        read = message_from_bytes(raw, policy=policy.SMTP)
        assert set(read.keys()) <= HEADERS
        assert read["Subject"] == mail.subject
        assert read.get_content().replace("\r\n", "\n").strip() == mail.body.strip()
        assert read["To"] == mail.to
    return "\n".join(f"{mail.subject}\n{mail.body}" for mail in person.mails())


def exports(anna) -> dict:
    anna.opens(f"/apply/case/{anna.reference}/my-data")
    anna.presses(f"/apply/case/{anna.reference}/my-data/export")
    anna.opens_mailed_link("step-up").follows()
    anna.presses(f"/apply/my-data/{anna.reference}/export")
    return json.loads(anna.page.data)


def test_every_field_for_free_words_is_met_here(service):
    with service.app.test_request_context("/apply/"):
        steps = {step.form for route in ("visit", "own", "find-host")
                 for step in steps_of({"route": route})}  # fmt: skip
        left = {
            form.__name__
            for form in forms() - steps - GOES_THROUGH
            if ".accounts." not in form.__module__ and text_fields(form)
        }

    assert left == FIND_ONLY


def test_no_form_asks_for_a_bank_account_a_passport_or_a_cv(service):
    unwanted = re.compile(r"\b(iban|bic|bank|passport|identity|cv|curriculum|birth)\b", re.I)
    with service.app.test_request_context("/apply/"):
        labels = [
            field.label.text
            for form in forms()
            if ".accounts." not in form.__module__
            for field in form(formdata=None, meta={"csrf": False})
        ]

    assert len(labels) > 60
    assert [each for each in labels if unwanted.search(each)] == []


def applies(service, turn: int):
    """Fill in a route with nasty words; give the applicant, and the words by step."""
    route = ROUTES[turn % len(ROUTES)]
    way = "visit" if route.startswith("visit") else route.removeprefix("route=")
    with service.app.test_request_context("/apply/"):
        asked = {step.name: text_fields(step.form) for step in steps_of({"route": way})}
    words = nasty([name for names in asked.values() for name in names], turn)
    typed = {step: {name: words[name] for name in names} for step, names in asked.items()}
    usual = {
        "country": {"to": "CZ"},
        "stay": USUAL[route],
        "people": {"email": f"a{turn}@example.org"},
    }
    anna = service.applicant()
    anna.begins_at(f"/apply/candidature?{route}", cluster="other", **typed["organisation"])
    for step in list(asked)[1:]:
        anna.answers(step, **usual.get(step, {}), **typed[step])
        assert anna.status == 302, anna.errors
    return anna, typed


def on_its_step(anna, typed: dict[str, dict[str, str]]) -> dict[str, str]:
    """Look at each step once more; give the words of the questions that this route asks."""
    words = {}
    for step, answers in typed.items():
        page = anna.opens(f"/apply/candidature/{anna.reference}/{step}").page.text
        words |= {name: typed for name, typed in answers.items() if f'name="{name}"' in page}
        assert [name for name in answers if name in words and not stands(words[name], page)] == []
    return words


def test_a_candidature_shows_back_what_was_typed(service):
    jana = service.officer()
    for turn in range(len(NASTY)):
        anna, typed = applies(service, turn)
        words = on_its_step(anna, typed)
        here = f"/apply/case/{anna.reference}"
        pages = [anna.opens(f"/apply/candidature/{anna.reference}/check").page.text]
        pages.append(anna.sends().follows().page.text)
        anna.confirms().opens_case()
        pages.append(anna.page.text)
        pages.append(anna.opens(f"{here}/summary").page.text)
        pages.append(jana.opens_case(anna.reference).page.text)
        printed = pdf_text(anna.opens(f"{here}/summary.pdf").page.data)
        copy = exports(anna)

        for name, words_of_it in words.items():
            missing = [place for place, page in enumerate(pages) if not stands(words_of_it, page)]
            assert missing == [], name
            assert letters(words_of_it) in printed, (name, words_of_it)
            kept = copy["answers"] | (copy["diet_and_access"] or {})
            assert kept[name] == words_of_it
        assert stands(words["organisation"], jana.opens("/review/?view=all").page.text)
        mails = mails_are_sound(service, anna)
        assert letters(words["organisation"]) in letters(mails)


def test_a_hosts_offer_shows_back_what_was_typed(service):
    jana = service.officer()
    with service.app.test_request_context("/apply/"):
        first, second = text_fields(WhoForm), text_fields(VisitorsForm)
    for turn in range(len(NASTY)):
        words = nasty([*first, *second], turn)
        eva, email = service.host(), {"email": f"e{turn}@example.org"}
        eva.begins(**{**WHO, **email, **{name: words[name] for name in first}})
        who = eva.opens(f"/apply/host/{eva.reference}/who").page.text
        typed = {**VISITORS, **{name: words[name] for name in second}}
        kept = eva.says_what_visitors_find(**{**typed, "agreed": ""}).page.text
        pages = [eva.says_what_visitors_find(**typed).follows().page.text]
        pages.append(eva.confirms().opens_case().page.text)
        pages.append(jana.opens(f"/review/offers/{eva.reference}").page.text)

        assert all(stands(words[name], who) for name in first)
        assert all(stands(words[name], kept) for name in second)
        for name, words_of_it in words.items():
            missing = [place for place, page in enumerate(pages) if not stands(words_of_it, page)]
            assert missing == [], name
        assert stands(words["organisation"], jana.opens("/review/?view=all").page.text)
        mails_are_sound(service, eva)


def test_the_reason_for_turning_an_offer_down_is_shown_as_it_was_written(service):
    eva, jana = service.host().offers().follows().confirms().opens_case(), service.officer()
    reject = f"/review/offers/{eva.reference}/reject"

    jana.opens(reject).presses(reject, {"reason": ALL})

    assert stands(ALL, eva.opens(f"/apply/host/case/{eva.reference}").page.text)
    assert ALL in mails_are_sound(service, eva)


def test_questions_answers_and_reasons_are_shown_as_they_were_written(service):
    anna = service.applicant().applies(visited_before="unsure").confirms().opens_case()
    jana, here = service.officer(), f"/apply/case/{anna.reference}"
    jana.does(anna.reference, "rules/once", holds="yes", note=ALL)
    assert stands(ALL, jana.follows().page.text)
    jana.does(anna.reference, "give", to="clutex", reason=f"G {ALL}")
    assert stands(f"G {ALL}", jana.follows().page.text)
    jana.opens(f"/review/cases/{anna.reference}/ask")
    jana.presses(f"/review/cases/{anna.reference}/ask",
                 {"question": ALL, "fields": ["travellers"], "due_on": "2021-06-25"})  # fmt: skip
    page = anna.opens(here).page.text
    assert stands(ALL, page)
    answer = re.search(r'action="(\S+/answer/\d+)"', page)[1]
    anna.presses(answer, {"travellers": "99", "answer": f"A {ALL}"})
    assert stands(f"A {ALL}", anna.page.text)
    anna.presses(answer, {"travellers": "1", "answer": f"A {ALL}"})
    assert stands(f"A {ALL}", anna.follows().page.text)
    assert stands(f"A {ALL}", jana.opens_case(anna.reference).page.text)

    jana.does(anna.reference, "reject", reason=f"R {ALL}")
    assert stands(f"R {ALL}", jana.opens(f"/review/cases/{anna.reference}/release").page.text)
    jana.does(anna.reference, "release")

    assert stands(f"R {ALL}", anna.opens(here).page.text)
    assert f"R {ALL}" in mails_are_sound(service, anna)
    printed = pdf_text(anna.opens(f"{here}/summary.pdf").page.data)
    assert letters(f"A {ALL}") in printed
    copy = exports(anna)
    assert copy["decision_reason"] == f"R {ALL}"
    assert (copy["questions"][0]["question"], copy["questions"][0]["answer"]) == (ALL, f"A {ALL}")


def test_the_words_of_a_mail_are_shown_and_leave_as_they_were_written(service):
    anna, jana = service.applicant().applies().confirms(), service.officer()
    jana.does(anna.reference, "reject", reason="R")

    jana.does(anna.reference, "release", hold="yes", subject=f"S {ALL}"[:300], body=f"B {ALL}")

    page = jana.follows().page.text
    assert stands(f"B {ALL}", page)
    assert f"B {ALL}" in mails_are_sound(service, anna)


def test_the_reason_for_undoing_a_decision_is_shown_as_it_was_written(service):
    anna, jana = service.applicant().applies().confirms().opens_case(), service.officer()
    jana.does(anna.reference, "reject", reason="R").does(anna.reference, "release")

    jana.does(anna.reference, "undo", left="", reason=ALL)

    assert stands(ALL, anna.opens(f"/apply/case/{anna.reference}").page.text)
    assert stands(ALL, jana.opens_case(anna.reference).page.text)


def test_the_words_about_an_offer_of_a_seat_are_shown_as_they_were_written(service):
    anna, jana = service.applicant().applies().confirms().opens_case(), service.officer()
    for what in ("check", "waitlist", "release"):
        jana.does(anna.reference, what)
    shown = service.app.extensions["xchange"]
    about = shown.programme.about.model_copy(update={"four_eyes": FourEyes.EXCEPTIONS})
    before, shown._programme = shown.programme, shown.programme.model_copy(update={"about": about})
    jana.does(anna.reference, "offer-seat", alone_because=ALL)
    shown._programme = before
    assert stands(ALL, jana.opens_case(anna.reference).page.text)

    jana.does(anna.reference, "take-seat-back", left="", reason=ALL)

    assert stands(ALL, anna.opens(f"/apply/case/{anna.reference}").page.text)
    assert jana.opens_case(anna.reference).page.text.count("alert(1)") >= 2


def test_comments_are_shown_as_they_were_written(service):
    anna, jana = service.applicant().applies().confirms().opens_case(), service.officer()
    here = f"/apply/case/{anna.reference}"

    jana.does(anna.reference, "comment", words=ALL, audience="applicant")
    assert stands(ALL, anna.opens(here).page.text)
    anna.presses(f"{here}/words", {"words": f"A {ALL}"})

    assert stands(f"A {ALL}", anna.follows().page.text)
    page = jana.opens_case(anna.reference).page.text
    assert stands(ALL, page)
    assert stands(f"A {ALL}", page)
    assert ALL in mails_are_sound(service, anna)
    assert [each["words"] for each in exports(anna)["written"]] == [ALL, f"A {ALL}"]


def test_a_prepared_candidature_that_is_turned_down_says_why_as_it_was_written(service):
    jana = service.officer()
    reference = jana.prepares(organisation=NASTY[2])
    assert stands(NASTY[2], jana.opens(f"/review/prepare/{reference}/check").page.text)
    jana.hands_over(reference)
    anna, no = service.applicant(), f"/apply/candidature/{reference}/turn-down"
    anna.reference = reference

    anna.opens_mailed_link("prepared").opens(no).presses(no, {"reason": ALL})

    assert stands(ALL, jana.opens("/review/prepare").page.text)
    mails_are_sound(service, anna)


def test_files_words_and_goodbyes_are_shown_as_they_were_sent(service):
    anna = service.applicant().applies().confirms().opens_case()
    jana, here = service.officer(), f"/apply/case/{anna.reference}"
    withdraw = f"{here}/withdraw"
    name = re.sub(r'[/\\"]', "", ALL) + ".pdf"
    shown = shown_name(name)[-LONGEST_NAME:]
    jana.does(anna.reference, "ask", question="?", asks_file="y", due_on="2021-06-25")
    anna.adds_file("supporting", pdf(), name)
    assert anna.status == 302
    assert not re.search("[\u202a-\u202e\u2028\u2029]", shown)
    assert stands(shown, anna.opens(here).page.text)
    assert stands(shown, jana.opens_case(anna.reference).page.text)

    anna.opens(withdraw).presses(withdraw, {"reason": ALL})

    assert stands(ALL, anna.follows().page.text)
    assert stands(ALL, jana.opens_case(anna.reference).page.text)
    mails_are_sound(service, anna)
    assert exports(anna)["evidence"][0]["files"][0]["name"] == shown


def test_a_request_for_erasure_is_shown_as_it_was_written(service):
    anna = service.applicant().applies().confirms().opens_case()
    jana, erasure = service.officer(), f"/apply/my-data/{anna.reference}/erasure"
    anna.opens(f"/apply/case/{anna.reference}/my-data")
    anna.presses(f"/apply/case/{anna.reference}/my-data/erasure")
    anna.opens_mailed_link("step-up").follows()
    anna.presses(erasure, {"words": ALL, "sure": ""})
    assert stands(ALL, anna.page.text)
    anna.presses(erasure, {"words": ALL, "sure": "y"})

    decide = f"/review/cases/{anna.reference}/erasure"
    assert stands(ALL, jana.opens(decide).page.text)
    jana.presses(decide, {"decision": "refuse", "reason": f"R {ALL}"})

    assert jana.status == 302, jana.errors
    assert f"R {ALL}" in mails_are_sound(service, anna)


def test_a_break_in_a_line_adds_no_header_to_a_mail(service):
    smuggled = "Esempio\r\nBcc: eve@example.org\r\n\r\nBuy!"
    anna = service.applicant().applies(organisation=smuggled, contact=smuggled).confirms()
    jana = service.officer()
    jana.does(anna.reference, "reject", reason=smuggled)
    jana.does(anna.reference, "release")

    mails_are_sound(service, anna)

    assert {mail.to for mail in anna.mails()} == {"anna@example.org"}
    assert all("\n" not in mail.subject for mail in anna.mails())

"""The people of the service, as tests meet them: each at a browser of their own."""

from __future__ import annotations

import html
import io
import re
from typing import Self

from beginnings import Left, kept
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.history.models import Event
from formsvc.mail.models import Mail

VISIT = "northern-bohemia"
ORGANISATION = {
    "organisation": "Tessuti Esempio S.r.l.",
    "registration": "IT 01234567890",
    "country": "IT",
    "visitor_type": "sme",
    "small_enough": "yes",
    "cluster": "ntt",
}
PEOPLE = {
    "contact": "Anna Esempio",
    "email": "anna@example.org",
    "travellers": "2",
    "residence": "y",
    "visited_before": "no",
}
STAY = {"first_on": "2021-09-20", "last_on": "2021-09-22", "near": "no", "if_full": "waitlist"}
STEPS = ("people", "stay", "purpose", "declarations")
PURPOSE = {"objectives": "We look for a nanofibre layer that filters and still breathes."}

WHO = {
    "organisation": "Příklad a syn s.r.o.",
    "organisation_type": "sme",
    "country": "CZ",
    "town": "Liberec",
    "website": "",
    "cluster": "clutex",
    "contact": "Eva Příkladová",
    "email": "eva@example.org",
}
VISITORS = {
    "summary": "A line that spins nanofibres, and the laboratory beside it.",
    "ecosystem": "textiles",
    "languages": ["en", "cs"],
    "agreed": "y",
}


class Person:
    """Somebody at a browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser: FlaskClient = app.test_client()
        self.page: TestResponse

    def left(self) -> Left:
        knows = {name: each for name, each in vars(self).items() if name not in ("app", "browser")}
        return Left(knows, dict(self.browser._cookies), dict(self.browser.environ_base))

    def becomes(self, left: Left) -> None:
        vars(self).update(left.knows)
        self.browser._cookies = dict(left.cookies)

    def opens(self, address: str) -> Self:
        self.page = self.browser.get(address, buffered=True)
        return self

    def presses(self, address: str, answers: dict[str, object] | None = None) -> Self:
        """Fill in the form on the page, and send it."""
        fields = {**hidden(self.page), "csrf_token": token(self.page), **(answers or {})}
        scheme = self.app.config["PREFERRED_URL_SCHEME"]
        came_from = {"Referer": f"{scheme}://localhost{address}"}  # as our policy lets browsers say
        self.page = self.browser.post(address, data=fields, headers=came_from)
        return self

    def follows(self) -> Self:
        """Go where the answer leads."""
        assert self.page.status_code in (302, 303), (self.page.status_code, self.errors)
        return self.opens(self.page.location)

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.S)
        return words(found[1]) if found else ""

    @property
    def text(self) -> str:
        """What stands on the page, without its markup."""
        main = re.search(r"<main.*?</main>", self.page.text, re.S)
        return words(main[0] if main else self.page.text)

    @property
    def errors(self) -> list[str]:
        return [
            words(found)
            for found in re.findall(r'class="err"[^>]*>(.*?)</p>', self.page.text, re.S)
        ]


class Applicant(Person):
    """Applies for a visit, reads mails, sends evidence."""

    reference = ""

    def begins(self, visit: str = VISIT, **answers: str) -> Self:
        return self.begins_at(f"/apply/candidature?visit={visit}", **answers)

    def begins_at(self, address: str, **answers: str) -> Self:
        """Begin by a link of the site."""
        self.opens(address)
        self.presses(address, {**ORGANISATION, **answers})
        found = re.search(r"X-\w{4}-\w\w", self.page.location or "")
        self.reference = found[0] if found else ""
        return self

    def answers(self, step: str, **answers: object) -> Self:
        """Answer a step as usual; at the declarations, tick every sentence on the page."""
        usual = {
            "organisation": ORGANISATION,
            "people": PEOPLE,
            "stay": STAY,
            "purpose": PURPOSE,
        }.get(step, {})
        address = f"/apply/candidature/{self.reference}/{step}"
        self.opens(address)
        if step == "declarations":
            answers.setdefault("declared", sentences(self.page))
        return self.presses(address, {**usual, **answers})

    def on_another_device(self) -> Applicant:
        """The same person with the same draft open, as a mailed link would let them."""
        other = Applicant(self.app)
        other.reference, other.page = self.reference, self.page
        for cookie in self.browser._cookies.values():
            other.browser.set_cookie(cookie.key, cookie.value, path=cookie.path)
        return other

    @kept
    def fills_in(self, **answers: str) -> Self:
        """Answer everything up to the last page."""
        first = {name: value for name, value in answers.items() if name in ORGANISATION}
        self.begins(**first)
        for step in STEPS:
            self.answers(step, **answers)
        return self.opens(f"/apply/candidature/{self.reference}/check")

    def sends(self) -> Self:
        return self.presses(f"/apply/candidature/{self.reference}/check")

    @kept
    def applies(self, **answers: str) -> Self:
        """Fill in everything and send it."""
        return self.fills_in(**answers).sends()

    def opens_mailed_link(self, name: str) -> Self:
        """Open the newest link of a mail with this name and press its button."""
        path = self.mailed_link(name)
        return self.opens(path).presses(path)

    def mailed_link(self, name: str) -> str:
        body = self.mails(name)[-1].body
        found = re.search(r"/apply/(?:[a-z]{2}/)?link/\S+", body)
        assert found, body
        return found[0]

    def mails(self, name: str | None = None) -> list[Mail]:
        with self.app.app_context():
            mine = select(Mail).join(Case, Case.id == Mail.case_id).order_by(Mail.id)
            mine = mine.where(Case.reference == self.reference)
            return [mail for mail in db.session.scalars(mine) if name in (None, mail.name)]

    @kept
    def confirms(self) -> Self:
        return self.opens_mailed_link("confirm")

    @kept
    def opens_case(self) -> Self:
        return self.opens_mailed_link("case-link").follows()

    def adds_file(self, slot: str, content: bytes, name: str) -> Self:
        self.opens(f"/apply/case/{self.reference}")
        return self.presses(
            f"/apply/case/{self.reference}/evidence/{slot}", {"file": (io.BytesIO(content), name)}
        )

    def sends_form_with(self, slot: str, name: str, content: bytes) -> Self:
        """Send a large file as a browser packs it; the client's own packing leaves a file open."""
        home = f"/apply/case/{self.reference}/evidence/{slot}"
        fields = {"csrf_token": token(self.opens(home).page)}
        head = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n'
            for each, value in fields.items()
        )
        head += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join((head.encode(), content, b"\r\n--x--\r\n"))
        kind = "multipart/form-data; boundary=x"
        self.page = self.browser.post(home, data=body, content_type=kind)
        return self

    def writes(self, slot: str, text: str) -> Self:
        self.opens(f"/apply/case/{self.reference}")
        return self.presses(f"/apply/case/{self.reference}/evidence/{slot}/words", {"text": text})

    @property
    def kept(self) -> dict[str, object]:
        """Everything that the draft keeps, diet and access needs too."""
        with self.app.app_context():
            mine = select(Case).where(Case.reference == self.reference)
            return db.session.scalars(mine).one().kept

    @property
    def case(self) -> Case:
        """The row behind it all, read afresh."""
        with self.app.app_context():
            return db.session.scalars(select(Case).where(Case.reference == self.reference)).one()


class Host(Applicant):
    """Offers to host visitors."""

    def begins(self, visit: str = "", **answers: object) -> Self:
        self.opens("/apply/host/")
        key = re.search(r'name="key" value="([^"]+)"', self.page.text)
        self.presses("/apply/host/", {**WHO, **answers, "key": key[1] if key else ""})
        found = re.search(r"X-\w{4}-\w\w", self.page.location or "")
        self.reference = found[0] if found else ""
        return self

    def says_what_visitors_find(self, **answers: object) -> Self:
        address = f"/apply/host/{self.reference}/visitors"
        return self.opens(address).presses(address, {**VISITORS, **answers})

    @kept
    def offers(self, **answers: object) -> Self:
        """Fill in both pages and send them."""
        first = {name: value for name, value in answers.items() if name in WHO}
        rest = {name: value for name, value in answers.items() if name not in WHO}
        return self.begins(**first).says_what_visitors_find(**rest)

    @kept
    def confirms(self) -> Self:
        return self.opens_mailed_link("offer-confirm")

    @kept
    def opens_case(self) -> Self:
        return self.opens_mailed_link("offer-link").follows()


class Officer(Person):
    """Works through the queue."""

    @kept
    def signs_in(self, name: str, password: str) -> Self:
        self.opens("/review/sign-in")
        return self.presses(
            "/review/sign-in", {"username": name, "password": password, "submit": "1"}
        )

    def opens_case(self, reference: str) -> Self:
        return self.opens(f"/review/cases/{reference}")

    @kept
    def does(self, reference: str, what: str, **answers: str) -> Self:
        """Open the page of an action, or the case that has its button, and press."""
        address = f"/review/cases/{reference}/{what}"
        self.opens(address)
        if self.status == 405:
            self.opens_case(reference)
        return self.presses(address, {**mail_words(self.page), **answers})

    @kept
    def accepts(self, reference: str) -> Self:
        """Check, accept and release."""
        for what in ("check", "accept", "release"):
            self.does(reference, what)
        return self

    def prepares(self, *, aim: str = VISIT, **answers: str) -> str:
        """Prepare a candidature for a company, up to handing it over; give its reference."""
        page = self.opens("/review/prepare").page.text
        key = re.search(r'name="key" value="([^"]+)"', page)
        self.presses("/review/prepare", {"aim": aim, "key": key[1] if key else ""})
        found = re.search(r"X-\w{4}-\w\w", self.page.location or "")
        reference = found[0] if found else ""
        steps = {"organisation": ORGANISATION, "people": PEOPLE, "stay": STAY, "purpose": PURPOSE}
        for step, usual in steps.items():
            own = {name: typed for name, typed in answers.items() if name in usual}
            address = f"/review/prepare/{reference}/{step}"
            self.opens(address).presses(address, {**usual, **own})
            assert self.status == 302, self.errors
        return reference

    def hands_over(self, reference: str, language: str = "en") -> Self:
        """Let the company get its link."""
        address = f"/review/prepare/{reference}/check"
        return self.opens(address).presses(address, {"language": language})

    def history(self, reference: str) -> list[str]:
        with self.app.app_context():
            events = select(Event.move).join(Case, Case.id == Event.case_id).order_by(Event.seq)
            return list(db.session.scalars(events.where(Case.reference == reference)))


def token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    return found[1] if found else ""


def sentences(page: TestResponse) -> list[str]:
    """The values of all declarations on a page."""
    return re.findall(r'name="declared"[^>]*value="([^"]+)"', page.text)


def hidden(page: TestResponse) -> dict[str, str]:
    """What the page's forms carry along unseen, as a browser sends it back."""
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in inputs}


def mail_words(page: TestResponse) -> dict[str, str]:
    """Subject and text of the mail that a page lets staff change, as a browser sends them back."""
    subject = re.search(r'<input[^>]*name="subject"[^>]*value="([^"]*)"', page.text)
    body = re.search(r'<textarea[^>]*name="body"[^>]*>\r?\n?(.*?)</textarea>', page.text, re.S)
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page.text)
    if not (subject and body and seen):
        return {}
    typed = {"subject": html.unescape(subject[1]), "body": html.unescape(body[1])}
    return {**typed, "seen": seen[1]}


def words(markup: str) -> str:
    """Text as a person reads it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())

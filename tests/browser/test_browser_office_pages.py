"""Every page of the office and of its accounts, looked at by axe: narrow and wide, light and dark.

The list of pages is the app's own: one that is not opened here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from faults import faults
from flask import Flask
from make_files import jpeg
from passlib.totp import TOTP
from people import Applicant, Officer
from playwright.sync_api import expect
from service_fixtures import PASSWORD, Service
from sqlalchemy import select, update
from ways import sign_in

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState

LONG_WORD = "W" * 80
AFTER = date(2021, 9, 27)

OF_NOBODY = (
    "/review/sign-in",
    "/review/forgotten",
    "/review/link/x",
    "/review/link/{token}",
)
OF_THE_ADMINISTRATOR = (
    "/review/staff/",
    "/review/staff/invite",
    "/review/staff/people/otto",
    "/review/staff/people/otto/roles",
    "/review/staff/people/otto/disable",
    "/review/staff/people/otto/enable",
    "/review/staff/people/otto/second-factor",
    "/review/account/",
    "/review/account/password",
    "/review/second-factor/",
    "/review/second-factor/app",
    "/review/second-factor/passkey",
)
OF_THE_COORDINATOR = (
    "/review/?view=all",
    "/review/keys",
    "/review/cases/{new}",
    "/review/cases/{new}/reject",
    "/review/cases/{new}/ask",
    "/review/cases/{new}/comment",
    "/review/cases/{accepted}/print",
    "/review/cases/{accepted}/history",
    "/review/prepare",
    "/review/prepare/{prepared}/people",
    "/review/prepare/{prepared}/check",
    "/review/cases/{eligible}/accept",
    "/review/cases/{eligible}/waitlist",
    "/review/waiting-lists/",
    "/review/cases/{waits}/offer-seat",
    "/review/cases/{offered}/take-seat-back",
    "/review/budget/",
    "/review/cases/{new}/rules/cluster-member/override",
    "/review/cases/{new}/rules/cluster-member",
    "/review/cases/{leaves}/erasure",
    "/review/cases/{pending}/release",
    "/review/cases/{rejected}/reopen",
    "/review/cases/{new}/give",
    "/review/cases/{rejected}/undo",
    "/review/outbox/",
    "/review/outbox/{mail}/",
    "/review/outbox/{mail}/edit",
    "/review/outbox/templates/",
    "/review/outbox/templates/accepted/",
    "/review/visits/northern-bohemia/changed",
    "/review/cases/{accepted}/files/{file}/look",
    "/review/cases/{accepted}/evidence/attendance/again",
    "/review/offers/{offer}",
    "/review/offers/{offer}/accept",
    "/review/offers/{offer}/reject",
    "/review/offers/{offer}/comment",
    "/review/outbox/cases/{refused}/address",
)
OTHER_VIEWS = ("/review/", "/review/?q=nothing+holds+this", "/review/cases/{pending}", "/review/cases/{eligible}",
               "/review/cases/{waits}",
               "/review/cases/{asked}", "/review/cases/{rejected}", "/review/cases/{accepted}",
               "/review/cases/{leaves}", "/review/cases/{erased}", "/review/cases/X-2222-22",
               "/review/offers/{taken}", "/review/cases/{offered}", "/review/cases/{refused}", "/review/outbox/?view=failed")  # fmt: skip
BETWEEN_PASSWORD_AND_CODE = ("/review/sign-in/code",)
OF_THE_AUDITOR = ("/review/", "/review/cases/{accepted}", "/review/cases/{new}/reject")
NO_PAGE = {
    "office.as_csv": "a file",
    "office.as_xlsx": "a file",
    "office.file": "a file",
    "office.history_csv": "a file",
    "office.history_json": "a file",
    "office.copy": "a file",
    "office.preview": "a picture",
    "offers.record": "a file to copy into the content",
    "sign-in.static": "a script",
    "office.static": "a script",
    "office.together": "leads to the queue; its pages follow a button: test_browser_coordinator.py",
}


STATES = (
    "new",
    "eligible",
    "offered",
    "waits",
    "pending",
    "asked",
    "rejected",
    "refused",
    "leaves",
    "erased",
    "accepted",
)


@pytest.fixture
def cases(applicants) -> Iterator[dict[str, str]]:
    """References by state: a case in each, and two offers, with names too long for their place."""
    people = {
        name: applicants.applicant()
        .applies(organisation=f"{name} {LONG_WORD}", registration=name, email=f"{name}@example.org")
        .confirms()
        for name in STATES
    }
    found = {name: person.reference for name, person in people.items()}
    cora = applicants.officer("cora")
    cora.does(found["asked"], "ask", question="Why?", fields=["travellers"], due_on="2021-06-25")
    cora.does(found["rejected"], "reject", reason="Another fibre.")
    cora.does(found["rejected"], "release", hold="yes")
    cora.does(found["refused"], "reject", reason="Another fibre.")
    cora.does(found["refused"], "release", hold="yes")
    refuse_held_mail(applicants, found["refused"])
    cora.does(found["pending"], "check").does(found["pending"], "accept")
    cora.does(found["eligible"], "check")
    cora.accepts(found["accepted"])
    for name in ("offered", "waits"):
        cora.does(found[name], "check").does(found[name], "waitlist").does(found[name], "release")
    cora.does(found["offered"], "offer-seat")
    for name in ("leaves", "erased"):
        asks_for_erasure(people[name].opens_case())
    cora.does(found["erased"], "erasure", decision="erase", sure="y")
    for name in ("offer", "taken"):
        offered = applicants.host().offers(organisation=f"{name} {LONG_WORD}").confirms()
        found[name] = offered.reference
    accept = f"/review/offers/{found['taken']}/accept"
    cora.opens(accept).presses(accept)
    found["mail"] = str(people["rejected"].mails("rejected")[-1].id)
    found["prepared"] = cora.prepares(organisation=f"prepared {LONG_WORD}")
    found["token"] = forgets_password(applicants)
    found["file"] = sends_evidence(applicants, people["accepted"], cora)
    yield found
    cora.does(found["offered"], "take-seat-back", reason="A slip.", left="yes")
    for name in ("offered", "waits"):  # whoever waits is asked before other tests' people
        cora.does(found[name], "reject", reason="No seat is left.").does(found[name], "release")
    assert people["offered"].case.state == people["waits"].case.state == "rejected"
    turn_down = f"/review/offers/{found['offer']}/reject"  # other tests count what waits
    cora.opens(turn_down).presses(turn_down, {"reason": "Not now."})
    assert cora.status == 302


def asks_for_erasure(anna: Applicant) -> None:
    home = f"/apply/case/{anna.reference}/my-data"
    anna.opens(home).presses(f"{home}/erasure").opens_mailed_link("step-up").follows()
    anna.presses(f"/apply/my-data/{anna.reference}/erasure", {"words": "We close.", "sure": "y"})


def sends_evidence(service: Service, anna: Applicant, cora: Officer) -> str:
    """Send a photo and some words after the visit; give the number of the photo."""
    later = Applicant(service.on(AFTER))
    later.reference = anna.reference
    later.opens_case().adds_file("attendance", jpeg(), "photo.jpg")
    later.writes("outcomes", "We test a layer.")
    service.draws()
    return re.search(r"files/(\d+)", cora.opens_case(anna.reference).page.text)[1]


def refuse_held_mail(service: Service, reference: str) -> None:
    """Let it be as if a mail server had refused the mail of a case."""
    mine = select(Case.id).where(Case.reference == reference)
    mail = update(Mail).where(Mail.case_id.in_(mine), Mail.state == MailState.HELD)
    with service.app.app_context(), db.unit_of_work():
        db.session.execute(mail.values(state=MailState.FAILED, last_error="550 no such user"))


def forgets_password(service: Service) -> str:
    """Let cora ask for a link to a new password; give its token."""
    service.officer("cora").opens("/review/forgotten").presses(
        "/review/forgotten", {"email": "cora@example.org"}
    )
    with service.app.app_context():
        mails = select(Mail.body).where(Mail.to == "cora@example.org").order_by(Mail.id.desc())
        return re.search(r"/review/link/(\S+)", db.session.scalars(mails).first())[1]


def has_code_app(service: Service, name: str) -> None:
    """Let somebody of staff need a code beside the password."""
    address = "/review/second-factor/app"
    who = service.officer(name).opens(address)
    key = TOTP(re.search(r'class="key">([^<]+)<', who.page.text)[1])
    who.presses(address, {"code": key.generate().token})


def pages_of_staff(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.rule.startswith("/review")
    }


def test_no_page_of_staff_has_an_accessibility_fault(window, site, applicants, cases):
    people = {
        None: OF_NOBODY,
        "ada": OF_THE_ADMINISTRATOR,
        "cora": OF_THE_COORDINATOR + OTHER_VIEWS,
        "aldo": OF_THE_AUDITOR,
        "dora": BETWEEN_PASSWORD_AND_CODE,
    }
    site.passwords |= {"cora": PASSWORD, "dora": PASSWORD}
    has_code_app(applicants, "dora")
    found, elsewhere, opened = {}, [], set()
    addresses = applicants.app.url_map.bind("localhost")
    for name, paths in people.items():
        page = window(390)
        if name:
            sign_in(page, site, name)
        for path in paths:
            wanted = site.at(path.format(**cases))
            page.goto(wanted)
            if page.url != wanted:
                elsewhere.append((wanted, page.url))
            opened.add(addresses.match(urlsplit(page.url).path)[0])
            expect(page.get_by_role("heading", level=1)).not_to_be_empty()
            found |= faults(page, path)

    assert (found, elsewhere) == ({}, [])
    assert pages_of_staff(applicants.app) - opened == NO_PAGE.keys()

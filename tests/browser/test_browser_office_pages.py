"""Every page of the office and of its accounts, looked at by axe: narrow and wide, light and dark.

The list of pages is the app's own: a new one without a line here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from faults import faults
from make_files import jpeg
from people import Applicant, Officer
from playwright.sync_api import expect
from service_fixtures import PASSWORD, Service
from ways import sign_in

LONG_WORD = "W" * 80
AFTER = date(2021, 9, 27)

OF_NOBODY = {
    "sign-in.sign_in": "/review/sign-in",
    "mailed.forgotten": "/review/forgotten",
    "mailed.link": "/review/link/x",
}
OF_THE_ADMINISTRATOR = {
    "staff.everybody": "/review/staff/",
    "staff.invite": "/review/staff/invite",
    "staff.one": "/review/staff/people/otto",
    "staff.roles": "/review/staff/people/otto/roles",
    "staff.disable": "/review/staff/people/otto/disable",
    "staff.enable": "/review/staff/people/otto/enable",
    "staff.forget_second_factor": "/review/staff/people/otto/second-factor",
    "account.mine": "/review/account/",
    "account.password": "/review/account/password",
    "factors.choose": "/review/second-factor/",
    "factors.app": "/review/second-factor/app",
    "factors.passkey": "/review/second-factor/passkey",
}
OF_THE_COORDINATOR = {
    "office.queue": "/review/?view=all",
    "office.keys": "/review/keys",
    "office.case": "/review/cases/{new}",
    "office.reject": "/review/cases/{new}/reject",
    "office.ask": "/review/cases/{new}/ask",
    "office.comment": "/review/cases/{new}/comment",
    "office.sheet": "/review/cases/{accepted}/print",
    "office.history": "/review/cases/{accepted}/history",
    "office.prepare": "/review/prepare",
    "office.prepare_step": "/review/prepare/{prepared}/people",
    "office.prepare_check": "/review/prepare/{prepared}/check",
    "office.accept": "/review/cases/{eligible}/accept",
    "office.waitlist": "/review/cases/{eligible}/waitlist",
    "office.waiting_lists": "/review/waiting-lists/",
    "office.budget": "/review/budget/",
    "office.override": "/review/cases/{new}/rules/cluster-member/override",
    "office.settle": "/review/cases/{new}/rules/cluster-member",
    "office.erasure": "/review/cases/{leaves}/erasure",
    "office.release": "/review/cases/{pending}/release",
    "office.reopen": "/review/cases/{rejected}/reopen",
    "office.undo_release": "/review/cases/{rejected}/undo",
    "outbox.outbox": "/review/outbox/",
    "outbox.mail": "/review/outbox/{mail}/",
    "outbox.edit": "/review/outbox/{mail}/edit",
    "outbox.templates": "/review/outbox/templates/",
    "outbox.template": "/review/outbox/templates/accepted/",
    "changes.changed": "/review/visits/northern-bohemia/changed",
    "office.look": "/review/cases/{accepted}/files/{file}/look",
    "office.ask_again": "/review/cases/{accepted}/evidence/attendance/again",
    "offers.offer": "/review/offers/{offer}",
    "offers.accept": "/review/offers/{offer}/accept",
    "offers.reject": "/review/offers/{offer}/reject",
}
OTHER_VIEWS = ("/review/", "/review/?q=nothing+holds+this", "/review/cases/{pending}", "/review/cases/{eligible}",
               "/review/cases/{waits}",
               "/review/cases/{asked}", "/review/cases/{rejected}", "/review/cases/{accepted}",
               "/review/cases/{leaves}", "/review/cases/{erased}", "/review/cases/X-2222-22",
               "/review/offers/{taken}")  # fmt: skip
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
    "outbox.address": "only of a mail that was refused; here none is sent by SMTP",
    "sign-in.static": "a script",
    "office.static": "a script",
    "office.together": "only after cases are ticked: test_browser_office.py",
    "sign-in.code": "only between the password and the code",
}


STATES = (
    "new",
    "eligible",
    "waits",
    "pending",
    "asked",
    "rejected",
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
    cora.does(found["pending"], "check").does(found["pending"], "accept")
    cora.does(found["eligible"], "check")
    cora.accepts(found["accepted"])
    cora.does(found["waits"], "check").does(found["waits"], "waitlist")
    cora.does(found["waits"], "release")
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
    found["file"] = sends_evidence(applicants, people["accepted"], cora)
    yield found
    cora.does(found["waits"], "reject", reason="No seat is left.").does(found["waits"], "release")
    assert (
        people["waits"].case.state == "rejected"
    )  # whoever waits is asked before other tests' people


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


def test_every_page_of_staff_is_looked_at(applicants):
    pages = {
        rule.endpoint
        for rule in applicants.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.rule.startswith("/review")
    }

    assert pages == (
        OF_NOBODY.keys() | OF_THE_ADMINISTRATOR.keys() | OF_THE_COORDINATOR.keys() | NO_PAGE.keys()
    )


def test_no_page_of_staff_has_an_accessibility_fault(window, site, cases):
    people = {
        None: OF_NOBODY.values(),
        "ada": OF_THE_ADMINISTRATOR.values(),
        "cora": (*OF_THE_COORDINATOR.values(), *OTHER_VIEWS),
        "aldo": OF_THE_AUDITOR,
    }
    site.passwords["cora"] = PASSWORD
    found, elsewhere = {}, []
    for name, paths in people.items():
        page = window(390)
        if name:
            sign_in(page, site, name)
        for path in paths:
            wanted = site.at(path.format(**cases))
            page.goto(wanted)
            if page.url != wanted:
                elsewhere.append(page.url)
            expect(page.get_by_role("heading", level=1)).not_to_be_empty()
            found |= faults(page, path)

    assert (found, elsewhere) == ({}, [])

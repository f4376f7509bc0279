"""Every address of the service, opened and pressed by everybody: who is let in, and who is not.

The list of addresses is the app's own, so a new one without an expectation fails here. Buttons are
pressed without the page's token, which changes nothing: whoever is let in gets the page again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

import pytest
from flask.testing import FlaskClient
from make_files import pdf
from people import VISIT, Applicant
from werkzeug.routing import Rule

MADE_BY_FLASK = {"HEAD", "OPTIONS"}
IN, SIGN_IN, NOT_HERE, REFUSED = "let in", "sign in", "not here", "refused"
STRANGERS = ("stranger", "applicant", "other applicant")
STAFF = ("officer", "other officer", "coordinator", "auditor", "administrator")
EVERYBODY = (*STRANGERS, *STAFF)


def _for(others: str, **some: str) -> dict[str, str]:
    """What each person gets: `others` for all but the named."""
    named = {name.replace("_", " "): got for name, got in some.items()}
    return {name: named.get(name, others) for name in EVERYBODY}


def _staff(others: str, **some: str) -> dict[str, str]:
    strangers = dict.fromkeys((name.replace(" ", "_") for name in STRANGERS), SIGN_IN)
    return _for(others, **{**strangers, **some})


OPEN = _for(IN)
NOBODY = _for(NOT_HERE)
OWN = _for(NOT_HERE, applicant=IN)
A_CASE = _staff(NOT_HERE, officer=IN, coordinator=IN, auditor=IN)
A_DECISION = A_CASE | {"auditor": REFUSED}
WITH_A_TOKEN = OWN | {"applicant": REFUSED}  # the page's script has one, we do not
OF_STAFF = _staff(IN)
OF_THE_ADMINISTRATOR = _staff(NOT_HERE, administrator=IN)
TO_SIGN_IN = _for(SIGN_IN)

APPLYING = {
    "candidatures.index": OPEN,
    "candidatures.start": OPEN,
    "candidatures.seats": OPEN,
    "candidatures.seats_json": OPEN,
    "candidatures.step": OWN,
    "candidatures.check": OWN,
    "candidatures.send": OWN,
    "candidatures.sent": OWN,
    "candidatures.status": OWN,
    "candidatures.withdraw": OWN,
    "evidence.look": OWN,
    "evidence.upload": OWN,
    "evidence.words": OWN,
    "evidence.remove": OWN,
    "evidence.static": OPEN,
    "evidence.stop": OWN,
    "tus.offers": OWN,
    "tus.create": WITH_A_TOKEN,
    "tus.offset": WITH_A_TOKEN,
    "tus.piece": WITH_A_TOKEN,
    "tus.terminate": WITH_A_TOKEN,
    "assisted.turn_down": NOBODY,  # only of a candidature that the office has prepared
    "drafts.later": OWN,
    "drafts.address": OWN,
    "drafts.typed": OWN,
    "candidatures.first_typed": OPEN,
    "drafts.changes": OWN,
    "drafts.again": OWN,
    "info_requests.answer": OWN,
    "visit_changes.choose": OWN,
    "comments.answer": OWN,
    "waitlist.seat": OWN,
    "waitlist.answered": OPEN,
    "summary.sheet": OWN,
    "summary.as_pdf": OWN if find_spec("typst") else NOBODY,  # the program is an extra
    "privacy.my_data": OWN,
    "privacy.step_up": OWN,
    "privacy.copy": NOBODY,  # these three open by a mailed link of their own
    "privacy.erasure": NOBODY,
    "privacy.address": NOBODY,
    "host_offers.start": OPEN,
    "host_offers.who": OWN,
    "host_offers.visitors": OWN,
    "host_offers.sent": OWN,
    "host_offers.address": OWN,
    "host_offers.status": OWN,
    "host_offers.withdraw": OWN,
    "links.show": NOBODY,
    "links.open_it": NOBODY,
    "links.confirmed": OPEN,
    "links.lost": OPEN,
}
OFFICE = {
    "office.queue": OF_STAFF,  # the administrator is led on to the accounts
    "office.as_csv": _staff(IN, administrator=NOT_HERE),
    "office.as_xlsx": _staff(IN, administrator=NOT_HERE),
    "office.keys": _staff(IN, administrator=NOT_HERE),
    "office.switch_keys": _staff(IN, administrator=NOT_HERE),  # a reader's own switch
    "office.static": _staff(NOT_HERE),  # the name that is tried is of another folder
    "office.case": A_CASE,
    "office.prepare": _staff(
        NOT_HERE, officer=IN, other_officer=IN, coordinator=IN, auditor=REFUSED
    ),
    "office.prepare_step": _staff(NOT_HERE, auditor=REFUSED),  # whoever prepares it has it
    "office.prepare_check": _staff(NOT_HERE, auditor=REFUSED),
    "office.prepare_typed": _staff(NOT_HERE, auditor=REFUSED),
    "office.waiting_lists": A_CASE | {"other officer": IN},  # with a list of what is theirs
    "office.file": A_CASE,
    "office.look": A_CASE,
    "office.preview": A_CASE,
    "office.copy": A_CASE,
    "office.sheet": A_CASE,
    "office.history": A_CASE,
    "office.history_json": A_CASE,
    "office.history_csv": A_CASE,
    "office.check": A_DECISION,
    "office.together": A_DECISION | {"other officer": IN},  # with the cases that are theirs
    "office.accept": A_DECISION,
    "office.waitlist": A_DECISION,
    "office.offer_seat": A_DECISION,
    "office.reject": A_DECISION,
    "office.release": A_DECISION,
    "office.take_back": A_DECISION,
    "office.settle": A_DECISION,
    "office.override": A_DECISION,
    "office.budget": _staff(NOT_HERE, coordinator=IN, auditor=IN),
    "office.accept_evidence": A_DECISION,
    "office.ask_again": A_DECISION,
    "office.ask": A_DECISION,
    "office.close_request": A_DECISION,
    "office.comment": A_DECISION,
    "office.see": A_DECISION,
    "office.erasure": A_DECISION,
    "office.reopen": A_DECISION | {"officer": NOT_HERE},
    "office.give": A_DECISION | {"officer": NOT_HERE},
    "outbox.outbox": A_CASE | {"other officer": IN},
    "outbox.mail": A_CASE,
    "outbox.edit": A_DECISION,
    "outbox.hold": A_DECISION,
    "outbox.send": A_DECISION,
    "outbox.address": A_DECISION,
    "changes.changed": A_CASE | {"officer": NOT_HERE},
    "changes.ask": A_DECISION | {"officer": NOT_HERE},
    "outbox.templates": A_CASE | {"officer": NOT_HERE},
    "outbox.template": A_CASE | {"officer": NOT_HERE},
    "office.undo_release": A_DECISION,
    "office.take_seat_back": A_DECISION,
    "offers.offer": A_CASE,
    "offers.record": A_CASE,
    "offers.accept": A_DECISION,
    "offers.reject": A_DECISION,
    "offers.comment": A_DECISION,
    "offers.take_away": A_DECISION,
}
ACCOUNTS = {
    "sign-in.sign_in": OPEN,
    "sign-in.passkey": OPEN,
    "mailed.forgotten": OPEN,
    "sign-in.sign_out": OPEN,
    "sign-in.static": OPEN,
    "mailed.link": NOBODY,
    "sign-in.code": TO_SIGN_IN,
    "sign-in.code_by_passkey": TO_SIGN_IN,
    "factors.choose": OF_STAFF,
    "factors.app": OF_STAFF,
    "factors.passkey": OF_STAFF,
    "account.mine": OF_STAFF,
    "account.password": OF_STAFF,
    "account.remove_app": OF_STAFF,
    "account.remove_passkey": OF_STAFF,
    "account.recovery_codes": OF_STAFF,
    "account.end_session": OF_STAFF,
    "account.end_others": OF_STAFF,
    "staff.everybody": OF_THE_ADMINISTRATOR,
    "staff.invite": OF_THE_ADMINISTRATOR,
    "staff.one": OF_THE_ADMINISTRATOR,
    "staff.roles": OF_THE_ADMINISTRATOR,
    "staff.disable": OF_THE_ADMINISTRATOR,
    "staff.enable": OF_THE_ADMINISTRATOR,
    "staff.forget_second_factor": OF_THE_ADMINISTRATOR,
    "staff.invite_again": OF_THE_ADMINISTRATOR,
}
PUBLIC = {"mailbox.outbox": OPEN, "mailbox.mail": OPEN}
EXPECTED = {
    **{f"{area}.{name}": who for area in ("apply", "apply-in") for name, who in APPLYING.items()},
    **OFFICE,
    **ACCOUNTS,
    **PUBLIC,
}


@dataclass
class World:
    """A case of the cluster NTT with all that may hang on it, an offer of a host, and everybody."""

    browsers: dict[str, FlaskClient]
    case: str
    asked: str
    offer: str

    def address(self, rule: Rule) -> str:
        """Fill in an address so that it is right for the person whose it is."""
        name = rule.endpoint.removeprefix("apply-in.").removeprefix("apply.")
        kind = name.partition(".")[0]
        values = {
            "reference": self.asked if kind == "info_requests"
            else self.offer if kind in ("host_offers", "offers") else self.case,
            "language": "cs", "slug": VISIT, "slot": "outcomes" if name == "evidence.words" else "attendance", "rule": "cluster-member",
            "number": 1, "what": "take" if kind == "waitlist" else "export", "token": "x", "key": "x" * 43,
            "filename": "passkeys.js" if kind == "sign-in" else "uploads.js",
            "name": {"staff": "otto", "outbox": "accepted"}.get(kind, "people"),
        }  # fmt: skip
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)
        return f"{path}?visit={VISIT}"  # some ask for it


@pytest.fixture
def world(service) -> World:
    anna = service.applicant().applies().confirms()
    case = anna.reference
    other = service.applicant().applies(email="eva@example.org", registration="IT 2").confirms()
    jana = service.officer()
    asked = (
        service.applicant()
        .applies(email="ivo@example.org", registration="IT 3")
        .confirms()
        .reference
    )
    jana.does(asked, "ask", question="Why?", fields=["travellers"], due_on="2021-06-25")
    host = service.host().offers(cluster="ntt").confirms()
    jana.accepts(case)
    jana.does(case, "comment", words="The bus leaves at 8.", audience="applicant")
    accept = f"/review/offers/{host.reference}/accept"
    jana.opens(accept).presses(accept)
    service.on(date(2021, 9, 27))  # after the visit, when evidence is asked for
    browsers = {"stranger": service.app.test_client()}
    for name, whose, references in (
        ("applicant", Applicant, (case, asked)), ("other applicant", Applicant, (other.reference,)),
    ):  # fmt: skip
        somebody = whose(service.app)
        for reference in references:
            somebody.reference = reference
            somebody.opens_case()
        browsers[name] = somebody.browser
    host.app, host.browser = service.app, browsers["applicant"]
    host.opens_case()
    later = Applicant(service.app)
    later.reference, later.browser = case, browsers["applicant"]
    later.adds_file("attendance", pdf(), "a.pdf")
    service.draws()
    browsers["officer"] = service.officer("otto", "officer", "ntt").browser
    browsers["other officer"] = service.officer("olga", "officer", "clutex").browser
    for role in ("coordinator", "auditor", "administrator"):
        browsers[role] = service.officer(f"{role}s", role).browser
    return World(browsers, case, asked, host.reference)


def got(browser: FlaskClient, method: str, address: str) -> str:
    """Say what a person gets at an address."""
    answer = browser.open(address, method=method, buffered=True)
    assert answer.status_code < 500, (method, address)
    if answer.status_code == 302 and answer.location.startswith("/review/sign-in"):
        return IN if "again=1" in answer.location else SIGN_IN
    return {404: NOT_HERE, 403: REFUSED}.get(answer.status_code, IN)


def test_everybody_gets_what_is_theirs_and_nothing_else(service, world):
    wrong = {}
    for rule in service.app.url_map.iter_rules():
        assert rule.endpoint in EXPECTED, f"say in this file who may open {rule}"
        for method in sorted(rule.methods - MADE_BY_FLASK) or ["OPTIONS"]:
            for name in EVERYBODY:
                found = got(world.browsers[name], method, world.address(rule))
                if found != EXPECTED[rule.endpoint][name]:
                    wrong[f"{method} {rule} as {name}"] = (found, EXPECTED[rule.endpoint][name])

    assert wrong == {}


def test_the_list_above_has_no_address_that_is_gone(service):
    assert {rule.endpoint for rule in service.app.url_map.iter_rules()} == EXPECTED.keys()


def test_an_auditor_sees_no_button(service, world):
    """Beside signing out and the own account, which are not about cases."""
    auditor = world.browsers["auditor"]
    for address in ("/review/", "/review/?view=all", f"/review/cases/{world.case}",
                    "/review/outbox/", "/review/outbox/1/",
                    f"/review/cases/{world.asked}", f"/review/offers/{world.offer}"):  # fmt: skip
        page = auditor.get(address)
        assert page.status_code == 200, address
        posting = re.findall(r'<form method="post"[^>]*action="([^"]+)"', page.text)
        assert posting == ["/review/sign-out"], address
        for link in re.findall(r'href="(/review/[^"]+)"', page.text):
            opened = auditor.get(link, buffered=True, follow_redirects=True)
            assert opened.status_code == 200, (address, link)


def test_an_auditor_reads_what_waits_for_the_office(world):
    queue = world.browsers["auditor"].get("/review/").text

    assert re.search(r"<h1>Waiting for the office: [1-9]", queue)
    assert "Waiting for you" not in queue


def test_what_an_auditor_opens_stands_in_the_history_as_the_auditors(service, world):
    world.browsers["auditor"].get(f"/review/cases/{world.case}/files/1", buffered=True)

    page = world.browsers["coordinator"].get(f"/review/cases/{world.case}")
    assert re.search(r"File opened</b>\s*auditors", page.text)

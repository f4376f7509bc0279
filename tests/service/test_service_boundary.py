"""What may reach a view: how large a body, how many fields, which characters."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from people import STEPS
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

import formsvc
from formsvc import db
from formsvc.boundary import FORM_BYTES, LONGEST_NAME, MOST_FIELDS
from formsvc.evidence.incoming import MIB
from formsvc.forms import Form
from formsvc.tables import metadata

URLENCODED = "application/x-www-form-urlencoded"
FIRST = "/apply/candidature?visit=northern-bohemia"
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class Counted(io.RawIOBase):
    """A body that says how much of it was read."""

    def __init__(self, size: int) -> None:
        self.size, self.given = size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count = min(len(buffer), self.size - self.given)
        buffer[:count] = b"a" * count
        self.given += count
        return count


@pytest.fixture
def insider(service):
    """Somebody who has a draft, an accepted case and an account of the office: passes every door."""
    anna = service.applicant().applies().confirms()
    service.officer().accepts(anna.reference)
    anna.opens_case()
    for cookie in service.officer().browser._cookies.values():
        anna.browser.set_cookie(cookie.key, cookie.value, path=cookie.path)
    bert = service.applicant().begins()
    anna.draft, anna.drafting = bert.reference, bert.browser
    return anna


def addresses(service, reference: str) -> list[tuple[str, str]]:
    """Give (method, address) of every route that takes something."""
    known = {"reference": reference, "slot": "attendance", "language": "cs", "rule": "once",
             "token": "t" * 43}  # fmt: skip
    at, found = service.app.url_map.bind("localhost"), {("POST", FIRST)}
    for rule in service.app.url_map.iter_rules():
        numbers = {n for n, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
        for step in ("organisation", *STEPS) if "name" in rule.arguments else ("",):
            values = {name: 1 if name in numbers else known.get(name, step or "x")
                      for name in rule.arguments}  # fmt: skip
            found |= {
                (method, at.build(rule.endpoint, values, method=method))
                for method in WRITING & (rule.methods or set())
            }
    return sorted(found)


@pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)  # no database has a say in it
@pytest.mark.parametrize("chunked", [False, True])
def test_no_route_reads_more_than_a_form(service, insider, chunked):
    more = {"wsgi.input_terminated": True} if chunked else {"CONTENT_LENGTH": str(5 * MIB)}
    reads, found = 0, addresses(service, insider.draft) + addresses(service, insider.reference)
    for method, address in found:
        for client in (insider.browser, insider.drafting, service.app.test_client()):
            body = Counted(5 * MIB)

            answer = client.open(
                address, method=method, content_type=URLENCODED,
                environ_overrides={**more, "wsgi.input": body},
            )  # fmt: skip

            assert (address, answer.status_code >= 300) == (address, True)
            # An upload reads a form of bytes and finds no file in it; 25 MiB is its bound.
            bound = 26 * MIB if "/evidence/" in address else FORM_BYTES
            assert (address, body.given <= bound) == (address, True)
            reads += answer.status_code == 413
    assert reads > 20


def test_only_one_place_decides_how_much_is_read():
    source = Path(formsvc.__file__).parent
    others = [p.name for p in source.rglob("*.py") if "max_content_length" in p.read_text().lower()]

    assert others == ["boundary.py"]


@pytest.mark.parametrize(
    "body",
    [
        b"organisation=" + b"x" * FORM_BYTES,
        b"&".join(b"field%d=1" % number for number in range(40_000)),
        b"&".join(b"a=1" for _ in range(MOST_FIELDS + 1)),
        b"n" * (LONGEST_NAME + 1) + b"=1",
        b"n" * 200_000 + b"=1",
    ],
    ids=["long", "40,000 fields", "a field too many", "long name", "very long name"],
)
def test_too_much_is_refused_in_words(service, body):
    anna = service.applicant().opens(FIRST)

    anna.page = anna.browser.post(FIRST, data=body, content_type=URLENCODED)

    assert (anna.status, anna.heading) == (413, "That is too large")
    assert "what you typed is still there" in anna.text


def test_a_text_that_is_too_long_still_comes_back(service):
    anna = service.applicant().begins().answers("purpose", objectives="🧵" * 5000)

    assert (anna.status, "🧵" * 5000 in anna.page.text) == (422, True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'),
        ("multipart/form-data", b"--b--\r\n"),
        (URLENCODED, b"organisation=\xff\xfe"),
        (URLENCODED, b"na%00me=1"),
    ],
    ids=["cut", "without boundary", "not UTF-8", "NUL in a name"],
)  # fmt: skip
def test_a_garbled_form_is_said_and_never_taken_for_an_empty_one(service, kind, body):
    anna = service.applicant().opens(FIRST)

    anna.page = anna.browser.post(FIRST, data=body, content_type=kind)

    assert (anna.status, anna.heading) == (400, "This could not be read")


@pytest.mark.parametrize("sign", ["\x00", "\x1b"])
def test_no_route_and_no_field_takes_a_control_character(service, insider, sign):
    """Every field that any form has, in every route, one by one."""
    names = {"username", "password", "code", "key", "csrf_token", "q"}
    names |= {name for form in all_forms(Form) for name in vars(form) if not name.startswith("_")}
    tried = 0
    for method, address in addresses(service, insider.draft) + addresses(
        service, insider.reference
    ):
        if "/cs/" in address:  # the same views
            continue
        for client in (insider.browser, insider.drafting):
            bad = dict.fromkeys(names, f"a{sign}b")
            answer = client.open(address, method=method, data=bad)
            assert (address, answer.status_code < 500) == (address, True)
            shown = set(re.findall(r'name="(\w+)"', answer.text.partition("<main")[2]))
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
            for name in shown - {"csrf_token"}:
                typed = {name: f"a{sign}b", "csrf_token": token[1] if token else ""}
                answer = client.open(address, method=method, data=typed)
                assert (address, name, answer.status_code < 500) == (address, name, True)
                tried += 1
    assert tried > 30
    assert unreadable_rows(service) == []


def all_forms(top):
    for form in top.__subclasses__():
        yield form
        yield from all_forms(form)


def unreadable_rows(service) -> list[tuple[str, object]]:
    """Give what stands in the database with such a character, inside JSON too."""
    with service.app.app_context():
        return [
            (table.name, value)
            for table in metadata.sorted_tables
            for row in db.session.execute(select(table))
            for value in row
            if re.search(r"\\x(00|1b)", repr(value))
        ]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/apply/candidature?visit=a%00b", 400),
        ("/apply/candidature?visit=northern-bohemia&country=%00", 400),
        ("/apply/candidature?visit=northern-bohemia&n%1Bame=x", 400),
        ("/review/?q=%00", 400),
        ("/review/cases/X%00", 404),
        ("/apply/case/X%00", 404),
        ("/apply/visits/%00", 404),
    ],
)
def test_an_address_with_a_control_character_is_refused(service, address, status):
    assert service.officer().opens(address).status == status


@pytest.mark.parametrize("bad", ["jana\x00", "jana\ud800"])
def test_sign_in_refuses_such_characters_as_a_form_and_as_json(service, bad):
    browser = service.app.test_client()
    sent = {"username": bad, "password": "warp-and-weft-crossing"}

    as_json = browser.post(
        "/review/sign-in", data=json.dumps(sent), content_type="application/json"
    )
    as_form = browser.post("/review/sign-in", data={"username": "jana\x00", "password": "x"})

    assert (as_json.status_code, as_form.status_code) == (400, 400)

"""The list of cases as staff use it: filters in the link, search, the way from case to case."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.search import name_key, searchable
from formsvc.candidatures.states import State
from formsvc.moves import Role
from formsvc.office.queue import listed as listed_cases

ANSWERS = {
    "organisation": "Firma", "registration": "1", "country": "IT", "visitor_type": "sme",
    "cluster": "clutex", "contact": "Anna", "email": "anna@example.org", "travellers": 1,
    "objectives": "Look",
}  # fmt: skip
FINE = {"eligible": True, "amount_eur": "305", "lines": []}
OPEN = FINE | {"lines": [{"rule": "seat", "clause": "1", "effect": "unknown"}]}


def keep(service, count: int, **columns: object) -> list[str]:
    """Keep cases that wait for an officer, due one day after the other."""
    with service.app.app_context(), db.unit_of_work():
        have = db.session.query(Case).count()
        for number in range(have + 1, have + count + 1):
            name = f"Firma {number}"
            case = {
                "organisation": name, "name_key": name_key(name), "waits_for": Role.OFFICER,
                "search": searchable(name, f"X-{number}"), "due_on": date(2021, 7, number % 28 + 1),
                "state": State.SUBMITTED, "cluster": "clutex", "visit": "northern-bohemia",
                "waits_since_on": date(2021, 6, 15), "country": "IT", "visitor_type": "sme",
                "sent_on": date(2021, 6, 15), "confirmed_on": date(2021, 6, 15),
                "confirmed_at": datetime(2021, 6, 15, tzinfo=UTC), "assessment": FINE, "answers": ANSWERS,
            } | columns  # fmt: skip
            db.session.add(
                Case(reference=f"X-{number}", idempotency_key=str(number), version="1",
                     created_at=datetime(2021, 6, 15, tzinfo=UTC), **case)
            )  # fmt: skip
        return [f"X-{number}" for number in range(have + 1, have + count + 1)]


def listed(officer, **choice: str) -> list[str]:
    """References on a page of the queue, in their order."""
    officer.opens("/review/?" + "&".join(f"{name}={value}" for name, value in choice.items()))
    assert officer.status == 200
    return re.findall(r"/review/cases/(X-[\w-]+)\?in=", officer.page.text)


def follows(officer, words: str) -> None:
    """Follow the first link whose tag or words hold something."""
    links = re.findall(r'<a\b[^>]*href="([^"]+)"[^>]*>.*?</a>', officer.page.text)
    tags = re.findall(r"<a\b[^>]*>.*?</a>", officer.page.text)
    found = next(link for link, tag in zip(links, tags, strict=True) if words in tag)
    officer.opens(html.unescape(found))


@pytest.fixture
def jana(service):
    return service.officer()


def test_each_filter_stands_in_the_link_and_several_add_up(service, jana):
    keep(service, 1)
    keep(service, 1, visit="slovakia-online", country="CZ", cluster="ntt", language="cs")
    keep(service, 1, assessment=OPEN, visitor_type="cluster", due_on=date(2021, 6, 1))
    keep(service, 1, kind="host-offer", visit=None, state=State.ELIGIBLE)
    keep(service, 1, route="own", visit=None, waits_for=None, due_on=None, cluster=None)

    every = {"view": "all", "sort": "oldest"}
    for choice, expected in {
        "state=eligible": "4", "visit=slovakia-online": "2", "country=CZ": "2", "cluster=ntt": "2",
        "cluster=none": "5", "kind=own": "5", "kind=host-offer": "4", "type=cluster": "3",
        "waits=none": "5", "waits=officer": "1234", "due=late": "3", "rules=open": "3",
        "language=cs": "2", "country=CZ&cluster=ntt": "2", "country=CZ&cluster=clutex": "",
        "country=": "12345",
    }.items():  # fmt: skip
        chosen = dict(pair.split("=") for pair in choice.split("&"))
        assert "".join(r[2:] for r in listed(jana, **every, **chosen)) == expected, choice


def test_what_is_chosen_is_named_and_can_be_taken_off(service, jana):
    keep(service, 3)
    keep(service, 1, country="CZ")

    assert listed(jana, country="CZ", state="submitted") == ["X-4"]
    assert "1 case · State: New take off" in jana.text
    follows(jana, 'take off<span class="visually-hidden"> From')

    assert "4 cases · State: New" in jana.text


def test_a_slug_that_left_the_content_still_filters(service, jana):
    keep(service, 1, visit="long-gone")
    keep(service, 1)

    assert listed(jana, visit="long-gone") == ["X-1"]
    assert '<option value="long-gone" selected>' in jana.page.text


@pytest.mark.parametrize(
    "link",
    ["view=mine", "state=draft", "state=x", "sort=price", "due=never", "visit=a/b", "kind=%27"],
)
def test_what_there_is_not_is_not_found(jana, link):
    assert jana.opens(f"/review/?{link}").status == 404


def test_an_officer_filters_and_finds_only_the_own_cases(service):
    keep(service, 2, cluster="ntt")
    keep(service, 1, cluster="clutex")
    otto = service.officer("otto", "officer", cluster="clutex")

    assert listed(otto, view="all") == ["X-3"]
    assert listed(otto, view="all", cluster="ntt") == []
    assert listed(otto, view="all", q="firma") == ["X-3"]
    assert '<select id="f-cluster"' not in otto.page.text
    assert "Waiting for you 1" in otto.text


def test_a_search_keeps_the_filters_and_shows_the_newest_first(service, jana):
    keep(service, 60)
    keep(service, 1, country="CZ")

    first = listed(jana, view="all", q="firma")
    follows(jana, "Next cases")

    assert (first[0], first[-1], len(first)) == ("X-61", "X-12", 50)
    assert re.findall(r"/cases/(X-\d+)", jana.page.text)[::10] == ["X-11", "X-1"]
    assert listed(jana, view="all", q="firma", country="CZ") == ["X-61"]
    assert listed(jana, q="nobody") == []
    assert "Nothing holds these words" in jana.text


def test_a_case_that_an_applicant_sent_is_found_by_what_was_typed(service, jana):
    anna = service.applicant().applies().confirms()

    assert listed(jana, q="nanofib+tessuti") == [anna.reference]
    assert listed(jana, q=anna.reference) == [anna.reference]


def test_the_next_case_is_the_next_of_the_list_and_then_its_first(service, jana):
    keep(service, 4)
    keep(service, 1, country="CZ")
    assert listed(jana, country="IT", sort="organisation") == ["X-1", "X-2", "X-3", "X-4"]

    follows(jana, "cases/X-3")
    for expected in ("Firma 4", "Firma 1", "Firma 2"):
        follows(jana, 'data-key="n"')
        assert jana.heading == expected

    follows(jana, 'data-key="u"')
    assert "4 cases · From: Italy" in jana.text


def test_a_decision_leads_on_from_where_the_case_stood(service, jana):
    keep(service, 3)
    listed(jana)
    follows(jana, "cases/X-1")
    here = jana.page.request.path + "?" + jana.page.request.query_string.decode()

    jana.presses(here.replace("X-1?", "X-1/check?"))
    jana.opens(jana.page.location)

    assert "in=" in jana.page.request.query_string.decode()
    follows(jana, 'data-key="n"')
    assert jana.heading == "Firma 2"


@pytest.mark.parametrize("link", ["", "view%3Dmine", "%FF", "a%3Db%26after%3D1_x", "view=all&in=2"])
def test_a_case_opens_whatever_its_link_says_of_the_list(service, jana, link):
    keep(service, 2)

    assert jana.opens(f"/review/cases/X-1?in={link}").status == 200
    assert "Next: Firma 2" in jana.text


@contextmanager
def counting(service):
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []
    engine = service.app.extensions["xchange_engine"]
    hear = lambda _c, _cursor, statement, *_: asked.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("link", ["/review/", "/review/?view=all&q=firma", "/review/cases/X-1"])
@pytest.mark.parametrize("role", ["coordinator", "officer"])
def test_more_cases_cost_no_more_queries(service, role, link):
    who = service.officer("who", role, cluster="clutex" if role == "officer" else None)
    keep(service, 10)
    who.opens(link)
    with counting(service) as few:
        who.opens(link)
    keep(service, 190)
    with counting(service) as many:
        who.opens(link)

    assert len(few) == len(many)


def test_a_filter_that_keeps_many_is_counted_as_far_as_it_was_read(service, jana, monkeypatch):
    monkeypatch.setattr(listed_cases, "FEW", 60)
    keep(service, 30, country="CZ")
    keep(service, 60)

    listed(jana, country="IT")
    assert "50+ cases · From: Italy" in jana.text
    listed(jana, country="CZ")
    assert "30 cases · From: Czechia" in jana.text
    listed(jana, country="PT")
    assert "0 cases · From: Portugal" in jana.text

"""Who sees which case, in what order they come, and what a search finds."""

from __future__ import annotations

import re
import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from formsvc import db
from formsvc.accounts.models import Person, PersonCluster, Role
from formsvc.candidatures import search_index
from formsvc.candidatures.models import Case
from formsvc.candidatures.search import searchable, wanted
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.office import queries
from formsvc.office.queue.paging import ORDERS, counted, page

DAY = date(2021, 6, 20)


def person(role: str, *clusters: str) -> Person:
    return Person(
        username=role, roles=[Role(name=role)], of_clusters=[PersonCluster(cluster=c) for c in clusters]
    )  # fmt: skip


@pytest.fixture
def keep(engine):
    def make(number: int, *, state=State.SUBMITTED, cluster="clutex", due=DAY, role="coordinator",
             visit=None, words="", name=""):  # fmt: skip
        at = datetime(2021, 6, 16, tzinfo=UTC)
        confirmed = {} if state in UNCONFIRMED else {"confirmed_at": at, "confirmed_on": at.date()}
        case = Case(
            id=number, reference=f"X-{number}", idempotency_key=str(number), state=state,
            waits_for=role, due_on=due, cluster=cluster, visit=visit, organisation="Prova",
            country="IT", visitor_type="sme", email="a@example.org", answers={}, assessment={},
            travellers=1, version="1", created_at=datetime(2021, 6, 15, tzinfo=UTC),
            name_key=name, search=searchable(words), **confirmed,
        )  # fmt: skip
        with db.unit_of_work():
            db.session.add(case)
        return case

    return make


def numbers(cases) -> list[int]:
    return [case.id for case in db.session.scalars(cases)]


def in_pages(parts, order: str, *, size: int) -> list[int]:
    """All numbers, taken page by page as the links of the pages lead."""
    order, found, place = ORDERS[order], [], None
    while cases := list(db.session.scalars(page(parts, order, place, size=size))):
        found += [case.id for case in cases]
        place = order.place_in(order.place(cases[-1]))
        assert len(found) < 99
    return found


def test_the_coordinator_sees_all_and_an_officer_the_own_cluster(keep):
    keep(1, cluster="clutex")
    keep(2, cluster="ntt")

    assert len(numbers(queries.visible_cases(person("coordinator")))) == 2
    assert numbers(queries.visible_cases(person("officer", "ntt"))) == [2]
    assert numbers(queries.visible_cases(person("officer"))) == []
    assert numbers(queries.visible_cases(person("administrator"))) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.UNCONFIRMED])
def test_nobody_sees_an_unconfirmed_case(keep, state):
    keep(1, state=state)

    assert queries.for_staff(db.session(), person("coordinator"), "X-1") is None


def test_a_case_of_another_cluster_is_not_found(keep):
    keep(1, cluster="clutex")

    assert queries.for_staff(db.session(), person("officer", "ntt"), "X-1") is None
    assert queries.for_staff(db.session(), person("officer", "clutex"), "X-1")


@pytest.mark.parametrize("size", [1, 2, 50])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("due", [2, 3, 1, 4, 5]),  # what has no due day comes last
        ("oldest", [1, 2, 3, 4, 5]),
        ("newest", [5, 4, 3, 2, 1]),
        ("visit", [4, 1, 5, 2, 3]),
        ("organisation", [3, 5, 1, 2, 4]),
    ],
)
def test_every_order_goes_on_where_its_last_page_ended(keep, order, expected, size):
    keep(1, due=date(2021, 6, 22), visit="b", name="b")
    keep(2, visit=None, cluster="ntt", name="c")
    keep(3, visit=None, name="a")
    keep(4, due=None, visit="a", name="d")
    keep(5, due=None, visit="b", cluster="ntt", name="a")
    keep(6, cluster="another")

    mine = queries.VIEWS["all"].parts(person("officer", "clutex", "ntt"))

    assert in_pages(mine, order, size=size) == expected


def test_the_parts_of_a_view_are_its_whole(keep):
    for number, role in enumerate(("officer", "coordinator", "applicant", None, "officer"), 1):
        keep(
            number, role=role, cluster="ntt" if number % 2 else "clutex", due=DAY if role else None
        )

    for who in (
        person("coordinator"),
        person("officer", "ntt"),
        person("officer", "ntt", "clutex"),
    ):
        for view in queries.VIEWS.values():
            whole = numbers(view.whole(who).order_by(Case.id))
            assert in_pages(view.parts(who), "oldest", size=2) == whole
            assert db.session.scalar(select(counted(view.parts(who), 500))) == len(whole)


def test_a_count_stops_one_above_the_most(keep):
    for number in range(1, 6):
        keep(number)

    everything = [queries.visible_cases(person("coordinator"))]

    assert db.session.scalar(select(counted(everything, 3))) == 4


@pytest.mark.parametrize("who", [person("coordinator"), person("officer", "clutex", "ntt")])
def test_an_index_gives_each_order_of_each_view(engine, who):
    indexes = {"waiting": "waiting", "applicant": "waiting", "pending": "pending"}
    for name, view in queries.VIEWS.items():
        for order in ORDERS.values():
            for part in view.parts(who):
                for walk in order.walks(part, after=None):
                    plan = plan_of(walk.limit(51))
                    assert not re.search("Sort|TEMP B-TREE", plan), (name, order.label, plan)
                    if engine.dialect.name == "sqlite":  # it knows nothing of the rows, so always
                        assert f"ix_cases_{indexes.get(name, 'confirmed')}" in plan


def plan_of(walk) -> str:
    """Say how the database goes; PostgreSQL sorts few cases unless it is kept from it."""
    connection = db.session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    said = walk.compile(connection, compile_kwargs={"literal_binds": True})
    rows = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{said}")
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize(
    "place", ["", "x", "2021-06-20_", "_", "tomorrow_3", "2021-06-20_x", "9" * 30]
)
def test_a_changed_place_in_a_link_costs_nothing(keep, place):
    keep(1)
    order = ORDERS["due"]

    found = page(
        queries.VIEWS["all"].parts(person("auditor")), order, order.place_in(place), size=9
    )

    assert len(numbers(found)) <= 1


def found_by(words: str) -> list[int]:
    everything = queries.visible_cases(person("auditor"))
    found = search_index.holding(everything, wanted(words), db.session())
    by_index = numbers(found.order_by(search_index.number(db.session()).desc()))
    few = search_index.holding_among_few(everything, wanted(words))
    assert numbers(few.order_by(Case.id.desc())) == by_index
    return by_index


def test_a_search_finds_words_by_their_beginning_and_folds_accents(keep):
    keep(1, words="X-2345-AB Modelárna LIAZ anna@example.org")
    keep(2, words="Tessuti Esempio S.r.l., nanofibre")

    assert found_by("modelarna") == [1]
    assert found_by("LIAZ model") == [1]
    assert found_by("x-2345-ab") == [1]
    assert found_by("Anna@Example.org") == [1]
    assert found_by("e") == [2, 1]
    assert found_by("nanofibres") == found_by("esempio liaz") == found_by("odel") == []
    assert found_by("!?") == []


def test_words_leave_the_index_with_the_case(keep):
    case = keep(1, words="Modelárna")
    with db.unit_of_work():
        case.search = searchable("LIAZ")

    assert (found_by("modelarna"), found_by("liaz")) == ([], [1])

    with db.unit_of_work():
        search_index.forget(db.session(), [1])
        db.session.execute(delete(Case))
    keep(1)

    assert found_by("liaz") == []


SIGNS = string.ascii_letters + "áÀß℡ﬁİıŁ中文عربي١²½'\"*:&|!()-_.\\ "


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(st.text(SIGNS, max_size=30), max_size=4), looked_for=st.text(SIGNS, max_size=8)
)
def test_both_databases_find_what_a_plain_look_finds(engine, keep, texts, looked_for):
    with db.unit_of_work():
        search_index.forget(db.session(), range(9))
        db.session.execute(delete(Case))
    for number, words in enumerate(texts, 1):
        keep(number, words=words)

    def holds(text: str, word: str) -> bool:
        return any(kept.startswith(word) for kept in searchable(text).split())

    words = wanted(looked_for)
    expected = [
        n for n, text in enumerate(texts, 1) if words and all(holds(text, w) for w in words)
    ]
    assert found_by(looked_for) == expected[::-1]

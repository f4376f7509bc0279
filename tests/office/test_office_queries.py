"""Who sees which case, and in what order they wait."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from formsvc.accounts.models import Person, Role
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.office import queries


def person(role: str, cluster: str | None = None) -> Person:
    clusters = [cluster] if cluster else []
    return Person(username=role, clusters=clusters, roles=[Role(name=role)])


@pytest.fixture
def keep(session):
    def make(number: int, *, state=State.SUBMITTED, cluster="clutex", due=None, role="coordinator"):
        case = Case(
            id=number, reference=f"X-{number}", idempotency_key=str(number), state=state,
            waits_for=role, due_on=due or date(2021, 6, 20), cluster=cluster, organisation="Prova",
            country="IT", visitor_type="sme", email="a@example.org", answers={}, assessment={},
            travellers=1, version="1", created_at=datetime(2021, 6, 15, tzinfo=UTC),
        )  # fmt: skip
        session.add(case)
        session.flush()

    return make


def references(session, cases):
    return [case.reference for case in session.scalars(cases)]


def test_the_coordinator_sees_all_and_an_officer_the_own_cluster(session, keep):
    keep(1, cluster="clutex")
    keep(2, cluster="ntt")

    assert len(references(session, queries.visible_cases(person("coordinator")))) == 2
    assert references(session, queries.visible_cases(person("officer", "ntt"))) == ["X-2"]
    assert references(session, queries.visible_cases(person("officer"))) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.UNCONFIRMED])
def test_nobody_sees_an_unconfirmed_case(session, keep, state):
    keep(1, state=state)

    assert queries.for_staff(session, person("coordinator"), "X-1") is None


def test_a_case_of_another_cluster_is_not_found(session, keep):
    keep(1, cluster="clutex")

    assert queries.for_staff(session, person("officer", "ntt"), "X-1") is None
    assert queries.for_staff(session, person("officer", "clutex"), "X-1")


def test_due_cases_come_first_then_the_oldest_page_by_page(session, keep):
    keep(1, due=date(2021, 6, 22))
    keep(2, due=date(2021, 6, 20))
    keep(3, due=date(2021, 6, 20))
    keep(4, role="applicant")
    waiting = queries.waiting_for(person("coordinator"))

    first = references(session, queries.page_after(waiting, None, size=2))
    rest = references(session, queries.page_after(waiting, (date(2021, 6, 20), 3), size=2))

    assert (first, rest) == (["X-2", "X-3"], ["X-1"])

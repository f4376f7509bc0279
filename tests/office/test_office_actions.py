"""A case is checked and decided, and nothing is sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import Actor, Role, State
from formsvc.history.models import Event
from formsvc.office import actions
from generator.programme.errors import MoveRefused

NOW = datetime(2021, 6, 15, 9, tzinfo=UTC)
JANA = Actor(Role.COORDINATOR, 1)


@pytest.fixture
def make(tmp_path):
    engine = db.connect(f"sqlite:///{tmp_path}/cases.db")
    db.Base.metadata.create_all(engine)

    def case(state: State, effect: str = "pass") -> Case:
        made = Case(
            reference="X-1", idempotency_key="1", state=state, organisation="Prova",
            country="IT", visitor_type="sme", email="a@example.org", answers={},
            assessment={"lines": [{"effect": effect}]}, travellers=1, version="1", created_at=NOW,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        return made

    yield case
    db.session.remove()
    engine.dispose()


def moves() -> list[str]:
    return list(db.session.scalars(select(Event.move).order_by(Event.seq)))


def test_a_decision_is_pending_and_free_to_change(make):
    case = make(State.SUBMITTED)
    actions.check(case, by=JANA, at=NOW)

    actions.accept(case, by=JANA, at=NOW)
    actions.reject(case, reason="No seat is left.", by=JANA, at=NOW)

    assert (case.state, case.decision, case.released_at) == (State.ELIGIBLE, "rejected", None)
    assert moves() == ["check", "decide", "decide"]


@pytest.mark.parametrize("effect", ["fail", "unknown"])
def test_an_open_rule_stops_the_check(make, effect):
    case = make(State.SUBMITTED, effect)

    with pytest.raises(MoveRefused, match="rule"):
        actions.check(case, by=JANA, at=NOW)

    assert (case.state, moves()) == (State.SUBMITTED, [])


def test_a_draft_cannot_be_accepted(make):
    case = make(State.DRAFT)

    with pytest.raises(MoveRefused, match="cannot accept a candidature that is draft"):
        actions.accept(case, by=JANA, at=NOW)

    assert (case.decision, moves()) == (None, [])


def test_a_rejection_needs_a_reason(make):
    with pytest.raises(MoveRefused, match="without a reason"):
        actions.reject(make(State.SUBMITTED), reason="  ", by=JANA, at=NOW)

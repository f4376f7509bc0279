"""The history is computed again: whole, purged, or broken at an event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from make_cases import NOW, make_case
from sqlalchemy import delete, select, update

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.history import anchors
from formsvc.history.actions import record
from formsvc.history.models import Anchor, Event, EventPayload
from formsvc.history.verify import Verdict, verify
from formsvc.moves import Actor, Role

DAY = timedelta(days=1)
BY = Actor(Role.COORDINATOR, 1)


@pytest.fixture
def history(engine):
    """Two cases: three events on three days, and one; an anchor after each day."""
    with db.unit_of_work():
        first, second = make_case("a"), make_case("b")
        for number, move in enumerate(("confirm", "check", "decide")):
            when = Moment(NOW + number * DAY, date(2021, 6, 15 + number))
            record(first, move, start="a", end="b", by=BY, when=when, note=f"note {number}")
            if number == 0:
                record(second, "confirm", start="a", end="b", by=BY, when=when)
            anchors.write(when.on, at=when.at + anchors.SETTLED)
    return engine


def verdicts() -> dict[str, str]:
    with db.unit_of_work():
        return {found.what: str(found) for found in verify() if found.verdict != Verdict.WHOLE}


def test_an_untouched_history_is_whole(history):
    with db.unit_of_work():
        found = {found.what: found.verdict for found in verify()}

    days = [f"anchor of 2021-06-{day}" for day in (15, 16, 17)]
    assert found == dict.fromkeys(["X-7K4P-a", "X-7K4P-b", *days], Verdict.WHOLE)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("move", "withdraw"),
        ("start", "x"),
        ("end", "x"),
        ("role", "auditor"),
        ("actor", 2),
        ("at", NOW),
        ("happened_on", date(2020, 1, 1)),
        ("payload_hash", "0" * 64),
        ("previous_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_event_breaks_its_chain_there(history, column, value):
    with db.unit_of_work():
        db.session.execute(update(Event).where(Event.seq == 2).values({column: value}))

    assert verdicts()["X-7K4P-a"].startswith("X-7K4P-a: broken at event 2: ")


def test_changed_words_break_the_chain_where_they_stand(history):
    with db.unit_of_work():
        second = select(Event.id).where(Event.seq == 2).scalar_subquery()
        words = update(EventPayload).where(EventPayload.event_id == second)
        db.session.execute(words.values(body={"note": "another"}))

    assert verdicts() == {"X-7K4P-a": "X-7K4P-a: broken at event 2: what it tells was changed"}


def test_a_missing_event_is_seen_in_its_chain_and_the_last_one_by_the_anchor(history):
    with db.unit_of_work():
        last = select(Event.id).where(Event.seq == 3).scalar_subquery()
        db.session.execute(delete(EventPayload).where(EventPayload.event_id == last))
        db.session.execute(delete(Event).where(Event.seq == 3))

    assert verdicts() == {
        "anchor of 2021-06-17": "anchor of 2021-06-17: broken: the history under it was changed"
    }


def test_erased_words_are_no_fault_when_the_history_says_so(history):
    with db.unit_of_work():
        ids = select(Event.id).where(Event.seq <= 2)
        db.session.execute(delete(EventPayload).where(EventPayload.event_id.in_(ids)))

    assert "broken at event 2" in verdicts()["X-7K4P-a"]

    with db.unit_of_work():
        for case in (1, 2):
            chain = db.session.get(Event, case).case_id
            when = Moment(NOW + 5 * DAY, date(2021, 6, 20))
            record(db.session.get(Case, chain), "erase", start="b", end="b", by=BY, when=when)

    assert verdicts() == {
        "X-7K4P-a": "X-7K4P-a: payload purged on 2021-06-20",
        "X-7K4P-b": "X-7K4P-b: payload purged on 2021-06-20",
    }


def test_an_anchor_written_anew_is_seen_by_the_next_one(history):
    with db.unit_of_work():
        first = db.session.scalars(select(Anchor).order_by(Anchor.id)).first()
        first.heads = 7
        first.hash = anchors.anchor_hash(first, [])

    assert sorted(verdicts()) == ["anchor of 2021-06-15", "anchor of 2021-06-16"]

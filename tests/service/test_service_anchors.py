"""One anchor a day over all chains."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from make_cases import NOW, make_case
from sqlalchemy import select

from formsvc import db
from formsvc.clock import Moment
from formsvc.history import anchors
from formsvc.history.actions import BEGINNING, record
from formsvc.history.models import Anchor, Event
from formsvc.moves import Actor, Role

MINUTE = timedelta(minutes=1)


def chain(case, *moves: str, at: datetime = NOW) -> list[Event]:
    by, when = Actor(Role.COORDINATOR, 1), Moment(at, at.date())
    return [record(case, move, start="a", end="b", by=by, when=when) for move in moves]


def test_an_anchor_covers_the_last_event_of_every_chain(engine):
    with db.unit_of_work():
        first = chain(make_case("a"), "confirm", "check")
        second = chain(make_case("b"), "confirm")
        chain(make_case("c"), "confirm", at=NOW + MINUTE)
        anchor = anchors.write(date(2021, 6, 15), at=NOW + anchors.SETTLED)

    found = anchors.heads(anchor.at)
    assert [(seq, hashed) for _, seq, hashed in found] == [
        (2, first[-1].hash), (1, second[-1].hash),
    ]  # fmt: skip
    assert (anchor.heads, anchor.previous_hash) == (2, BEGINNING)


def test_a_day_has_one_anchor_chained_to_the_one_before(engine):
    with db.unit_of_work():
        first = anchors.write(date(2021, 6, 15), at=NOW)
        assert anchors.write(date(2021, 6, 15), at=NOW + MINUTE) is None
        second = anchors.write(date(2021, 6, 16), at=NOW + timedelta(days=1))

    assert second.previous_hash == first.hash


def test_an_anchor_can_be_checked_later_and_a_changed_chain_is_seen(engine):
    with db.unit_of_work():
        case = make_case("a")
        chain(case, "confirm")
        anchors.write(date(2021, 6, 15), at=NOW + anchors.SETTLED)
    with db.unit_of_work():
        chain(db.session.merge(case), "check", at=NOW + 9 * MINUTE)
    db.session.expire_all()
    anchor = db.session.scalars(select(Anchor)).one()

    assert anchors.anchor_hash(anchor, anchors.heads(anchor.at)) == anchor.hash

    with db.unit_of_work():
        event = db.session.scalars(select(Event).where(Event.seq == 1)).one()
        event.hash = "0" * 64
    assert anchors.anchor_hash(anchor, anchors.heads(anchor.at)) != anchor.hash

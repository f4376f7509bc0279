from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from make_cases import NOW, hang_up, make_case
from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.search_index import is_of_the_model
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.history.actions import BEGINNING, record, skeleton_hash
from formsvc.moves import Actor, Role
from formsvc.tables import metadata


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def test_the_migrations_make_what_the_models_say(engine: Engine):
    with engine.connect() as connection:
        looking = MigrationContext.configure(connection, opts={"include_name": is_of_the_model})
        assert compare_metadata(looking, metadata) == []


def test_a_unit_of_work_commits_at_its_end(engine: Engine):
    with db.unit_of_work():
        make_case()
    db.session.remove()
    assert count() == 1


def test_an_error_undoes_the_whole_action(engine: Engine):
    with pytest.raises(LookupError), db.unit_of_work():  # noqa: PT012
        make_case()
        raise LookupError
    assert count() == 0


def test_one_idempotency_key_makes_one_case(engine: Engine):
    with db.unit_of_work():
        make_case("a")
    with pytest.raises(IntegrityError), db.unit_of_work():
        make_case("a")
    assert count() == 1


def test_an_instant_comes_back_aware(engine: Engine):
    with db.unit_of_work():
        make_case()
    db.session.remove()
    assert db.session.scalars(select(Case.created_at)).one() == NOW


def test_an_instant_without_a_zone_is_refused(engine: Engine):
    with pytest.raises(StatementError), db.unit_of_work():
        make_case().sent_at = datetime(2021, 6, 15)  # noqa: DTZ001


def test_changes_outside_a_unit_of_work_are_refused(engine: Engine):
    make_case().organisation = "Other"
    with pytest.raises(RuntimeError, match="outside"), db.unit_of_work():
        pass


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("accepted", {}),
        ("accepted", {"decision": "rejected", "released_at": NOW, "released_on": NOW.date()}),
        ("accepted", {"decision": "accepted"}),
        ("rejected", {"closed_at": NOW}),
        ("withdrawn", {}),
        ("expired", {}),
        ("waitlisted", {}),
        ("eligible", {"offer_ends_on": NOW.date(), "waits_for": "applicant"}),
        ("waitlisted", {"waitlisted_at": NOW, "waitlisted_on": NOW.date(), "offer_ends_on": NOW.date()}),
        ("info-requested", {"decision": "accepted"}),
        ("submitted", {"confirmed_on": None}),
        ("submitted", {"confirmed_at": None}),
        ("unconfirmed", {}),
    ],
)  # fmt: skip
def test_the_database_keeps_no_state_without_its_facts(engine: Engine, state, facts):
    with db.unit_of_work():
        make_case()
    change = update(Case).values(state=state, **facts)

    with pytest.raises(IntegrityError, match="ck_cases_"), db.unit_of_work():
        db.session.execute(change)


def written(change, *, past_the_session: bool) -> dict[str, object]:
    """Change one new case in one of both ways; give its whole row."""
    with db.unit_of_work():
        case = make_case("a" if past_the_session else "b")
        case.reference = "X-7K4P-QR"
    if past_the_session:
        db.session.expunge_all()
    with db.unit_of_work():
        change(case)
        if past_the_session:
            db.write(case)
    row = db.session.execute(select(Case.__table__)).mappings().one()
    found = {name: row[name] for name in row if name not in ("id", "idempotency_key")}
    db.leave()
    with db.unit_of_work():
        db.session.execute(delete(Case))
    return found


def test_a_row_written_past_the_session_is_what_a_flush_would_have_written(engine: Engine):
    def change(case: Case) -> None:
        case.state, case.confirmed_at, case.confirmed_on = State.UNCONFIRMED, None, None
        case.answers, case.assessment = {"travellers": 2}, {"lines": [{"effect": "unknown"}]}
        case.hosts, case.editing, case.if_full = ["b", "a"], None, "drop"
        case.amount_eur, case.first_on, case.sent_at = Decimal("1100.00"), NOW.date(), NOW

    flushed, past = (written(change, past_the_session=way) for way in (False, True))

    assert past == flushed
    assert past["open_rules"] == 1


def test_what_is_written_past_the_session_goes_with_the_rest_when_it_fails(engine: Engine):
    with db.unit_of_work():
        case = make_case()
    db.session.expunge_all()
    with pytest.raises(LookupError), db.unit_of_work():  # noqa: PT012
        case.organisation = "Other"
        db.write(case)
        raise LookupError
    assert db.session.scalar(select(Case.organisation)) == "Tessitura Rossi"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_sqlite_waits_for_the_disk(engine: Engine):
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_each_event_is_chained_to_the_one_before(engine: Engine):
    by, when = Actor(Role.COORDINATOR, 1), Moment(NOW, date(2021, 6, 15))
    with db.unit_of_work():
        case = make_case()
        first = record(case, "confirm", start="unconfirmed", end="submitted", by=by, when=when)
        second = record(
            case, "check", start="submitted", end="eligible", by=by, when=when, note="ok"
        )
    assert (first.seq, first.previous_hash) == (1, BEGINNING)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert second.hash == skeleton_hash(second)


on_postgres = pytest.mark.parametrize(
    "url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@on_postgres
def test_a_database_that_hangs_up_while_we_read_is_left_quietly(engine: Engine):
    count()
    hang_up(engine)

    db.leave()

    assert count() == 0


@on_postgres
def test_a_database_that_was_restarted_is_asked_anew(engine: Engine):
    count()
    db.leave()

    hang_up(engine)

    assert count() == 0

"""Cases for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, create_engine

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import UNCONFIRMED, State

NOW = datetime(2021, 6, 15, 10, tzinfo=UTC)


def make_case(key: str = "a", state: State = State.SUBMITTED) -> Case:
    confirmed_at = None if state in UNCONFIRMED else NOW
    case = Case(
        reference=f"X-7K4P-{key}",
        idempotency_key=key,
        state=state,
        visit="liberec",
        cluster="clutex",
        organisation="Tessitura Rossi",
        country="IT",
        visitor_type="sme",
        email="anna@example.org",
        answers={},
        assessment={},
        travellers=1,
        version="1",
        created_at=NOW,
        confirmed_at=confirmed_at,
        confirmed_on=confirmed_at and confirmed_at.date(),
    )
    db.session.add(case)
    db.session.flush()
    return case


def hang_up(engine: Engine) -> None:
    """Close every connection to a PostgreSQL from its own side, as a restart does."""
    other = create_engine(engine.url)
    with other.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    other.dispose()

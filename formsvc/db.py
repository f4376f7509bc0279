"""The database: reads begin deferred, one unit of work at a time writes."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    Update,
    bindparam,
    create_engine,
    event,
    func,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

_HERE = threading.Lock()
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF")
MOST_CONNECTIONS = 16
"""That are kept open by one process: one for each of its threads (`up/supervisor.py`)."""
NAMES = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]

session = scoped_session(sessionmaker(expire_on_commit=False))
"""The session of the current thread; the app removes it at the end of each request."""


class _Thread(threading.local):
    """Whether what this thread begins now will write."""

    writes = False
    connection: Connection | None = None
    """That of the unit of work, while it lasts: to ask the session for it costs as much as a row."""


_thread = _Thread()


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without a zone; keep the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware of its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives the instant without its zone: it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def state_column(states: type[StrEnum]) -> Enum:
    """A column type that keeps the value of a state, as words and not as a type of its own."""
    return Enum(states, native_enum=False, length=20, values_callable=_values)


def _values(states: type[StrEnum]) -> list[str]:
    return [state.value for state in states]


def connect(url: str) -> Engine:
    """Open the database and let `session` use it.

    A connection that waited is asked first whether it still lives: a restarted PostgreSQL
    costs nobody an error page.
    """
    engine = create_engine(
        url, pool_size=MOST_CONNECTIONS, pool_pre_ping=url.startswith("postgresql")
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        # Not by the event that there is for it: with one, all that is asked looks for listeners.
        engine.dialect.do_begin = _begin  # type: ignore[assignment]
    session.remove()
    session.configure(bind=engine)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN, not the driver
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE" if _thread.writes else "BEGIN")


def leave() -> None:
    """Give the session of this thread back, even if the database has closed its connection."""
    try:
        session.remove()
    except DBAPIError:
        session().invalidate()
        session.remove()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Do one action: wait for the turn to write, begin, and commit at the end.

    What was read before is read again inside. Any error rolls the whole action back.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside the unit of work")
    session.rollback()
    session.expire_all()
    with _turn():
        try:
            _thread.connection = _begin_to_write()
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            _thread.connection = None


def _begin_to_write() -> Connection:
    _thread.writes = True
    try:
        return session.connection()
    finally:
        _thread.writes = False


class _Rehearsed(Exception):  # noqa: N818 - never leaves this file
    """The end of a rehearsal."""


@contextmanager
def rehearsal() -> Iterator[None]:
    """Do all that a unit of work would do, and leave nothing of it."""
    with suppress(_Rehearsed), unit_of_work():
        yield
        raise _Rehearsed


@contextmanager
def alone_here() -> Iterator[None]:
    """Let one thread of this process at a time get something ready and write it.

    SQLite has one writer anyway. While it holds the turn, other threads that get their own
    writing ready would only take Python's lock from it, and all processes wait for both:
    measured, a third fewer candidatures a second. PostgreSQL writes many at once.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    with _HERE:
        yield


@contextmanager
def _turn() -> Iterator[None]:
    """Queue the writers of all processes; PostgreSQL needs no queue."""
    engine = session.get_bind()
    database = engine.engine.url.database
    if engine.dialect.name != "sqlite" or not database:
        yield
        return
    lock = os.open(f"{database}.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)  # which gives the turn away


def straight(asked: Executable, values: Values) -> CursorResult[Any]:
    """Ask or write in this transaction past the session's objects, which costs half as much.

    The caller knows that no change of an object waits to be written first. `values` are those of
    a statement's names, or of each row to insert.
    """
    return (_thread.connection or session.connection()).execute(asked, values)


def write(changed: Base) -> None:
    """Write what was changed of a row that the session has let go of (`session.expunge`).

    One UPDATE and nothing else: a flush, which looks for all that may hang together, costs five
    times as much.
    """
    state = inspect(changed)
    names = set(state.mapper.column_attrs.keys()) - state.unmodified
    told = {name: getattr(changed, name) for name in names}
    (row,) = state.identity or ()
    straight(_update_of(type(changed)), {"row": row, **told})


@lru_cache
def _update_of(kind: type[Base]) -> Update:
    (key,) = inspect(kind).primary_key
    return update(kind.__table__).where(key == bindparam("row"))  # type: ignore[arg-type]


def take_turn(name: str) -> None:
    """Let one unit of work at a time pass here, until it ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

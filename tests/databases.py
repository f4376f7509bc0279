"""The databases of tests: copied whole, and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from psycopg import Cursor
from sqlalchemy import Engine

from formsvc.tables import metadata

NO_ROWS = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""
"""A fifth of the time of TRUNCATE, which makes every file of every table and index anew. As a
replica it asks no foreign key, so that the order does not matter."""


LAST_NUMBERS = """
SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL
"""
NO_LOG = b"\1\1"
"""Where a file of SQLite says that its writes go to a log first; in memory there is none."""


class Database(Protocol):
    """What both databases can."""

    def mark(self) -> int:
        """Give a number that changes whenever anybody writes."""

    def copy(self) -> Any:
        """Give all rows."""

    def put(self, copy: Any) -> None:
        """Have the rows of a copy, and no others."""

    def close(self) -> None:
        """Leave the database."""


class Sqlite:
    """A file of SQLite."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug

    def mark(self) -> int:
        found: tuple[int] = self.connection.execute("PRAGMA data_version").fetchone()
        return found[0]

    def copy(self) -> bytes:
        with closing(sqlite3.connect(":memory:")) as memory:
            self.connection.backup(memory)
            image = memory.serialize()
        return image[:18] + NO_LOG + image[20:]

    def put(self, copy: bytes) -> None:
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.deserialize(copy)
            memory.backup(self.connection)

    def close(self) -> None:
        self.connection.close()


class Postgres:
    """A database of PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def mark(self) -> int:
        with self._cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            return int(cursor.fetchone()[0])

    def copy(self) -> tuple[dict[str, bytes], dict[str, int]]:
        rows = {}
        with self._cursor() as cursor:
            for table in metadata.tables:
                with cursor.copy(f'COPY "{table}" TO STDOUT') as out:
                    rows[table] = b"".join(out)
            cursor.execute(LAST_NUMBERS)
            return {table: found for table, found in rows.items() if found}, dict(cursor)

    def put(self, copy: tuple[dict[str, bytes], dict[str, int]]) -> None:
        rows, numbers = copy
        with self._cursor() as cursor:
            cursor.execute(NO_ROWS)
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, found in rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                    into.write(found)
            for name, last in numbers.items():
                cursor.execute("SELECT setval(%s, %s)", (name, last))

    def empty(self) -> None:
        """Take all rows away, and count from 1 again."""
        self.put(({}, {}))

    def close(self) -> None:
        """The engine is another's, for the tests that follow."""

    @contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        """One transaction, by the driver itself."""
        with self.engine.begin() as connection:
            yield connection.connection.cursor()

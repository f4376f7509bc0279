"""The index of the words of cases: built in on both databases, with the same answers.

SQLite keeps `case_words`, a full-text table beside the cases, with the beginnings of words up to
ten letters long; PostgreSQL keeps an index of that name on the column `search`. Both take words as
`search.searchable` gives them, divided by blanks only. A trigger cannot write the table of SQLite
(its schema is not trusted), so whatever writes `Case.search` through a session writes it too, in
the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    DDL,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    column,
    event,
    false,
    func,
    literal,
    table,
    text,
)
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.sql.elements import SQLColumnExpression

from formsvc.candidatures.models import Case

NAME = "case_words"
WORDS = table(NAME, column("rowid", Integer), column(NAME), column("search", Text))
MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_words USING fts5(search, tokenize='ascii', detail='none', "
        "columnsize=0, prefix='1 2 3 4 5 6 7 8 9 10')"
    ),
    "postgresql": (
        "CREATE INDEX case_words ON cases USING gin "
        "(array_to_tsvector(string_to_array(search, ' ')))"
    ),
}
for dialect, statement in MAKE.items():
    event.listen(Case.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def is_of_the_model(name: str | None, kind: str, _parents: object) -> bool:
    """Say for Alembic whether the models speak of a table or an index: not of this one."""
    return kind not in ("table", "index") or not (name or "").startswith(NAME)


def holding(cases: Select[Case], words: Sequence[str], session: Session) -> Select[Case]:
    """Keep the cases that hold every word (`search.wanted`), or a longer one that begins so.

    The words are letters and digits only, so nothing in them means anything to a database.
    """
    if session.get_bind().dialect.name == "sqlite":
        cases = cases.join(WORDS, WORDS.c.rowid == Case.id)
        holds = WORDS.c[NAME].op("MATCH")(" AND ".join(f'"{word}"*' for word in words))
    else:
        holds = _kept().op("@@")(_tsquery(words))
    return cases.where(holds if words else false())


def holding_among_few(cases: Select[Case], words: Sequence[str]) -> Select[Case]:
    """Keep the same cases by reading each: quicker where few come in question.

    A word that half of all cases hold leads the index through all of them otherwise.
    """
    kept = literal(" ").concat(Case.search)
    return cases.where(*[kept.contains(f" {word}") for word in words] or [false()])


def number(session: Session) -> SQLColumnExpression[int]:
    """Give the number of a case of `holding`, as SQLite orders its index by it: it sorts nothing."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return WORDS.c.rowid if is_sqlite else Case.id


def forget(session: Session, case_ids: Collection[int]) -> None:
    """Take the words of cases away that are deleted without being read."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(WORDS.delete().where(WORDS.c.rowid.in_(case_ids)))


def _kept() -> ColumnElement[Any]:
    return func.array_to_tsvector(func.string_to_array(Case.search, text("' '")))


def _tsquery(words: Sequence[str]) -> ColumnElement[Any]:
    return literal(" & ".join(f"'{word}':*" for word in words)).op("::")(text("tsquery"))


def _index(_mapper: Mapper[Case], connection: Connection, case: Case) -> None:
    """Keep the words of one case as it is written; the table of SQLite replaces a row."""
    if connection.dialect.name == "sqlite" and get_history(case, "search").has_changes():
        kept = {"number": case.id, "words": case.search}
        connection.execute(
            text("INSERT OR REPLACE INTO case_words (rowid, search) VALUES (:number, :words)"), kept
        )


event.listen(Case, "after_insert", _index)
event.listen(Case, "after_update", _index)

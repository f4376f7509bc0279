"""keep the queue flat."""

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

WAITING = sa.text("waits_for IS NOT NULL")
PENDING = sa.text("decision IS NOT NULL AND released_at IS NULL")
INDEXES: tuple[tuple[str, list[str], Any], ...] = (
    ("ix_cases_cluster_id", ["cluster", "id"], None),
    ("ix_cases_cluster_name_key_id", ["cluster", "name_key", "id"], None),
    ("ix_cases_cluster_state_id", ["cluster", "state", "id"], None),
    ("ix_cases_cluster_visit_id", ["cluster", "visit", "id"], None),
    ("ix_cases_name_key_id", ["name_key", "id"], None),
    ("ix_cases_pending", ["id"], PENDING),
    ("ix_cases_pending_cluster", ["cluster", "id"], PENDING),
    ("ix_cases_state_id", ["state", "id"], None),
    ("ix_cases_visit_id", ["visit", "id"], None),
    ("ix_cases_waiting_cluster", ["cluster", "waits_for", "due_on", "id"], WAITING),
)
CASES = sa.table(
    "cases", sa.column("id"), sa.column("search"), sa.column("name_key"), sa.column("open_rules"),
    sa.column("organisation"), sa.column("erased_on"), sa.column("assessment", sa.JSON),
)  # fmt: skip
AT_ONCE = 1000


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("open_rules", sa.Integer(), server_default="0", nullable=False)
        )
    _fill()
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name, columns, where in INDEXES:
            batch_op.create_index(
                name, columns, unique=False, sqlite_where=where, postgresql_where=where
            )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("single_keys", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE case_words USING fts5(search, tokenize='ascii', detail='none', "
            "columnsize=0, prefix='1 2 3 4 5 6 7 8 9 10')"
        )
        op.execute(
            "INSERT INTO case_words (rowid, search) SELECT id, search FROM cases WHERE search <> ''"
        )
    else:
        op.execute(
            "CREATE INDEX case_words ON cases USING gin "
            "(array_to_tsvector(string_to_array(search, ' ')))"
        )


def _fill() -> None:
    """Cases that are there get the columns as new ones have them, some at a time."""
    connection, last = op.get_bind(), 0
    while True:
        some = sa.select(CASES).where(CASES.c.id > last).order_by(CASES.c.id).limit(AT_ONCE)
        rows = connection.execute(some).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(
            sa.update(CASES)
            .where(CASES.c.id == sa.bindparam("number"))
            .values(
                search=sa.bindparam("words"),
                name_key=sa.bindparam("key"),
                open_rules=sa.bindparam("open"),
            ),
            [_filled(row) for row in rows],
        )


def _filled(row: Any) -> dict[str, object]:
    effects = [line["effect"] for line in (row.assessment or {}).get("lines", ())]
    words = _in_words(row.search)
    name = "" if row.erased_on else " ".join(_in_words(row.organisation))
    return {
        "number": row.id,
        "words": " ".join(dict.fromkeys(word[:60] for word in words)),
        "key": row.name_key or name[:200],
        "open": sum(effect in ("fail", "unknown") for effect in effects),
    }


def _in_words(text: str) -> list[str]:
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(sign for sign in small if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in bare).split()


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TABLE case_words" if is_sqlite else "DROP INDEX case_words")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("single_keys")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name, _, _ in INDEXES:
            batch_op.drop_index(name)
        batch_op.drop_column("open_rules")

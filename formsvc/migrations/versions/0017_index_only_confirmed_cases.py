"""index only confirmed cases."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CONFIRMED, WAITING, PENDING = (
    "confirmed_on IS NOT NULL", "waits_for IS NOT NULL", "decision IS NOT NULL AND released_at IS NULL",
)  # fmt: skip
Indexes = dict[str, tuple[list[str], str | None]]
BEFORE: Indexes = {
    "ix_cases_cluster_id": (["cluster", "id"], None),
    "ix_cases_cluster_name_key_id": (["cluster", "name_key", "id"], None),
    "ix_cases_cluster_state_id": (["cluster", "state", "id"], None),
    "ix_cases_cluster_visit_id": (["cluster", "visit", "id"], None),
    "ix_cases_country_name_key": (["country", "name_key"], None),
    "ix_cases_country_registration_key": (["country", "registration_key"], None),
    "ix_cases_name_key_id": (["name_key", "id"], None),
    "ix_cases_pending": (["id"], PENDING),
    "ix_cases_pending_cluster": (["cluster", "id"], PENDING),
    "ix_cases_visit_id": (["visit", "id"], None),
    "ix_cases_waiting": (["waits_for", "due_on", "id"], WAITING),
    "ix_cases_waiting_cluster": (["cluster", "waits_for", "due_on", "id"], WAITING),
}
VIEWS = {
    "waiting": (["waits_for"], WAITING),
    "pending": (["decision"], PENDING),
    "confirmed": ([], CONFIRMED),
}
ORDERS = {"": [], "_due": ["due_on"], "_visit": ["visit"], "_name": ["name_key"]}
LISTS = {
    f"{view}{order}": ([*first, *key], where)
    for view, (first, where) in VIEWS.items()
    for order, key in ORDERS.items()
}
LISTS["confirmed_state"] = (["state"], CONFIRMED)
AFTER: Indexes = {
    "ix_cases_country_name_key": (["country", "name_key"], CONFIRMED),
    "ix_cases_country_registration_key": (["country", "registration_key"], CONFIRMED),
}
for name, (columns, where) in LISTS.items():
    last = ["id", "confirmed_on"]
    AFTER[f"ix_cases_{name}"] = ([*columns, *last], where)
    AFTER[f"ix_cases_{name}_cluster"] = (["cluster", *columns, *last], where)
FACT = (
    "(confirmed_on IS NULL) = (state IN ('draft', 'unconfirmed')) AND "
    "(confirmed_on IS NULL) = (confirmed_at IS NULL)"
)


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        _replace(batch_op, BEFORE, AFTER)
        batch_op.create_check_constraint(op.f("ck_cases_confirmed"), FACT)


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_cases_confirmed"), type_="check")
        _replace(batch_op, AFTER, BEFORE)


def _replace(batch_op: Any, before: Indexes, after: Indexes) -> None:
    for name in before:
        batch_op.drop_index(name)
    for name, (columns, where) in after.items():
        condition = sa.text(where) if where else None
        batch_op.create_index(
            name, columns, unique=False, sqlite_where=condition, postgresql_where=condition
        )

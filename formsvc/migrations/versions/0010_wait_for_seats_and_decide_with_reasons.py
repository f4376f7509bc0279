"""wait for seats and decide with reasons."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FACTS = {
    "accepted": (
        "kind <> 'candidature' OR "
        "state <> 'accepted' OR (decision IS NOT NULL AND decision = 'accepted' AND "
        "released_at IS NOT NULL AND released_on IS NOT NULL)"
    ),
    "rejected": (
        "kind <> 'candidature' OR "
        "state <> 'rejected' OR (decision IS NOT NULL AND decision = 'rejected' AND "
        "released_at IS NOT NULL AND released_on IS NOT NULL)"
    ),
    "waitlisted": "state <> 'waitlisted' OR (waitlisted_at IS NOT NULL AND waitlisted_on IS NOT NULL)",
    "offered": "offer_ends_on IS NULL OR (state = 'waitlisted' AND waits_for IS NOT NULL)",
    "pending": (
        "decision IS NULL OR "
        "released_at IS NOT NULL OR state IN ('submitted', 'eligible', 'waitlisted')"
    ),
    "closed": "state NOT IN ('rejected', 'withdrawn', 'expired') OR closed_at IS NOT NULL",
}


def upgrade() -> None:
    # Cases that were closed before the moment was noted.
    op.execute(
        "UPDATE cases SET closed_at = coalesce(released_at, confirmed_at, created_at) "
        "WHERE closed_at IS NULL AND state IN ('rejected', 'withdrawn', 'expired')"
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_code", sa.String(length=100), nullable=True))
        batch_op.add_column(
            sa.Column("usual_days", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("waitlisted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("waitlisted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("offered_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("offer_ends_on", sa.Date(), nullable=True))
        for name, sql in FACTS.items():
            batch_op.create_check_constraint(op.f(f"ck_cases_{name}"), sql)


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name in FACTS:
            batch_op.drop_constraint(op.f(f"ck_cases_{name}"), type_="check")
        batch_op.drop_column("offer_ends_on")
        batch_op.drop_column("offered_by")
        batch_op.drop_column("waitlisted_on")
        batch_op.drop_column("waitlisted_at")
        batch_op.drop_column("usual_days")
        batch_op.drop_column("decision_code")

"""offer a choice when a visit changes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("visit", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("was_first_on", sa.Date(), nullable=True),
        sa.Column("was_last_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_visit_choices_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_choices")),
    )
    with op.batch_alter_table("visit_choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_choices_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_choices_visit"), ["visit"], unique=False)
        batch_op.create_index(
            "uq_visit_choices_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("answer IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("answer IS NULL AND closed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("visit_choices", schema=None) as batch_op:
        batch_op.drop_index("uq_visit_choices_open")
        batch_op.drop_index(batch_op.f("ix_visit_choices_visit"))
        batch_op.drop_index(batch_op.f("ix_visit_choices_case_id"))

    op.drop_table("visit_choices")

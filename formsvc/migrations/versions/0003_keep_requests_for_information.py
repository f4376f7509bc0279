"""keep requests for information."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "info_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("asks_file", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_info_requests_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_requests")),
    )
    with op.batch_alter_table("info_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_info_requests_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_info_requests_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("info_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_info_requests_open",
            sqlite_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_info_requests_case_id"))

    op.drop_table("info_requests")

"""keep drafts of several devices apart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("saved_from", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("editing", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("mailed_to", sa.String(length=254), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_column("opened_at")
        batch_op.drop_column("mailed_to")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("editing")
        batch_op.drop_column("saved_from")
        batch_op.drop_column("saved_at")

"""note signs of machines, and find the mails to an address."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("machine_signs", sa.JSON(), server_default="[]", nullable=False)
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("address", sa.String(length=254), server_default="", nullable=False)
        )
        batch_op.create_index("ix_outbox_address_queued_at", ["address", "queued_at"])
    op.execute('UPDATE outbox SET address = lower("to")')


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_address_queued_at")
        batch_op.drop_column("address")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("machine_signs")

"""keep uploads and copies."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("refused_as", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_uploads_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_uploads_file_id_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("key", name=op.f("uq_uploads_key")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_expires_at"), ["expires_at"], unique=False)

    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("copies", sa.String(length=20), nullable=False, server_default="waiting")
        )
        batch_op.add_column(sa.Column("copies_failed", sa.String(length=20), nullable=True))
        batch_op.add_column(
            sa.Column("copies_tries", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("copies_next_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("shared_key", sa.String(length=32), nullable=True))
        batch_op.create_index(
            "ix_stored_files_to_draw",
            ["id"],
            unique=False,
            sqlite_where=sa.text("copies = 'waiting'"),
            postgresql_where=sa.text("copies = 'waiting'"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_stored_files_shared_key"), ["shared_key"])


def downgrade() -> None:
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_stored_files_shared_key"), type_="unique")
        batch_op.drop_index(
            "ix_stored_files_to_draw",
            sqlite_where=sa.text("copies = 'waiting'"),
            postgresql_where=sa.text("copies = 'waiting'"),
        )
        batch_op.drop_column("shared_key")
        batch_op.drop_column("copies_next_at")
        batch_op.drop_column("copies_tries")
        batch_op.drop_column("copies_failed")
        batch_op.drop_column("copies")

    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploads_expires_at"))
        batch_op.drop_index(batch_op.f("ix_uploads_case_id"))

    op.drop_table("uploads")

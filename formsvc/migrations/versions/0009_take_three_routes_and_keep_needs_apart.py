"""take three routes and keep needs apart."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(length=100), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_consents_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_case_id"), ["case_id"], unique=False)

    op.create_table(
        "needs",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_needs_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_needs")),
    )
    # Cases that are there already join a visit; they have no keys to be known by.
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("route", sa.String(length=20), nullable=False, server_default="visit")
        )
        batch_op.add_column(sa.Column("hosts", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("to_country", sa.String(length=2), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("if_full", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column("registration_key", sa.String(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("name_key", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("known_already", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index("ix_cases_country_name_key", ["country", "name_key"], unique=False)
        batch_op.create_index(
            "ix_cases_country_registration_key", ["country", "registration_key"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_country_registration_key")
        batch_op.drop_index("ix_cases_country_name_key")
        batch_op.drop_column("known_already")
        batch_op.drop_column("name_key")
        batch_op.drop_column("registration_key")
        batch_op.drop_column("if_full")
        batch_op.drop_column("to_country")
        batch_op.drop_column("hosts")
        batch_op.drop_column("route")

    op.drop_table("needs")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_case_id"))

    op.drop_table("consents")

"""count seats from an index."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

HOLDING = sa.text(
    "state = 'accepted' OR offer_ends_on IS NOT NULL "
    "OR decision = 'accepted' AND released_at IS NULL"
)
COLUMNS = ["visit", "travellers", "state", "offer_ends_on", "decision", "released_at", "id"]


def upgrade() -> None:
    op.create_index(
        "ix_cases_seats", "cases", COLUMNS, sqlite_where=HOLDING, postgresql_where=HOLDING
    )


def downgrade() -> None:
    op.drop_index("ix_cases_seats", "cases")

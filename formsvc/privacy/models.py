"""What applicants ask about their data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime


class ErasureRequest(Base):
    """One request to erase a case; the office carries it out or refuses it with a reason."""

    __tablename__ = "erasure_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_on: Mapped[date]
    waited: Mapped[dict[str, Any]] = mapped_column(JSON)
    """For whom the case waited before, so that a refusal can give it back."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None]
    carried_out: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused."""


UNDECIDED = ErasureRequest.decided_at.is_(None)
Index(
    "uq_erasure_requests_undecided",
    ErasureRequest.case_id,
    unique=True,
    sqlite_where=UNDECIDED,
    postgresql_where=UNDECIDED,
)

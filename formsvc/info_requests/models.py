"""What the office has asked an applicant, and what came back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime


class InfoRequest(Base):
    """One request for information; it ends by an answer or without one."""

    __tablename__ = "info_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    fields: Mapped[list[str]] = mapped_column(JSON)
    """Names of the questions of the form that are open until the answer; no others are."""
    asks_file: Mapped[bool]
    due_on: Mapped[date]
    """The last day for the answer, by the programme date."""
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_on: Mapped[date]
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it ended without an answer: taken back, or the day was over."""


OPEN = InfoRequest.answered_at.is_(None) & InfoRequest.closed_at.is_(None)
Index(
    "uq_info_requests_open",
    InfoRequest.case_id,
    unique=True,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)

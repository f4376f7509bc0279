"""Candidatures that the office prepares for a company."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime


class Preparation(Base):
    """Who prepared a candidature, and what it said when the company got it."""

    __tablename__ = "preparations"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    prepared_by: Mapped[int]
    """The number of the member of staff; nobody else in the office sees the draft."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From then on only the company changes it."""
    handed_over_on: Mapped[date | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """As they were handed over, so that the history can say who typed what."""
    turned_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    turned_down_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the company turned it down, in its own words."""

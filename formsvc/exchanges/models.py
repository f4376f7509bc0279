"""The exchange that an acceptance makes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime


class Exchange(Base):
    """One exchange of one case; `state` is planned until its moves are built."""

    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="planned")
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

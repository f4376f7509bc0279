"""What people say about a case, each with an audience; never changed afterwards."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime, state_column


class Audience(StrEnum):
    """Who reads a comment: the office alone, or the applicant too."""

    OFFICE = "office"
    APPLICANT = "applicant"


class Comment(Base):
    """One comment. The history holds it too, so a changed one would be found out."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    audience: Mapped[Audience] = mapped_column(state_column(Audience))
    said_by: Mapped[int | None]
    """The number of the member of staff; None: the applicant."""
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    said_on: Mapped[date]
    waited: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of an answer that brought the case to the office: for whom it waited before, and the
    answer's place in the history."""

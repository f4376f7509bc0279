"""A choice that an applicant is given when the visit changed, and the answer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime, state_column


class ChangeKind(StrEnum):
    """What became of a visit."""

    MOVED = "moved"
    POSTPONED = "postponed"
    ONLINE = "online"
    CANCELLED = "cancelled"


class Choice(StrEnum):
    """What an applicant may want now."""

    NEW_DATE = "new-date"
    WAIT = "wait"
    ONLINE = "online"
    OTHER_VISIT = "other-visit"
    OWN = "own"
    WITHDRAW = "withdraw"


class VisitChoice(Base):
    """One question to one applicant; it ends by an answer, or when the visit changes once more."""

    __tablename__ = "visit_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    visit: Mapped[str] = mapped_column(String(100), index=True)
    kind: Mapped[ChangeKind] = mapped_column(state_column(ChangeKind))
    about: Mapped[str] = mapped_column(String(60))
    """The very change, so that an answer never counts for a later one."""
    was_first_on: Mapped[date | None]
    was_last_on: Mapped[date | None]
    """The days that the applicant had before."""
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_on: Mapped[date]
    answer: Mapped[Choice | None] = mapped_column(state_column(Choice))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it ended without an answer."""


OPEN = VisitChoice.answer.is_(None) & VisitChoice.closed_at.is_(None)
Index(
    "uq_visit_choices_open",
    VisitChoice.case_id,
    unique=True,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)

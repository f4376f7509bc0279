"""The case: a candidature and all that hangs on it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Enum, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.candidatures.states import State
from formsvc.db import Base, UtcDateTime


def _values(states: type[State]) -> list[str]:
    return [state.value for state in states]


class Case(Base):
    """One candidature. Countries are ISO codes; `answers` and `assessment` are JSON."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="candidature")
    state: Mapped[State] = mapped_column(
        Enum(State, native_enum=False, length=20, values_callable=_values)
    )
    waits_for: Mapped[str | None] = mapped_column(String(20))
    due_on: Mapped[date | None]
    visit: Mapped[str | None] = mapped_column(String(100))
    cluster: Mapped[str | None] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    visitor_type: Mapped[str] = mapped_column(String(30))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8), default="en")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    assessment: Mapped[dict[str, Any]] = mapped_column(JSON)
    travellers: Mapped[int]
    amount_eur: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    version: Mapped[str] = mapped_column(String(100))
    """The version of the programme that the case was sent under."""
    search: Mapped[str] = mapped_column(Text, default="")
    """What a search looks at, with accents folded."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Raised to end every session that was made before."""
    decision: Mapped[str | None] = mapped_column(String(20))
    """accepted or rejected, free to change until it is released."""
    decision_reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_WAITING = Case.waits_for.is_not(None)
Index(
    "ix_cases_waiting",
    Case.waits_for,
    Case.due_on,
    Case.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index("ix_cases_visit_state", Case.visit, Case.state)

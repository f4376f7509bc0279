"""The history: a skeleton that stays, a payload that may be erased, and daily anchors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsvc.db import Base, UtcDateTime


class Event(Base):
    """The skeleton of one move, chained to the one before it; never deleted."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    move: Mapped[str] = mapped_column(String(40))
    start: Mapped[str] = mapped_column(String(20))
    end: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(20))
    actor: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_on: Mapped[date]
    """The programme date; `at` is the real instant."""
    payload_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    payload: Mapped[EventPayload | None] = relationship()


class EventPayload(Base):
    """What retention and erasure may delete: reasons, names, changed values."""

    __tablename__ = "event_payloads"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class Anchor(Base):
    """One a day: a hash over the heads of all chains, chained to the anchor before it."""

    __tablename__ = "anchors"

    id: Mapped[int] = mapped_column(primary_key=True)
    anchored_on: Mapped[date] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    heads: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

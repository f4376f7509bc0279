"""What proves an exchange: items of a case, and the versions of their files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsvc.db import Base, UtcDateTime, state_column
from formsvc.evidence.states import EvidenceState


class EvidenceItem(Base):
    """One slot of a case (attendance, outcomes), as `content/rules/` names them."""

    __tablename__ = "evidence_items"
    __table_args__ = (UniqueConstraint("case_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    slot: Mapped[str] = mapped_column(String(40))
    state: Mapped[EvidenceState] = mapped_column(
        state_column(EvidenceState), default=EvidenceState.MISSING
    )
    text: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    """Why another copy is asked for."""
    changed_on: Mapped[date]
    files: Mapped[list[StoredFile]] = relationship(order_by="StoredFile.id", back_populates="item")


class StoredFile(Base):
    """One file as it came; `size` in bytes, `sha256` in hex, `key` names it in the store."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("evidence_items.id"), index=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    preview_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    """The name that the sender's file had; for people only."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    scan: Mapped[str] = mapped_column(String(20), default="unscanned")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date]
    item: Mapped[EvidenceItem] = relationship(back_populates="files")

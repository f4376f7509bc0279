"""What proves an exchange: items of a case, and the versions of their files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsvc.db import Base, UtcDateTime, state_column
from formsvc.evidence.states import Copies, EvidenceState


class EvidenceItem(Base):
    """One slot of a case: attendance and outcomes, as `content/rules/` names them, or supporting."""

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
    copies: Mapped[Copies] = mapped_column(state_column(Copies), default=Copies.WAITING)
    """The worker draws them; this is its list of what is to be done."""
    copies_failed: Mapped[str | None] = mapped_column(String(20))
    """Why there are none: a code of `refusals.REASONS`."""
    copies_tries: Mapped[int] = mapped_column(default=0)
    copies_next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Not before this instant: somebody is drawing, or it did not work just now."""
    preview_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    shared_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    """The name that the sender's file had; for people only."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    scan: Mapped[str] = mapped_column(String(20), default="unscanned")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date]
    item: Mapped[EvidenceItem] = relationship(back_populates="files")


Index(
    "ix_stored_files_to_draw",
    StoredFile.id,
    sqlite_where=StoredFile.copies == Copies.WAITING,
    postgresql_where=StoredFile.copies == Copies.WAITING,
)


class Upload(Base):
    """A file that is sent in pieces, so that it survives a broken connection.

    Its bytes lie in `incoming/KEY.part`, and under the same key in the store once they are whole.
    The row outlives the sending for a while, so that a repeated last piece finds the same answer.
    """

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    slot: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file's name, size and day of change: the same file chosen again."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    """The file of the case that it has become."""
    refused_as: Mapped[str | None] = mapped_column(String(20))
    """Why it did not become one: a code of `refusals.REASONS`."""

"""Mailed links: only the hash of a token is kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime, state_column


class LinkKind(StrEnum):
    """What a link opens."""

    CONFIRM = "confirm"
    CASE = "case"
    DRAFT = "draft"
    EXPORT = "export"
    ERASURE = "erasure"
    ADDRESS = "address"
    NEW_ADDRESS = "new-address"
    SEAT = "seat"
    """An offer to somebody on a waiting list; it opens that answer, nothing else."""


STEP_UPS = (LinkKind.EXPORT, LinkKind.ERASURE, LinkKind.ADDRESS)
"""They go to the confirmed address, live some minutes, work once, and open that one thing."""


class Link(Base):
    """One link; `token_hash` is SHA-256 in hex."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[LinkKind] = mapped_column(state_column(LinkKind))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_to: Mapped[str] = mapped_column(String(254), default="", server_default="")
    """The address that the link of a draft or of a new address went to; the case may name another."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a draft's link was first opened: whoever did reads that address."""

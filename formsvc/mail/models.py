"""The outbox: a mail is a row written in the same transaction as what it tells."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsvc.db import Base, UtcDateTime, state_column
from formsvc.mail.states import MailState


class Mail(Base):
    """One mail."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What makes the mail the same mail, so that it is queued once."""
    name: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    to: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(254), default="", server_default="")
    """The same in small letters: limits count by it."""
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(state_column(MailState), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)


Index("ix_outbox_state_due_at", Mail.state, Mail.due_at)
Index("ix_outbox_address_queued_at", Mail.address, Mail.queued_at)

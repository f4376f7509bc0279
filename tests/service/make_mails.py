"""Mails in the outbox for tests, and a deployment that can send them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from make_cases import NOW
from sqlalchemy import select

from formsvc import db
from formsvc.config import Config
from formsvc.mail.models import Mail
from generator.programme.programme import Programme


def fill_outbox(*keys: str, due: datetime = NOW) -> None:
    with db.unit_of_work():
        for key in keys:
            mail = Mail(key=key, name="confirm", to=f"{key}@example.org", subject="Hello")
            mail.body = f"Secret words: http://localhost:8000/apply/{key}\n"
            mail.queued_at = mail.due_at = due
            db.session.add(mail)


def row(key: str) -> Mail:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Mail).where(Mail.key == key)).one()


def make_config(data: Path, programme: Programme) -> Config:
    """A deployment whose site has nothing but the programme."""
    made = Config.from_environ({"XCHANGE_ENV": "development", "XCHANGE_DATA": str(data)})
    made.service.mkdir()
    (made.service / "programme.json").write_text(programme.model_dump_json(by_alias=True))
    made.stamp.write_text("1")
    return made

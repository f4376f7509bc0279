"""Queue mails: one row each, in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.mail.models import Mail
from formsvc.snapshot import current_config

TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def queue(
    name: str, to: str, case: Case, fields: Mapping[str, str], *, key: str, at: datetime
) -> Mail:
    """Write one mail into the outbox, inside the caller's unit of work.

    `key` makes it the same mail: a second one with that key breaks the unique column.
    """
    subject, body = _words(name, case.language, fields)
    mail = Mail(
        key=key,
        name=name,
        case_id=case.id,
        to=to,
        subject=subject,
        body=body,
        queued_at=at,
        due_at=at,
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def _words(name: str, language: str, fields: Mapping[str, str]) -> tuple[str, str]:
    path = current_config().service / "mails" / language / f"{name}.txt"
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    subject = TEMPLATES.from_string(head.removeprefix("Subject:").strip()).render(fields)
    return " ".join(subject.split()), TEMPLATES.from_string(body).render(fields)

"""Queue mails: one row each, in the transaction of what they tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import func, select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import aim_of
from formsvc.clock import Moment
from formsvc.mail.models import Mail
from formsvc.snapshot import current_config
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH

TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
TO_UNCONFIRMED = ("confirm", "offer-confirm", "draft-link", "draft-reminder")
"""Mails to addresses that nobody has confirmed: an address gets so many of them together."""
MOST_ON_REQUEST = ((timedelta(days=1), 3), (timedelta(days=7), 10))
MOST_ADDRESSES = 5
"""So many addresses one candidature may write to before it is confirmed."""


def queue(
    name: str | None,
    case: Case,
    programme: Programme,
    fields: Mapping[str, str],
    *,
    when: Moment,
    to: str | None = None,
) -> Mail:
    """Write one mail to the applicant into the outbox, inside the caller's unit of work.

    Args:
        name: the mail's name in the programme's list of mails, as the move gives it.
        case: the case that the mail is about; its address gets it, in its language.
        programme: gives the fields that every mail may use.
        fields: the mail's own fields; `link` is a path, and becomes a whole address.
        when: the mail is due at once.
        to: another address than the case's.
    """
    if name is None:
        raise ValueError("this move queues no mail")
    subject, body = written(name, case, programme, fields)
    mail = Mail(
        key=f"{name}:{case.id}:{_queued_so_far(name, case) + 1}",
        name=name,
        case_id=case.id,
        to=to or case.email,
        subject=subject,
        body=body,
        queued_at=when.at,
        due_at=when.at,
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def written(
    name: str, case: Case, programme: Programme, fields: Mapping[str, str]
) -> tuple[str, str]:
    """Give subject and text of a mail, exactly as they would leave."""
    path = _template(name, case.language)
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    values = {**_common(case, programme), **fields}
    if "link" in values:
        values["link"] = programme.site.public_url.rstrip("/") + values["link"]
    subject = _compiled(head.removeprefix("Subject:").strip()).render(values)
    return " ".join(subject.split()), _tidy(_compiled(body).render(values))


def may_mail(name: str, address: str, *, at: datetime) -> bool:
    """Say whether an address may get one more of a mail that anybody can ask for."""
    names = TO_UNCONFIRMED if name in TO_UNCONFIRMED else (name,)
    return all(queued_since(names, address, at - span) < most for span, most in MOST_ON_REQUEST)


def may_reach(case: Case, address: str) -> bool:
    """Say whether an unconfirmed candidature may write to this address too."""
    theirs = select(func.lower(Mail.to)).where(Mail.case_id == case.id).distinct()
    reached = set(db.session.scalars(theirs))
    return address.lower() in reached or len(reached) < MOST_ADDRESSES


def queued_since(names: tuple[str, ...], address: str, start: datetime) -> int:
    """Count the mails of some kinds to an address, however its letters are written."""
    same = func.lower(Mail.to) == address.lower()
    asked = same & Mail.name.in_(names) & (Mail.queued_at > start)
    return db.session.scalar(select(func.count()).select_from(Mail).where(asked)) or 0


def _queued_so_far(name: str, case: Case) -> int:
    same = (Mail.case_id == case.id) & (Mail.name == name)
    return db.session.scalar(select(func.count()).select_from(Mail).where(same)) or 0


def _template(name: str, language: str) -> Path:
    mails = current_config().service / "mails"
    path = mails / language / f"{name}.txt"
    return path if path.is_file() else mails / ENGLISH / f"{name}.txt"


@lru_cache(maxsize=128)
def _compiled(text: str) -> Template:
    """Compile a template once: a mail is written while others wait for their turn."""
    return TEMPLATES.from_string(text)


def _common(case: Case, programme: Programme) -> dict[str, str]:
    return {
        "programme": programme.about.title.say(case.language).words,
        "office": str(programme.about.contacts.office),
        "site": programme.site.public_url,
        "reference": case.reference,
        "organisation": case.organisation,
        "visit": aim_of(case, programme, case.language),
    }


def _tidy(text: str) -> str:
    """Leave no gap where an optional field was empty."""
    return re.sub(r"\n{3,}", "\n\n", text)

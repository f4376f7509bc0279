"""Queue mails: one row each, in the transaction of what they tell."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import bindparam, insert, select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import aim_of
from formsvc.clock import Moment
from formsvc.mail.models import Mail
from formsvc.snapshot import current, current_config
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH

TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
TO_UNCONFIRMED = ("confirm", "offer-confirm", "draft-link", "draft-reminder", "prepared")
"""Mails to addresses that nobody has confirmed: an address gets so many of them together."""
OWN_LINK = "[the applicant's own link]"
"""Stands in the place of a link wherever staff read a mail; the link opens a case without password."""
MOST_ON_REQUEST = ((timedelta(days=1), 3), (timedelta(days=7), 10))
MOST_ADDRESSES = 5
"""So many addresses one case may write to on request, for slips of the pen."""
OUTBOX = insert(Mail.__table__).returning(Mail.id)  # type: ignore[arg-type]
LATELY = select(Mail.case_id, Mail.address, Mail.name, Mail.queued_at).where(
    (Mail.address == bindparam("address")) & (Mail.queued_at > bindparam("since"))
    | (Mail.case_id == bindparam("case_id"))
)
"""Mails to an address since an instant, and all of a case. Made once: that costs more than asking."""


def queue(
    name: str | None,
    case: Case,
    programme: Programme,
    fields: Mapping[str, str],
    *,
    when: Moment,
    to: str | None = None,
) -> int:
    """Write one mail to the applicant into the outbox, inside the caller's unit of work.

    Gives its number: until the unit of work ends, its words can be changed, or it be held.

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
    words = written(name, case, programme, fields)
    key = f"{case.id}:{secrets.token_hex(8)}"
    return _put(name, words, to=to or case.email, key=key, case_id=case.id, when=when)


def _put(
    name: str,
    words: tuple[str, str],
    *,
    to: str,
    key: str,
    case_id: int | None = None,
    when: Moment,
) -> int:
    subject, body = words
    mail = {
        "key": f"{name}:{key}", "name": name, "case_id": case_id, "to": to, "address": to.lower(),
        "subject": subject, "body": body, "queued_at": when.at, "due_at": when.at,
    }  # fmt: skip
    number: int = db.straight(OUTBOX, mail).scalar_one()
    return number


def written(
    name: str,
    case: Case,
    programme: Programme,
    fields: Mapping[str, str],
    *,
    language: str | None = None,
) -> tuple[str, str]:
    """Give subject and text of a mail, exactly as they would leave: in the case's language."""
    language = language or case.language
    values = {**_common(case, programme, language), **fields}
    return _filled(_template(name, language), values, programme)


def is_written(name: str, language: str) -> bool:
    """Say whether a mail is written in a language; else its reader gets it in English."""
    return (current_config().service / "mails" / language / f"{name}.txt").is_file()


def queue_for_staff(
    name: str,
    programme: Programme,
    fields: Mapping[str, str],
    *,
    to: str,
    key: str,
    when: Moment,
) -> int:
    """Write one mail to a member of staff into the outbox; `key` makes it the same mail.

    Its text is English, like the office.
    """
    values = {**_everywhere(programme, ENGLISH), **fields}
    words = _filled(_template(name, ENGLISH), values, programme)
    return _put(name, words, to=to, key=key, when=when)


def _filled(text: str, values: dict[str, str], programme: Programme) -> tuple[str, str]:
    head, _, body = text.partition("\n\n")
    if values.get("link", OWN_LINK) != OWN_LINK:
        values["link"] = programme.site.public_url.rstrip("/") + values["link"]
    subject = _compiled(head.removeprefix("Subject:").strip()).render(values)
    return " ".join(subject.split()), _tidy(_compiled(body).render(values))


def may_mail(name: str, case: Case, *, at: datetime, to: str | None = None) -> bool:
    """Say whether a case may send one more mail that anybody can ask for.

    Its address gets so many a day and a week, from whatever case, and an unconfirmed case writes
    to so many addresses. `to` is the address while the case has none that was sent.
    """
    address, names = (to or case.email).lower(), _counted_together(name)
    longest = max(span for span, _ in MOST_ON_REQUEST)
    asked = {"address": address, "since": at - longest, "case_id": case.id}
    rows = db.straight(LATELY, asked).all()
    times = [row.queued_at for row in rows if row.address == address and row.name in names]
    reached = {row.address for row in rows if row.case_id == case.id} - {address}
    return len(reached) < MOST_ADDRESSES and all(
        sum(queued_at > at - span for queued_at in times) < most for span, most in MOST_ON_REQUEST
    )


def queued_since(names: tuple[str, ...], address: str, start: datetime) -> int:
    """Count the mails of some kinds to an address, however its letters are written."""
    same = (Mail.address == address.lower()) & Mail.name.in_(names)
    return len(db.straight(select(Mail.id).where(same, Mail.queued_at > start), {}).all())


def _counted_together(name: str) -> tuple[str, ...]:
    return TO_UNCONFIRMED if name in TO_UNCONFIRMED else (name,)


def _template(name: str, language: str) -> str:
    return _text(current_config().service / "mails", name, language, current().version)


@lru_cache(maxsize=128)
def _text(mails: Path, name: str, language: str, _version: str) -> str:
    """Read a template once in each version: a mail is written while others wait for their turn."""
    path = mails / language / f"{name}.txt"
    path = path if path.is_file() else mails / ENGLISH / f"{name}.txt"
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=128)
def _compiled(text: str) -> Template:
    return TEMPLATES.from_string(text)


def _common(case: Case, programme: Programme, language: str) -> dict[str, str]:
    return {
        **_everywhere(programme, language),
        "reference": case.reference,
        "organisation": case.organisation,
        "visit": aim_of(case, programme, language),
    }


def _everywhere(programme: Programme, language: str) -> dict[str, str]:
    return {
        "programme": programme.about.title.say(language).words,
        "office": str(programme.about.contacts.office),
        "site": programme.site.public_url,
    }


def _tidy(text: str) -> str:
    """Leave no gap where an optional field was empty."""
    return re.sub(r"\n{3,}", "\n\n", text)

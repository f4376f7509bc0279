"""The life of a draft: a mailed link, a reminder, an end. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Select, func, select

from formsvc import db
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.keeping import Clash, Seen
from formsvc.candidatures.models import NEEDS, Case, CaseKind
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import State
from formsvc.candidatures.steps import FIRST, PEOPLE, PURPOSE
from formsvc.candidatures.upkeep import DRAFT_KEPT_FOR
from formsvc.clock import Moment
from formsvc.drafts import edits
from formsvc.links import actions as links
from formsvc.links.models import Link, LinkKind
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from generator.look.formats import formats
from generator.programme.programme import Programme
from generator.programme.visit import Visit

REMINDED_DAYS_BEFORE = (7, 1)
LINK_MAIL, REMINDER_MAIL = "draft-link", "draft-reminder"
SAME_AGAIN = (FIRST, PEOPLE, PURPOSE)
ASKED_AGAIN = {"visited_before", *NEEDS}
LINKS_A_DAY = 2
"""One of the three mails that an unconfirmed address gets a day stays for confirming it."""


def kept_until(case: Case, programme: Programme, when: Moment) -> date:
    """Give the last day, by the programme date, on which a draft is surely there.

    Drafts end by the real clock; with a moved programme date the page counts the same days.
    """
    zone = programme.site.zone
    end = (case.saved_at or case.created_at) + DRAFT_KEPT_FOR
    return when.on + (end.astimezone(zone).date() - when.at.astimezone(zone).date())


def address_of(case: Case) -> str | None:
    """Give the address that a draft names; None while there is none that can be one."""
    try:
        typed = str(case.answers.get("email", ""))
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def keep(
    case: Case, step: str, typed: Mapping[str, Any], *, seen: Seen, when: Moment
) -> list[Clash]:
    """Keep one step of a draft or of a sent case that is being changed; see candidatures.keep.

    Raises:
        MoveRefused: it can be changed no more.
    """
    if not case.is_draft:
        edits.begin(case)
    found = candidatures.keep(case, step, typed, seen=seen, when=when)
    if case.is_draft:
        follow_address(case, at=when.at)
    return found


def begin_again(
    earlier: Case,
    route: Route,
    visit: Visit | None,
    *,
    key: str,
    language: str,
    version: str,
    when: Moment,
) -> Case:
    """Start a draft with the organisation, people and purpose of an earlier case.

    What may have changed or is about health is asked again: earlier visits, diet, access needs.

    Args:
        earlier: the case whose details it begins with.
        route: how the new one comes to its hosts; `visit` is the visit to join, None on another.
        key: the idempotency key.
        language: of the page, and of mails.
        version: of the programme.
        when: now.
    """
    seed = {"route": route.value}
    case = candidatures.begin(
        visit, key=key, language=language, version=version, when=when, seed=seed
    )
    told = edits.sent_as_typed(earlier)
    names = {name for step in SAME_AGAIN for name in vars(step.form) if name in told}
    case.answers = {**case.answers, **{name: told[name] for name in names - ASKED_AGAIN}}
    return case


def mail_link(case: Case, programme: Programme, *, language: str, when: Moment) -> bool:
    """Mail a link that opens the draft on any device; say whether a mail was queued.

    Whoever reads that address can go on with the draft, so a page says that. The address is not
    confirmed: few mails, and no word of the sender.
    """
    address = address_of(case)
    if not case.is_draft or case.kind is not CaseKind.CANDIDATURE or address is None:
        return False
    day = when.at - timedelta(days=1)
    if mail.queued_since((LINK_MAIL,), address, day) >= LINKS_A_DAY:
        return False
    case.language = language
    return _mail(LINK_MAIL, case, address, programme, when=when)


def follow_address(case: Case, *, at: datetime) -> None:
    """End the links that went to another address than the draft names now.

    It was a slip of the pen, and a stranger has the mail; one who has opened it is out as well.
    """
    address = address_of(case)
    if address is None:
        return
    for link in db.session.scalars(_links(case).where(Link.revoked_at.is_(None))):
        if link.mailed_to.casefold() != address.casefold():
            link.revoked_at = at
            case.session_epoch += 1 if link.opened_at else 0


def remind(case: Case, programme: Programme, *, when: Moment) -> bool:
    """Say that a draft ends soon, to an address whose link was opened; say whether a mail goes.

    Once for each of the days named, also when the worker slept over one of them.
    """
    address, left = address_of(case), (kept_until(case, programme, when) - when.on).days
    reached = [days for days in REMINDED_DAYS_BEFORE if days >= left]
    if case.state is not State.DRAFT or address is None or not reached or left < 0:
        return False
    since = (case.saved_at or case.created_at) + DRAFT_KEPT_FOR - timedelta(days=min(reached) + 1)
    if not _reads_mail_at(case, address) or _reminded_since(case, since):
        return False
    return _mail(REMINDER_MAIL, case, address, programme, when=when)


def ending_soon(at: datetime) -> list[int]:
    """Give the numbers of the drafts that may want a reminder."""
    last = func.coalesce(Case.saved_at, Case.created_at)
    soon = at - DRAFT_KEPT_FOR + timedelta(days=max(REMINDED_DAYS_BEFORE) + 1)
    drafts = select(Case.id).where(Case.state == State.DRAFT, last < soon)
    opened = select(Link.case_id).where(Link.kind == LinkKind.DRAFT, Link.opened_at.is_not(None))
    return list(db.session.scalars(drafts.where(Case.id.in_(opened))))


def _mail(name: str, case: Case, address: str, programme: Programme, *, when: Moment) -> bool:
    if not mail.may_mail(name, case, at=when.at, to=address):
        return False
    follow_address(case, at=when.at)
    path = links.make(case, LinkKind.DRAFT, at=when.at, mailed_to=address)
    until = formats(case.language).day(kept_until(case, programme, when))
    fields = {"link": path, "until": until}
    mail.queue(name, case, programme, fields, when=when, to=address)
    return True


def _links(case: Case) -> Select[Link]:
    return select(Link).where(Link.case_id == case.id, Link.kind == LinkKind.DRAFT)


def _reads_mail_at(case: Case, address: str) -> bool:
    opened = db.session.scalars(_links(case).where(Link.opened_at.is_not(None)))
    return any(link.mailed_to.casefold() == address.casefold() for link in opened)


def _reminded_since(case: Case, start: datetime) -> bool:
    mine = (Mail.case_id == case.id) & (Mail.name == REMINDER_MAIL) & (Mail.queued_at > start)
    return db.session.scalar(select(func.count()).select_from(Mail).where(mine)) != 0

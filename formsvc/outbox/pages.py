"""What the pages of the outbox show, gathered for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.mail.delivery import MOST_TRIES
from formsvc.mail.models import Mail
from formsvc.mail.states import STILL_HERE, MailState
from formsvc.office.queries import may_change
from formsvc.outbox import queries
from formsvc.outbox.own_links import hidden
from formsvc.outbox.queries import LATELY, Found, Place
from formsvc.snapshot import current_programme
from generator.programme.mails import MAILS

SIZE, MOST = 50, 500
VIEWS = {
    "waiting": ("Waiting to leave", MailState.QUEUED),
    "held": ("Held", MailState.HELD),
    "failed": ("Refused", MailState.FAILED),
    "sent": ("Sent in the last 14 days", MailState.SENT),
}
TONES = {
    MailState.QUEUED: ("info", "Waits"),
    MailState.HELD: ("wait", "Held"),
    MailState.SENT: ("open", "Sent"),
    MailState.FAILED: ("stop", "Refused"),
    MailState.DROPPED: ("held", "Dropped"),
}


@dataclass(frozen=True)
class MailShown:
    """One mail as staff may read it: the link of its reader is a word."""

    mail: Mail
    case: Case
    subject: str
    body: str
    tone: str
    state: str
    when: str
    """When it left or leaves, in words."""
    said: str
    """What the mail server answered."""
    changeable: bool
    holdable: bool
    sendable: bool
    elsewhere: bool
    """It was refused, and the case has another address by now."""


@dataclass(frozen=True)
class OutboxPage:
    """One view of the outbox."""

    view: str
    title: str
    pills: list[tuple[str, str, str]]
    mails: list[MailShown]
    after: str | None


def outbox_page(person: Person, view: str, after: str | None) -> OutboxPage:
    """Gather one page of a view; the link holds view and place."""
    found = _mails(person, view)
    newest_first = view == "sent"
    cut = queries.page(found, _place(after), newest_first=newest_first, size=SIZE + 1)
    rows = [(row[0], row[1]) for row in db.session.execute(cut)]
    more = len(rows) > SIZE
    last = rows[SIZE - 1][0] if more else None
    return OutboxPage(
        view=view,
        title=VIEWS[view][0],
        pills=[(name, title, _count(person, name)) for name, (title, _) in VIEWS.items()],
        mails=[mail_shown(mail, case, person) for mail, case in rows[:SIZE]],
        after=f"{last.due_at.isoformat()}_{last.id}" if last else None,
    )


def mail_shown(mail: Mail, case: Case, person: Person) -> MailShown:
    """Gather one mail, with what this person may do to it."""
    tone, state = TONES[mail.state]
    here = mail.state in STILL_HERE and mail.lease_until is None and may_change(person)
    mine = here and not MAILS[mail.name].about_access
    return MailShown(
        mail=mail,
        case=case,
        subject=mail.subject,
        body=hidden(mail.body),
        tone=tone,
        state="Leaves just now" if mail.lease_until else state,
        when=_when(mail),
        said=mail.last_error or "",
        changeable=mine,
        holdable=mine and mail.state is MailState.QUEUED,
        sendable=mine,
        elsewhere=mail.state is MailState.FAILED and mail.to.lower() != case.email.lower(),
    )


def refused_mails(case: Case, person: Person) -> list[MailShown]:
    """Gather the mails of a case that the mail server refused."""
    return [mail_shown(mail, case, person) for mail in queries.failed_of(case)]


def _mails(person: Person, view: str) -> Found:
    since = clock.now() - LATELY if view == "sent" else None
    return queries.in_state(person, VIEWS[view][1], since=since)


def _count(person: Person, view: str) -> str:
    number = queries.count(_mails(person, view), most=MOST)
    return f"{MOST}+" if number > MOST else str(number)


def _when(mail: Mail) -> str:
    if mail.sent_at:
        return f"left {instant(mail.sent_at)}"
    if mail.state is MailState.HELD:
        return f"held; written {instant(mail.queued_at)}"
    if mail.state is not MailState.QUEUED:
        return f"written {instant(mail.queued_at)}"
    if mail.attempts:
        return f"next try {instant(mail.due_at)}; {mail.attempts} of {MOST_TRIES} tries made"
    return f"due {instant(mail.due_at)}"


def instant(at: datetime) -> str:
    """Say an instant in the programme's time zone."""
    return at.astimezone(current_programme().site.zone).strftime("%Y-%m-%d %H:%M")


def _place(after: str | None) -> Place | None:
    due_at, _, number = (after or "").rpartition("_")
    try:
        place = datetime.fromisoformat(due_at), int(number)
    except ValueError:  # no link, or somebody changed it
        return None
    return place if place[0].tzinfo and 0 < place[1] < 2**31 else None

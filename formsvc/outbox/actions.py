"""What staff do with a mail that has not left. Nothing here commits."""

from __future__ import annotations

from difflib import ndiff
from typing import Any

from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail.models import Mail
from formsvc.mail.states import DROP, HOLD, SEND_NOW, MailState
from formsvc.moves import Actor, Move, require
from formsvc.outbox.own_links import TOKEN_LINK, hidden, whole
from formsvc.outbox.queries import failed_of, locked_mail
from formsvc.privacy import actions as privacy
from generator.programme.errors import MoveRefused
from generator.programme.mails import MAILS
from generator.programme.programme import Programme


class MailLeft(MoveRefused):
    """A mail left while somebody read that it had not, or the other way round."""


class LinkLost(MoveRefused):
    """An edit took the reader's own link out of a mail, or wrote one into it."""


def edit(mail: Mail, case: Case, *, subject: str, body: str, by: Actor, when: Moment) -> None:
    """Give a mail other words; what changed stands in the history, without links.

    `body` is what staff read and wrote: with a word in the place of each link.

    Raises:
        LinkLost: the reader's own link is gone.
        MoveRefused: the mail has left or is leaving, or nobody may change it.
    """
    require_here(mail, by)
    subject, body = " ".join(subject.split()), body.strip() + "\n"
    before = f"{mail.subject}\n{hidden(mail.body)}"
    words = changed_lines(before, f"{subject}\n{body}")
    if not words:
        return
    new_body = whole(body, mail.body)
    if new_body is None:
        raise LinkLost("cannot change a mail so that the own link of its reader is lost")
    mail.subject, mail.body = subject, new_body
    _note(case, "edit-mail", mail, by=by, when=when, words=words)


def hold(mail: Mail, case: Case, *, by: Actor, when: Moment) -> None:
    """Keep a mail back until somebody sends it. Raises MoveRefused when it has left."""
    require_here(mail, by, HOLD)
    mail.state = HOLD.end
    _note(case, HOLD.name, mail, by=by, when=when)


def send_now(mail: Mail, case: Case, *, by: Actor, when: Moment) -> None:
    """Let a mail leave at once: one that is held, that waits, or that was refused.

    One that was refused goes to the address that the case has now. Raises MoveRefused when the
    mail has left.
    """
    require_here(mail, by, SEND_NOW)
    if mail.state is MailState.FAILED:
        mail.to, mail.address = case.email, case.email.lower()
        mail.attempts, mail.last_error = 0, None
        mail.body = TOKEN_LINK.sub(lambda found: _living(found[0], case, when), mail.body)
    mail.state, mail.due_at = SEND_NOW.end, when.at
    _note(case, SEND_NOW.name, mail, by=by, when=when, address=mail.to)


def ask_at_another_address(
    case: Case, programme: Programme, *, address: str, by: Actor, when: Moment
) -> bool:
    """Mail a link to another address, whose owner confirms it; say whether a mail was queued.

    Only where a mail was refused: nobody of the office leads a case away from its applicant.

    Raises:
        MoveRefused: no mail of the case was refused.
    """
    if not failed_of(case):
        raise MoveRefused("cannot ask at another address while no mail of the case was refused")
    if not privacy.ask_new_address(case, programme, address=address, when=when):
        return False
    history.noted(case, "ask-new-address", by=by, when=when, address=address)
    return True


def drop(mail: Mail, case: Case, *, by: Actor, when: Moment) -> None:
    """Never send a mail, because what it tells was undone. Raises MoveRefused when it has left."""
    require_here(mail, by, DROP)
    mail.state = DROP.end
    _note(case, DROP.name, mail, by=by, when=when)


def has_left(mail: Mail | None) -> bool:
    """Say whether the applicant may have read a mail; one that leaves just now has left."""
    return mail is None or mail.state is MailState.SENT or mail.lease_until is not None


def set_aside(mail: Mail | None, case: Case, *, had_left: bool, by: Actor, when: Moment) -> None:
    """Drop a mail that tells what holds no more; one that has left needs a correction.

    Raises:
        MailLeft: whoever takes it back has read otherwise about the mail (`had_left`).
    """
    mail = mail and locked_mail(mail.id)
    if has_left(mail) != had_left:
        raise MailLeft("cannot take this back unseen: its mail has left meanwhile")
    if mail and not had_left:
        drop(mail, case, by=by, when=when)


def require_here(mail: Mail, by: Actor, move: Move[MailState] = SEND_NOW) -> None:
    """Refuse to touch a mail that has left or is leaving, or that lets somebody in.

    A lease that ran out belongs to a worker that died: the mail may have left.
    """
    require(mail.state, move, by, "a mail")
    if mail.lease_until is not None:
        raise MoveRefused("cannot change a mail that is leaving just now")
    if MAILS[mail.name].about_access:
        raise MoveRefused("cannot change a mail that lets somebody in: only its reader asks for it")


def changed_lines(before: str, after: str) -> str:
    """Give the lines that went, marked -, and those that came, marked +; empty if none did."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return "\n".join(line.rstrip() for line in lines if line[0] in "-+" and line[2:].strip())


def _living(url: str, case: Case, when: Moment) -> str:
    """Give a link that works in the place of one to the case that was ended, as by a new address."""
    base, _, rest = url.partition("/apply/")
    if not links.is_ended_case_link(rest.rpartition("/")[2]):
        return url
    life = links.CASE_LIFE_AFTER_END if case.closed_at else None
    return base + links.make(case, LinkKind.CASE, at=when.at, life=life)


def _note(case: Case, name: str, mail: Mail, *, by: Actor, when: Moment, **payload: Any) -> None:
    """Leave a line of the case's history."""
    about = {"mail": mail.name, "number": mail.id, "subject": mail.subject}
    history.noted(case, name, by=by, when=when, **about, **payload)

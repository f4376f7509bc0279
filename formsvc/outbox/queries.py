"""Find the mails that a member of staff may see: those of the cases that the person sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState
from formsvc.office.queries import visible_cases

LATELY = timedelta(days=14)
Found = Select[Mail, Case]
Place = tuple[datetime, int]
"""(due, number) of a mail: where a page ends."""


def visible_mails(person: Person) -> Found:
    """Select the mails about the cases that a person sees, each with its case."""
    joined = visible_cases(person).join(Mail, Mail.case_id == Case.id)
    return joined.with_only_columns(Mail, Case, maintain_column_froms=True)


def in_state(person: Person, state: MailState, *, since: datetime | None = None) -> Found:
    """Select the mails in one state, by when they are due; `since` leaves out older ones."""
    found = visible_mails(person).where(Mail.state == state)
    return found.where(Mail.due_at > since) if since else found


def page(found: Found, after: Place | None, *, newest_first: bool, size: int) -> Found:
    """Cut one page by its key."""
    if newest_first:
        found = found.order_by(Mail.due_at.desc(), Mail.id.desc())
    else:
        found = found.order_by(Mail.due_at, Mail.id)
    if after:
        due_at, number = after
        late = Mail.due_at < due_at if newest_first else Mail.due_at > due_at
        beyond = Mail.id < number if newest_first else Mail.id > number
        found = found.where(or_(late, and_(Mail.due_at == due_at, beyond)))
    return found.limit(size)


def count(found: Found, *, most: int) -> int:
    """Count mails, and stop one above `most`: a count is for people."""
    few = found.order_by(None).with_only_columns(Mail.id).limit(most + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def mail_of(person: Person, number: int) -> tuple[Mail, Case] | None:
    """Find one mail with its case; None where there is none or it is not theirs."""
    if not 0 < number < 2**31:
        return None
    row = db.session.execute(visible_mails(person).where(Mail.id == number)).one_or_none()
    return (row[0], row[1]) if row else None


def locked_mail(number: int) -> Mail:
    """Read a mail again inside a unit of work; a worker passes it by until the end."""
    again = select(Mail).where(Mail.id == number).with_for_update()
    return db.session.scalars(again.execution_options(populate_existing=True)).one()


def newest_of(case: Case, name: str | None) -> Mail | None:
    """Give the newest mail of one kind of a case."""
    mine = select(Mail).where(Mail.case_id == case.id, Mail.name == name)
    return db.session.scalars(mine.order_by(Mail.id.desc()).limit(1)).first()


def failed_of(case: Case) -> Sequence[Mail]:
    """Give the mails of a case that the mail server refused, the newest first."""
    mine = select(Mail).where(Mail.case_id == case.id, Mail.state == MailState.FAILED)
    return db.session.scalars(mine.order_by(Mail.id.desc())).all()


def count_refused(person: Person) -> int:
    """Count the mails that were refused, of the cases that a person sees; 99 are enough."""
    return count(in_state(person, MailState.FAILED), most=99)

"""Find what changed about a visit, the cases that it touches, and what was asked and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select

from formsvc import db
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import WITHDRAW
from formsvc.exchanges.models import Exchange
from formsvc.visit_changes.models import OPEN, ChangeKind, Choice, VisitChoice
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import NoticeKind

OFFERED = {
    ChangeKind.MOVED: (Choice.NEW_DATE, Choice.OTHER_VISIT, Choice.OWN, Choice.WITHDRAW),
    ChangeKind.POSTPONED: (Choice.WAIT, Choice.OTHER_VISIT, Choice.OWN, Choice.WITHDRAW),
    ChangeKind.ONLINE: (Choice.ONLINE, Choice.OTHER_VISIT, Choice.OWN, Choice.WITHDRAW),
    ChangeKind.CANCELLED: (Choice.OTHER_VISIT, Choice.OWN, Choice.WITHDRAW),
}
"""What an applicant may choose after each kind of change."""
STATUSES = {Status.CANCELLED: ChangeKind.CANCELLED, Status.POSTPONED: ChangeKind.POSTPONED}
NOTICES = {
    ChangeKind.CANCELLED: NoticeKind.CANCELLED,
    ChangeKind.POSTPONED: NoticeKind.POSTPONED,
    ChangeKind.ONLINE: NoticeKind.MOVED_ONLINE,
}


@dataclass(frozen=True)
class Change:
    """How a visit is now, for a case that was sent or accepted when it was otherwise."""

    kind: ChangeKind
    about: str
    was_first_on: date | None
    was_last_on: date | None
    first_on: date | None
    last_on: date | None
    """The days of the visit now; None while nobody knows them."""


@dataclass(frozen=True)
class Affected:
    """A case that a change touches, and the newest question about it."""

    case: Case
    visit: Visit
    change: Change | None
    """None when it was settled by an answer."""
    choice: VisitChoice | None

    @property
    def must_be_asked(self) -> bool:
        """Its applicant has not been given a choice about this very change."""
        return self.change is not None and (
            self.choice is None or self.choice.about != self.change.about
        )

    @property
    def waits(self) -> bool:
        """Its applicant has been asked and has not answered; the seats are kept."""
        return not self.must_be_asked and self.choice is not None and self.choice.answer is None


def change_of(
    case: Case, exchange: Exchange | None, visit: Visit, programme: Programme, today: date
) -> Change | None:
    """Say what changed since the case was sent, edited or accepted; None when nothing did.

    What was promised are the days of the exchange, or before acceptance those of the stay.
    """
    if case.state not in WITHDRAW.start:
        return None
    known = visit.dates_known_on(today)
    accepted = exchange if case.decision == "accepted" and case.released_at else None
    was = ((accepted and accepted.first_on) or case.first_on,
           (accepted and accepted.last_on) or case.last_on)  # fmt: skip
    kind = _kind(case, visit, programme, today, was)
    if kind is None:
        return None
    days = (known.first_on, known.last_on) if known and kind not in STATUSES.values() else (None, None)  # fmt: skip
    notice = visit.notice(NOTICES[kind], today) if kind in NOTICES else None
    parts = (kind.value, notice.from_ if notice else "", *(day or "" for day in days))
    return Change(kind, " ".join(map(str, parts)), *was, *days)


def _kind(
    case: Case,
    visit: Visit,
    programme: Programme,
    today: date,
    was: tuple[date | None, date | None],
) -> ChangeKind | None:
    kind = STATUSES.get(programme.status(visit, today))
    if kind:
        return kind
    known, online = visit.dates_known_on(today), visit.notice(NoticeKind.MOVED_ONLINE, today)
    if known is None or today > known.last_on:
        return None
    if online and case.amount_eur:  # it was promised a lump sum, so it was to travel
        return ChangeKind.ONLINE
    first_on, last_on = was
    outside = (first_on and first_on < known.first_on) or (last_on and last_on > known.last_on)
    return ChangeKind.MOVED if outside else None


def affected(
    seen: Select[Case], programme: Programme, today: date, *, slug: str | None = None
) -> list[Affected]:
    """Give the cases that a change touches or touched, by visit and number.

    Args:
        seen: the cases that whoever asks may see.
        programme: the content as it is now.
        today: the programme date.
        slug: only cases of this visit.
    """
    newest = {choice.case_id: choice for choice in _choices(slug)}
    visits = [visit for visit in programme.visits if slug in (None, visit.slug)]
    touched = or_(false(), *(_may_touch(visit, programme, today) for visit in visits))
    mine = touched & Case.state.in_(WITHDRAW.start)
    cases = seen.where(Case.kind == CaseKind.CANDIDATURE, mine | Case.id.in_(newest))
    found = cases.outerjoin(Exchange, Exchange.case_id == Case.id)
    rows = db.session.execute(
        found.with_only_columns(Case, Exchange, maintain_column_froms=True).order_by(Case.id)
    )
    all_of_them = [
        _touched(row[0], row[1], newest.get(row[0].id), programme, today) for row in rows
    ]
    told = [each for each in all_of_them if each]
    return sorted(told, key=lambda each: (each.visit.slug, each.case.id))


def _may_touch(visit: Visit, programme: Programme, today: date) -> ColumnElement[bool]:
    """Ask the database for the cases that `_kind` may name: of most visits, none is read."""
    known, mine = visit.dates_known_on(today), Case.visit == visit.slug
    if programme.status(visit, today) in STATUSES:
        return mine
    if known is None or today > known.last_on:
        return false()
    if visit.notice(NoticeKind.MOVED_ONLINE, today):
        return mine
    early = [days.first_on < known.first_on for days in (Case, Exchange)]
    late = [days.last_on > known.last_on for days in (Case, Exchange)]
    return mine & or_(*early, *late)


def _touched(
    case: Case,
    exchange: Exchange | None,
    choice: VisitChoice | None,
    programme: Programme,
    today: date,
) -> Affected | None:
    visit = programme.visit((choice.visit if choice else case.visit) or "")
    if visit is None:
        return None
    change = (
        change_of(case, exchange, visit, programme, today) if case.visit == visit.slug else None
    )
    if change and choice and choice.answer and choice.about == change.about:
        change = None
    if change is None and (choice is None or choice.answer is None):
        return None
    return Affected(case, visit, change, choice)


def _choices(slug: str | None) -> Sequence[VisitChoice]:
    """Give every question that was not overtaken, the oldest first."""
    asked = select(VisitChoice).where(VisitChoice.closed_at.is_(None)).order_by(VisitChoice.id)
    return db.session.scalars(asked.where(VisitChoice.visit == slug) if slug else asked).all()


def open_choice(case: Case) -> VisitChoice | None:
    """Give the question that the applicant may answer; a case that has ended has none."""
    if case.state not in WITHDRAW.start:
        return None
    mine = select(VisitChoice).where(VisitChoice.case_id == case.id, OPEN)
    return db.session.scalar(mine.execution_options(populate_existing=True))


def other_visits(case: Case, programme: Programme, today: date) -> list[Visit]:
    """Give the visits that the applicant may join instead: open, with dates, in another country."""
    return [
        visit
        for visit in programme.visits
        if visit.slug != case.visit
        and visit.country != case.country
        and programme.status(visit, today) is Status.OPEN
        and visit.dates_known_on(today)
    ]

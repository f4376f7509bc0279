"""Find requests for information."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.info_requests.models import OPEN, InfoRequest

REMIND_BEFORE = timedelta(days=3)


def requests_of(case: Case) -> Sequence[InfoRequest]:
    """Give every request of a case, the newest first."""
    mine = select(InfoRequest).where(InfoRequest.case_id == case.id)
    return db.session.scalars(mine.order_by(InfoRequest.id.desc())).all()


def open_request(case: Case) -> InfoRequest | None:
    """Give the request that the applicant may answer; a case that moved on has none."""
    if case.state is not State.INFO_REQUESTED:
        return None
    return db.session.scalar(select(InfoRequest).where(InfoRequest.case_id == case.id, OPEN))


def request_of(case: Case, number: int) -> InfoRequest | None:
    """Find one request of a case by its number; None for one of another case."""
    mine = select(InfoRequest).where(InfoRequest.case_id == case.id, InfoRequest.id == number)
    return db.session.scalar(mine.execution_options(populate_existing=True))


def answered(case_ids: Collection[int]) -> set[int]:
    """Give those of the cases whose newest request was answered."""
    newest = (
        select(func.max(InfoRequest.id))
        .where(InfoRequest.case_id.in_(case_ids))
        .group_by(InfoRequest.case_id)
    )
    of_them = select(InfoRequest.case_id).where(InfoRequest.id.in_(newest))
    return set(db.session.scalars(of_them.where(InfoRequest.answered_at.is_not(None))))


def overdue(today: date) -> Sequence[int]:
    """Give the cases whose day to answer is over."""
    asked = select(Case.id).join(InfoRequest, InfoRequest.case_id == Case.id)
    waiting = asked.where(Case.state == State.INFO_REQUESTED, OPEN)
    return db.session.scalars(waiting.where(InfoRequest.due_on < today).order_by(Case.id)).all()


def to_remind(today: date) -> Sequence[int]:
    """Give the cases whose day to answer is near, and that were not reminded yet."""
    asked = select(Case.id).join(InfoRequest, InfoRequest.case_id == Case.id)
    waiting = asked.where(Case.state == State.INFO_REQUESTED, OPEN)
    near = (InfoRequest.due_on >= today) & (InfoRequest.due_on <= today + REMIND_BEFORE)
    unsaid = InfoRequest.reminded_at.is_(None) & (InfoRequest.asked_on < today)
    return db.session.scalars(waiting.where(near, unsaid).order_by(Case.id)).all()

"""Find comments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.comments.models import Audience, Comment
from formsvc.history.models import Event

MOST_ANSWERS = 5
"""So many times an applicant may write until the office does."""


def comments_of(case: Case) -> Sequence[Comment]:
    """Give every comment on a case, the oldest first: for the office only."""
    mine = select(Comment).where(Comment.case_id == case.id).order_by(Comment.id)
    return db.session.scalars(mine).all()


def thread_of(case: Case) -> Sequence[Comment]:
    """Give what office and applicant have written to each other, the oldest first."""
    mine = select(Comment).where(Comment.case_id == case.id)
    theirs = mine.where(Comment.audience == Audience.APPLICANT)
    return db.session.scalars(theirs.order_by(Comment.id)).all()


def may_answer(thread: Sequence[Comment]) -> bool:
    """Say whether the applicant may write now: the office began, and nobody floods it."""
    written = [comment.said_by is not None for comment in thread]
    return True in written and not all(not by_us for by_us in written[-MOST_ANSWERS:])


def unseen(case: Case) -> Comment | None:
    """Give the answer that brought the case to the office and is not seen yet."""
    mine = select(Comment).where(Comment.case_id == case.id, Comment.waited.is_not(None))
    return db.session.scalars(mine.order_by(Comment.id.desc()).limit(1)).first()


def moved_since(case: Case, seq: int, quiet: Sequence[str]) -> bool:
    """Say whether anything but the quiet has happened to a case after an event."""
    later = select(Event.id).where(Event.case_id == case.id, Event.seq > seq)
    return db.session.scalar(later.where(Event.move.not_in(quiet)).limit(1)) is not None

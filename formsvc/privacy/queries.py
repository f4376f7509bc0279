"""Find what applicants have asked about their data."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.mail.models import Mail
from formsvc.privacy.models import UNDECIDED, ErasureRequest


def undecided(case: Case) -> ErasureRequest | None:
    """Give the request to erase a case that the office has not decided yet."""
    mine = select(ErasureRequest).where(ErasureRequest.case_id == case.id, UNDECIDED)
    return db.session.scalar(mine)


def erasure_requests(case: Case) -> Sequence[ErasureRequest]:
    """Give every request to erase a case, the newest first."""
    mine = select(ErasureRequest).where(ErasureRequest.case_id == case.id)
    return db.session.scalars(mine.order_by(ErasureRequest.id.desc())).all()


def mails_of(case: Case) -> Sequence[Mail]:
    """Give every mail about a case, in the order of their queueing."""
    return db.session.scalars(select(Mail).where(Mail.case_id == case.id).order_by(Mail.id)).all()

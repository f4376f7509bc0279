"""Make, open and revoke mailed links. Only the hash of a token is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from formsvc import db
from formsvc.area import address
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.links.models import Link, LinkKind
from generator.programme.errors import ProgrammeError

STEP_UP_LIFE = timedelta(minutes=15)
CONFIRM_LIFE = timedelta(hours=48)
CASE_LIFE_AFTER_END = timedelta(days=90)
LINKS = insert(Link.__table__)  # type: ignore[arg-type]


class LinkRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """The link opens nothing (any more). `why` is unknown, used, expired, revoked or sent."""

    def __init__(self, why: str, kind: LinkKind | None = None) -> None:
        self.why, self.kind = why, kind
        super().__init__(f"this link is {why}")


def make(
    case: Case,
    kind: LinkKind,
    *,
    at: datetime,
    life: timedelta | None = None,
    mailed_to: str = "",
) -> str:
    """Make a link to a case and give its path; the token is in it and is kept nowhere."""
    token = secrets.token_urlsafe(32)
    link = {
        "token_hash": _hashed(token), "kind": kind, "case_id": case.id, "created_at": at,
        "expires_at": at + life if life else None, "mailed_to": mailed_to,
    }  # fmt: skip
    db.straight(LINKS, link)
    return address("links.show", case.language, token=token)


def find(token: str, *, at: datetime) -> Link:
    """Give the link of a token; raise LinkRefused when it opens nothing."""
    link = db.session.scalar(select(Link).where(Link.token_hash == _hashed(token)))
    if link is None:
        raise LinkRefused("unknown")
    if link.used_at:
        raise LinkRefused("used", link.kind)
    if link.revoked_at:
        raise LinkRefused("revoked", link.kind)
    if link.expires_at and link.expires_at < at:
        raise LinkRefused("expired", link.kind)
    if link.kind is LinkKind.DRAFT and _is_sent(link):
        raise LinkRefused("sent", link.kind)
    return link


def is_ended_case_link(token: str) -> bool:
    """Say whether a token opened a case and does so no more."""
    link = db.session.scalar(select(Link).where(Link.token_hash == _hashed(token)))
    return bool(link and link.kind is LinkKind.CASE and link.revoked_at)


def _is_sent(link: Link) -> bool:
    case = db.session.get(Case, link.case_id)
    return case is None or case.state is not State.DRAFT


def use_up(link: Link, *, at: datetime) -> None:
    """Let a link that works once be used; of several at the same time exactly one wins.

    Raises:
        LinkRefused: somebody was faster.
    """
    won = db.session.execute(
        update(Link).where(Link.id == link.id, Link.used_at.is_(None)).values(used_at=at)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        raise LinkRefused("used", link.kind)


def revoke_all(case: Case, *, at: datetime, kind: LinkKind | None = None) -> None:
    """End every link to a case that was made so far, or those of one kind."""
    open_links = update(Link).where(Link.case_id == case.id, Link.revoked_at.is_(None))
    if kind:
        open_links = open_links.where(Link.kind == kind)
    db.session.execute(open_links.values(revoked_at=at))


def end_later(case: Case, *, at: datetime) -> None:
    """Let the case's links live on for a while after it is closed."""
    links = update(Link).where(Link.case_id == case.id, Link.kind == LinkKind.CASE)
    db.session.execute(links.values(expires_at=at + CASE_LIFE_AFTER_END))


def live_again(case: Case) -> None:
    """Let the case's links live as long as the case again, after it was opened again."""
    links = update(Link).where(Link.case_id == case.id, Link.kind == LinkKind.CASE)
    db.session.execute(links.values(expires_at=None))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

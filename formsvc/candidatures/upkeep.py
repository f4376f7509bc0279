"""What is deleted when its time is over: drafts, unconfirmed cases, diet and access needs."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, func, select

from formsvc import db
from formsvc.assisted.models import Preparation
from formsvc.candidatures import search_index
from formsvc.candidatures.models import Case, Consent, Needs
from formsvc.candidatures.queries import needs_kept
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.evidence import uploads
from formsvc.exchanges.models import Exchange
from formsvc.links.models import Link
from formsvc.mail.models import Mail
from generator.programme.programme import Programme
from generator.programme.visit import Status

UNCONFIRMED_KEPT_FOR = timedelta(days=14)
DRAFT_KEPT_FOR = timedelta(days=30)
"""Counted from the last time that something of it was kept."""
LAST_DAY = timedelta(days=1)
"""Pages name a day until which a draft is kept: it is there to the end of that day."""
NEEDS_KEPT_FOR = timedelta(days=30)
"""So long after the visit, diet and access needs are still kept."""


def delete_unconfirmed(*, when: Moment) -> int:
    """Delete drafts and unconfirmed cases that nobody came back to; give how many went."""
    saved_at = func.coalesce(Case.saved_at, Case.created_at)
    old_draft = (Case.state == State.DRAFT) & (saved_at < when.at - DRAFT_KEPT_FOR - LAST_DAY)
    old_sent = (Case.state == State.UNCONFIRMED) & (Case.sent_at < when.at - UNCONFIRMED_KEPT_FOR)
    gone = list(db.session.scalars(select(Case.id).where(old_draft | old_sent)))
    uploads.delete_all_of(gone)
    for hanging in (Link, Mail, Needs, Consent, Preparation):
        db.session.execute(delete(hanging).where(hanging.case_id.in_(gone)))
    search_index.forget(db.session(), gone)
    db.session.execute(delete(Case).where(Case.id.in_(gone)))
    return len(gone)


def delete_needs(programme: Programme, *, when: Moment) -> int:
    """Delete diet and access needs some days after the visit; give how many went."""
    gone = [
        needs.case_id
        for needs, case, exchange in needs_kept()
        if _needed_until(case, exchange, programme, when.on) + NEEDS_KEPT_FOR < when.on
    ]
    db.session.execute(delete(Needs).where(Needs.case_id.in_(gone)))
    return len(gone)


def _needed_until(case: Case, exchange: Exchange | None, programme: Programme, today: date) -> date:
    """Give the last day of the visit, or of the case where it never came to one.

    A postponed visit without new dates keeps them; without any date the call's end counts.
    """
    visit = programme.visit(case.visit or "")
    if case.closed_at:
        return programme.today(case.closed_at)
    if visit and programme.status(visit, today) is Status.POSTPONED:
        return today
    known = visit.dates_known_on(today) if visit else None
    days = (exchange and exchange.last_on, case.last_on, known and known.last_on)
    return max((day for day in days if day), default=programme.call_of(visit).closes_on)

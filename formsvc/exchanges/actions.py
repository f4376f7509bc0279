"""Begin an exchange. Nothing here commits."""

from __future__ import annotations

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.queries import exchange_of, items_of
from formsvc.exchanges.models import Exchange
from generator.programme.programme import Programme


def begin(case: Case, programme: Programme, *, when: Moment) -> None:
    """Make the exchange of a case that is accepted, and the items that will prove it.

    A case that was opened again keeps those of its first acceptance, with what was sent for them.
    """
    visit = programme.visit(case.visit or "")
    known = visit.dates_known_on(when.on) if visit else None
    exchange = exchange_of(case) or Exchange(case_id=case.id, created_at=when.at)
    exchange.first_on = case.first_on or (known.first_on if known else None)
    exchange.last_on = case.last_on or (known.last_on if known else None)
    db.session.add(exchange)
    have = {item.slot for item in items_of(case)}
    for slot in programme.rules_of(programme.call_of(visit)).evidence:
        if slot.id not in have:
            db.session.add(EvidenceItem(case_id=case.id, slot=slot.id, changed_on=when.on))

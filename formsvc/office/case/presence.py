"""Somebody else is here: who has opened a case lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.office.models import Presence

LASTS = timedelta(minutes=15)
"""So long after opening a case somebody may still be at work on it."""
KNOWN_FOR = timedelta(minutes=1)
"""Whoever opens it again within this time is there already: nothing is written."""


def others_at(case: Case, person: Person, *, at: datetime) -> list[tuple[str, datetime]]:
    """Give name and time of the others who have opened a case lately, the newest first."""
    lately = select(Person, Presence.opened_at).join(Presence, Presence.person_id == Person.id)
    lately = lately.where(Presence.case_id == case.id, Presence.opened_at > at - LASTS)
    rows = db.session.execute(lately.order_by(Presence.opened_at.desc()))
    return [(who.name, opened_at) for who, opened_at in rows if who.id != person.id]


def is_known(case: Case, person: Person, *, at: datetime) -> bool:
    """Say whether somebody is known to be here already, so that nothing has to be written."""
    mine = db.session.get(Presence, (case.id, person.id))
    return mine is not None and mine.opened_at > at - KNOWN_FOR


def note(case: Case, person: Person, *, at: datetime) -> None:
    """Note that somebody opens a case; what is over is forgotten, so the table stays small."""
    postgres = db.session.get_bind().dialect.name == "postgresql"
    insert = (postgresql if postgres else sqlite).insert(Presence)
    here = insert.values(case_id=case.id, person_id=person.id, opened_at=at)
    key = [Presence.case_id, Presence.person_id]
    db.session.execute(here.on_conflict_do_update(index_elements=key, set_={"opened_at": at}))
    db.session.execute(delete(Presence).where(Presence.opened_at < at - LASTS))

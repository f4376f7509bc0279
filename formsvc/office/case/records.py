"""The history of one case as an auditor needs it: skeleton, hashes, and what it tells or "purged"."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.history.models import Event
from formsvc.history.verify import Found, verify
from formsvc.office.case.happened import HAPPENED, names_of
from formsvc.office.sheets import as_csv

PURGED = "purged"
COLUMNS = ("seq", "at", "programme_date", "move", "start", "end", "role", "actor", "actor_name",
           "payload", "salt", "payload_hash", "previous_hash", "hash")  # fmt: skip


@dataclass(frozen=True)
class Record:
    """One event with everything that its hash is made of."""

    event: Event
    what: str
    who: str
    """The name of the member of staff; empty for others."""

    @property
    def payload(self) -> str:
        """What it tells, as JSON, or that it is purged."""
        body = self.event.payload
        return json.dumps(body.body, ensure_ascii=False, sort_keys=True) if body else PURGED

    def values(self) -> dict[str, Any]:
        """Give the event as plain values, by `COLUMNS`; the payload as it was hashed."""
        event, body = self.event, self.event.payload
        known = {
            "seq": event.seq,
            "at": event.at.isoformat(),
            "programme_date": event.happened_on.isoformat(),
            "actor_name": self.who or None,
            "payload": body.body if body else PURGED,
            "salt": body.salt if body else None,
        }
        return {name: known[name] if name in known else getattr(event, name) for name in COLUMNS}


@dataclass(frozen=True)
class Records:
    """The chain of one case, from its first event, and whether it is whole."""

    case: Case
    lines: list[Record]
    found: Found | None

    def as_json(self) -> bytes:
        """Write it so that every hash can be computed again (docs/operators.md)."""
        said = {
            "reference": self.case.reference,
            "case_id": self.case.id,
            "verdict": str(self.found) if self.found else None,
            "events": [line.values() for line in self.lines],
        }
        return json.dumps(said, ensure_ascii=False, indent=2).encode()

    def as_csv(self) -> bytes:
        """Write it as a table for a spreadsheet."""
        rows = [{**line.values(), "payload": line.payload} for line in self.lines]
        return as_csv(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


def records_of(case: Case) -> Records:
    """Gather the chain of a case, and compute it again."""
    mine = select(Event).where(Event.case_id == case.id).order_by(Event.seq)
    names = names_of(case)
    lines = [
        Record(event, HAPPENED.get(event.move, event.move), names.get(event.actor or 0, ""))
        for event in db.session.scalars(mine.options(joinedload(Event.payload)))
    ]
    return Records(case, lines, next(iter(list(verify(case.reference))), None))

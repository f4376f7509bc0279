"""Write the history of a case."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

from sqlalchemy import delete, select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.history.models import Event, EventPayload
from formsvc.moves import Actor, Move

BEGINNING = "0" * 64


def record(
    case: Case, move: str, *, start: str, end: str, by: Actor, when: Moment, **payload: Any
) -> Event:
    """Append one event to the case's chain, inside the caller's unit of work.

    The payload must be plain JSON values.
    """
    last = _last(case)
    salt = secrets.token_hex(16)
    event = Event(
        case_id=case.id,
        seq=last.seq + 1 if last else 1,
        move=move,
        start=start,
        end=end,
        role=by.role.value,
        actor=by.number,
        at=when.at.astimezone(UTC),
        happened_on=when.on,
        payload_hash=payload_hash(salt, payload),
        previous_hash=last.hash if last else BEGINNING,
        payload=EventPayload(salt=salt, body=payload),
    )
    event.hash = skeleton_hash(event)
    db.session.add(event)
    db.session.flush()
    return event


def moved(case: Case, move: Move[State], *, by: Actor, when: Moment, **payload: Any) -> None:
    """Bring a case to the end of a move, and append the event."""
    start, case.state = case.state, move.end
    record(case, move.name, start=start.value, end=case.state.value, by=by, when=when, **payload)


def noted(case: Case, name: str, *, by: Actor, when: Moment, **payload: Any) -> None:
    """Append an event that moves nothing."""
    same = case.state.value
    record(case, name, start=same, end=same, by=by, when=when, **payload)


def purge(case: Case) -> None:
    """Erase the payloads of a case; the skeletons and their hashes stay as they are."""
    mine = select(Event.id).where(Event.case_id == case.id)
    db.session.execute(delete(EventPayload).where(EventPayload.event_id.in_(mine)))


def _last(case: Case) -> Event | None:
    newest = select(Event).where(Event.case_id == case.id).order_by(Event.seq.desc()).limit(1)
    return db.session.scalars(newest).first()


def payload_hash(salt: str, payload: dict[str, Any]) -> str:
    """Hash a payload behind its salt, so that an erased one cannot be guessed."""
    return sha256(salt + canonical(payload))


def skeleton_hash(event: Event) -> str:
    """Hash everything of an event that stays, the hash of the event before it included."""
    kept = [event.case_id, event.seq, event.move, event.start, event.end, event.role, event.actor]
    times = [event.at.isoformat(), event.happened_on.isoformat()]
    return sha256(canonical([*kept, *times, event.payload_hash, event.previous_hash]))


def canonical(value: Any) -> str:
    """Write plain values in the one way that is hashed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    """Hash a text; hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()

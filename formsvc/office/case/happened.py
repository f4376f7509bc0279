"""The history of a case in words, for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.history.models import Event
from formsvc.info_requests.pages import Changed, changes_in_words
from formsvc.moves import Role

QUIET = ("open-file", "new-link", "export-data")
"""These change nothing that a decision rests on."""
HAPPENED = {
    "confirm": "Address confirmed",
    "settle": "Open rule settled",
    "override": "Failed rule overridden",
    "check": "Rules checked",
    "decide": "Decided, not yet released",
    "take-back": "Decision taken back",
    "release-accept": "Acceptance released",
    "release-reject": "Rejection released",
    "release-waitlist": "Place on the waiting list released",
    "offer-seat": "Seat offered",
    "take-seat": "Seat taken, accepted",
    "decline-seat": "Seat declined",
    "lapse-seat": "Seat not taken in time",
    "extend-offer": "The offer of a seat runs on, because the visit has changed",
    "take-seat-back": "Offer of a seat taken back",
    "end-line": "No more seats are offered",
    "receive-evidence": "Evidence arrived",
    "accept-evidence": "Evidence accepted",
    "ask-evidence-again": "Asked for another copy",
    "open-file": "File opened",
    "withdraw": "Withdrawn",
    "new-link": "New link asked for",
    "confirm-offer": "Address confirmed",
    "accept-offer": "Offer accepted",
    "reject-offer": "Offer turned down",
    "withdraw-offer": "Offer withdrawn",
    "take-offer-away": "Page taken from the site",
    "edit": "Answers changed",
    "request-info": "Asked the applicant",
    "answer-info": "Applicant answered",
    "comment": "Comment",
    "write-applicant": "Wrote to the applicant",
    "applicant-wrote": "The applicant wrote",
    "see-answer": "Seen",
    "close-request": "Question taken back",
    "expire": "Ended without an answer",
    "reopen": "Opened again",
    "give-case": "Given to another cluster",
    "export-data": "Applicant took a copy of the data",
    "change-address": "Address changed",
    "ask-erasure": "Applicant asked for erasure",
    "refuse-erasure": "Erasure refused",
    "erase": "Data erased",
    "ask-visit-change": "Asked what to do after a change of the visit",
    "answer-visit-change": "Applicant chose after a change of the visit",
    "choose-visit": "Applicant chose another visit",
    "undo-release": "Decision undone",
    "undo-unchecked": "Decision undone",
    "undo-listed": "Decision undone",
    "ask-new-address": "Asked at another address",
    "edit-mail": "Words of a mail changed",
    "hold-mail": "Mail held",
    "send-mail": "Mail sent by hand",
    "drop-mail": "Mail never left",
}
TOLD = (
    "prepared",
    "decision",
    "given",
    "reason",
    "alone_because",
    "rule",
    "note",
    "slot",
    "name",
    "question",
    "answer",
    "subject",
    "words",
    "address",
)


@dataclass(frozen=True)
class Happened:
    """One line of history."""

    what: str
    who: str
    on: date
    at: datetime
    told: list[str]
    changed: list[Changed]
    rule: str
    """The rule that it is about, if it is about one."""


def history_of(case: Case) -> list[Happened]:
    """Give the lines of history of a case, the newest first."""
    return _in_words(case, _events(case))


def since(case: Case, seq: int) -> list[Happened]:
    """Give what has happened to a case after an event, the newest first, but for the quiet."""
    later = _events(case).where(Event.seq > seq, Event.move.not_in(QUIET))
    return _in_words(case, later, told=(*TOLD, "said"))


def names_of(case: Case) -> dict[int, str]:
    """Give the names of the members of staff in a case's history, by their numbers."""
    acting = select(Event.actor).where(Event.case_id == case.id, Event.actor.is_not(None))
    people = select(Person).where(Person.id.in_(acting))
    return {person.id: person.name for person in db.session.scalars(people)}


def _events(case: Case) -> Select[Event]:
    mine = select(Event).where(Event.case_id == case.id).order_by(Event.seq.desc())
    return mine.options(joinedload(Event.payload))


def _in_words(case: Case, events: Select[Event], told: Sequence[str] = TOLD) -> list[Happened]:
    found = list(db.session.scalars(events))
    names = names_of(case) if found else {}
    return [_happened(case, event, names, told) for event in found]


def _happened(case: Case, event: Event, names: dict[int, str], keys: Sequence[str]) -> Happened:
    body: dict[str, Any] = event.payload.body if event.payload else {}
    who = "By itself" if event.role == Role.CLOCK else event.role.capitalize()
    if event.actor is not None:
        who = names.get(event.actor, f"No. {event.actor}")
    told = [str(body[key]) for key in keys if body.get(key)]
    changed = changes_in_words(case.answers, body.get("changed") or {})
    what = HAPPENED.get(event.move, event.move)
    return Happened(
        what, who, event.happened_on, event.at, told, changed, str(body.get("rule", ""))
    )

"""The history of a case in public words: what its applicant may know of, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.history.models import Event
from formsvc.rendering import current_texts, language
from generator.look.formats import formats
from generator.programme.programme import Programme

PUBLIC_MOVES = {
    "confirm": "You confirmed your address",
    "confirm-offer": "You confirmed your address",
    "accept-offer": "We accepted the offer",
    "reject-offer": "We did not accept the offer",
    "withdraw-offer": "You withdrew the offer",
    "take-offer-away": "We took your page from the site",
    "edit": "You changed your answers",
    "request-info": "We asked you",
    "answer-info": "You answered",
    "write-applicant": "We wrote to you",
    "applicant-wrote": "You wrote to us",
    "close-request": "We took our question back",
    "check": "The rules are checked",
    "release-accept": "We accepted the candidature",
    "release-reject": "We did not accept the candidature",
    "release-waitlist": "We put the candidature on the waiting list",
    "offer-seat": "We offered you a seat",
    "take-seat": "You took the seat",
    "decline-seat": "You declined the seat",
    "lapse-seat": "The offer of a seat ended without your answer",
    "take-seat-back": "We took the offer of a seat back",
    "receive-evidence": "You sent something",
    "accept-evidence": "We accepted what you sent",
    "ask-evidence-again": "We asked for another copy",
    "withdraw": "You withdrew the candidature",
    "expire": "The candidature ended without your answer",
    "reopen": "We opened the candidature again",
    "give-case": "We gave the candidature to another office",
    "undo-release": "We took our decision back",
    "undo-unchecked": "We took our decision back",
    "undo-listed": "We took our decision back",
    "ask-visit-change": "The visit changed, and we asked you what you want",
    "answer-visit-change": "You chose what you want after the change of the visit",
    "choose-visit": "You chose another visit",
    "new-link": "A new link was asked for",
    "export-data": "You took a copy of your data",
    "change-address": "You changed your e-mail address",
    "ask-erasure": "You asked us to erase your data",
    "refuse-erasure": "We could not erase your data",
}
"""Every other move is the office's own: decisions not yet released, notes, files opened."""
TOLD = {
    "request-info": "question",
    "answer-info": "answer",
    "write-applicant": "said",
    "applicant-wrote": "said",
    "release-reject": "reason",
    "reject-offer": "reason",
    "withdraw-offer": "reason",
    "take-seat-back": "reason",
    "receive-evidence": "name",
    "ask-evidence-again": "reason",
    "withdraw": "reason",
    "reopen": "reason",
    "undo-release": "reason",
    "undo-unchecked": "reason",
    "undo-listed": "reason",
    "answer-visit-change": "said",
    "change-address": "after",
    "ask-erasure": "words",
    "refuse-erasure": "reason",
}
"""What of a move's payload its applicant reads."""


@dataclass(frozen=True)
class Told:
    """One line: when, what happened, and the words that belong to it."""

    on: date
    what: str
    words: str


def answer_by(case: Case, programme: Programme, today: date) -> str:
    """Say until when an answer comes: a day that is over is no promise any more.

    What was answered to a question waits on top, due at once; that day is for the office only.
    """
    t, f = current_texts(), formats(language())
    if case.due_on is None:
        return ""
    if case.due_on == case.waits_since_on:
        return t("The office looks at your answer next.")
    if case.due_on < today:
        return t(
            "You should have got an answer by %(day)s. Write to %(office)s and ask about it.",
            day=f.day(case.due_on), office=programme.about.contacts.office,
        )  # fmt: skip
    return t("You get an answer by %(day)s.", day=f.day(case.due_on))


def public_history(case: Case) -> list[Told]:
    """Give the lines, the newest first, in the language of the page."""
    t = current_texts()
    mine = select(Event).where(Event.case_id == case.id, Event.move.in_(PUBLIC_MOVES))
    events = mine.order_by(Event.seq.desc()).options(joinedload(Event.payload))
    return [
        Told(event.happened_on, t(PUBLIC_MOVES[event.move]), _words(event))
        for event in db.session.scalars(events)
    ]


def _words(event: Event) -> str:
    body = event.payload.body if event.payload else {}
    return str(body.get(TOLD.get(event.move, ""), ""))

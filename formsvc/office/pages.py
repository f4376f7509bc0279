"""What the pages of one case show, gathered for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.answers import FormalRequest
from formsvc.candidatures.models import Case, Consent
from formsvc.candidatures.queries import consents_of
from formsvc.candidatures.routes import Route, aim_of
from formsvc.candidatures.shown import Shown, answers_of, needs_of
from formsvc.candidatures.states import State
from formsvc.evidence import queries as evidence
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.slots import slot_of
from formsvc.evidence.states import EvidenceState
from formsvc.history.models import Event
from formsvc.host_offers.pages import answers_of as answers_of_offer
from formsvc.info_requests import queries as info_requests
from formsvc.info_requests.models import InfoRequest
from formsvc.info_requests.pages import Changed, changes_in_words
from formsvc.moves import Role
from formsvc.office import queries
from formsvc.office.chosen import Chosen
from formsvc.office.deciding import looks_for_host
from formsvc.office.queue_pages import NextCase, next_row
from formsvc.office.shown import TONES, state_of
from formsvc.outbox import undo
from formsvc.outbox.pages import MailShown, refused_mails
from formsvc.reasons import Reason, Reasons, Row
from formsvc.snapshot import current_programme
from formsvc.visit_changes.queries import change_of
from formsvc.visit_changes.words import change_in_words
from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.assess import Assessment, Effect
from generator.programme.rules import EvidenceSlot
from generator.programme.visit import Visit

EVIDENCE_TONES = {
    EvidenceState.MISSING: ("wait", "Missing"),
    EvidenceState.RECEIVED: ("info", "To look at"),
    EvidenceState.ACCEPTED: ("open", "Accepted"),
    EvidenceState.REPLACE: ("stop", "Asked again"),
}
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
    "close-request": "Question taken back",
    "expire": "Ended without an answer",
    "reopen": "Opened again",
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
    "decision",
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


@dataclass(frozen=True)
class ItemShown:
    """One item of evidence with its words, and cases that hold the same file."""

    slot: EvidenceSlot
    row: EvidenceItem
    same: dict[int, list[str]]


@dataclass(frozen=True)
class CasePage:
    """Everything about one case."""

    case: Case
    visit: Visit | None
    aim: str
    looks_for_host: str
    """Who looks for a host, where there is none yet."""
    request: FormalRequest | None
    needs: list[Shown]
    consents: list[Consent]
    """What was declared, word for word."""
    others: list[Case]
    """Cases of the same organisation that this person may see."""
    state: str
    tone: str
    answers: list[Shown]
    assessment: Assessment
    reasons: list[Reason]
    receipt: list[Row]
    items: list[ItemShown]
    asked: Sequence[InfoRequest]
    """What the applicant was asked, the newest first."""
    history: list[Happened]
    decided_by: str
    refused: list[MailShown]
    """Mails that the mail server refused."""
    change: str
    """What became of the visit since the case was sent, in words."""
    undo_until: date | None
    """The last day on which the released decision can be undone; None when it cannot."""
    next: NextCase | None
    """What follows in the list that it was opened from."""

    @property
    def before(self) -> dict[str, str]:
        """The answers before the last change, by question; only those that changed."""
        last = next((line.changed for line in self.history if line.changed), [])
        return {each.question: each.before for each in last}

    @property
    def can_be_checked(self) -> bool:
        """New, and no rule fails or is open."""
        open_lines = self.assessment.with_effect(Effect.FAIL, Effect.UNKNOWN)
        return self.case.state is State.SUBMITTED and not open_lines


@dataclass(frozen=True)
class OfferPage:
    """Everything about one offer of a host."""

    case: Case
    state: str
    tone: str
    answers: list[tuple[str, str]]
    history: list[Happened]


def case_page(case: Case, person: Person, came_from: Chosen) -> CasePage:
    """Gather the page of one case, which was opened from a list."""
    programme = current_programme()
    visit = programme.visit(case.visit or "")
    assessment = Assessment.model_validate(case.assessment)
    reasons = Reasons(programme, visit, texts("en"), formats("en"), case.to_country)
    names, asked = _names(case), info_requests.requests_of(case)
    return CasePage(
        case=case,
        visit=visit,
        aim=aim_of(case, programme, "en"),
        looks_for_host=looks_for_host(case, programme) if case.route is Route.FIND_HOST else "",
        request=case.sent_answers().formal_request(visit) if case.answers else None,
        needs=needs_of(case),
        consents=consents_of(case),
        others=list(db.session.scalars(queries.of_same_organisation(person, case))),
        state=state_of(case, answered=bool(asked and asked[0].answered_at)),
        tone="wait" if case.pending else TONES.get(case.state, "info"),
        answers=answers_of(case),
        assessment=assessment,
        reasons=reasons.of(assessment.lines),
        receipt=reasons.receipt(assessment),
        items=_items(case),
        asked=asked,
        history=_history(case, names),
        decided_by=names.get(case.decided_by or 0, ""),
        refused=refused_mails(case, person),
        change=_change(case, visit),
        undo_until=undo.last_day(case, programme, clock.today()),
        next=next_row(person, came_from, case),
    )


def offer_page(case: Case) -> OfferPage:
    """Gather the page of a host's offer."""
    names = _names(case)
    return OfferPage(
        case,
        state_of(case, answered=False),
        TONES[case.state],
        answers_of_offer(case),
        _history(case, names),
    )


def _change(case: Case, visit: Visit | None) -> str:
    today = clock.today()
    exchange = evidence.exchange_of(case)
    found = visit and change_of(case, exchange, visit, current_programme(), today)
    return change_in_words(found.kind, visit, "en", today) if visit and found else ""


def _items(case: Case) -> list[ItemShown]:
    programme = current_programme()
    found = []
    for row in evidence.items_of(case):
        same = {file.id: evidence.same_elsewhere(case, file.sha256) for file in row.files}
        slot = slot_of(case, programme, row.slot)
        if slot:
            found.append(ItemShown(slot, row, same))
    return found


def history_of(case: Case) -> list[Happened]:
    """Give the lines of history of a case, the newest first."""
    return _history(case, _names(case))


def _history(case: Case, names: dict[int, str]) -> list[Happened]:
    """Give the lines of history, the newest first."""
    events = select(Event).where(Event.case_id == case.id).order_by(Event.seq.desc())
    return [
        _happened(case, event, names)
        for event in db.session.scalars(events.options(joinedload(Event.payload)))
    ]


def _happened(case: Case, event: Event, names: dict[int, str]) -> Happened:
    body: dict[str, Any] = event.payload.body if event.payload else {}
    who = "By itself" if event.role == Role.CLOCK else event.role.capitalize()
    if event.actor is not None:
        who = names.get(event.actor, f"No. {event.actor}")
    told = [str(body[key]) for key in TOLD if body.get(key)]
    changed = changes_in_words(case.answers, body.get("changed") or {})
    what = HAPPENED.get(event.move, event.move)
    return Happened(what, who, event.happened_on, event.at, told, changed)


def _names(case: Case) -> dict[int, str]:
    acting = select(Event.actor).where(Event.case_id == case.id, Event.actor.is_not(None))
    people = select(Person).where(Person.id.in_(acting))
    return {person.id: person.name for person in db.session.scalars(people)}

"""What the office's pages show, gathered for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.answers import FormalRequest
from formsvc.candidatures.models import Case, CaseKind, Consent
from formsvc.candidatures.queries import consents_of
from formsvc.candidatures.routes import Route, aim_of
from formsvc.candidatures.shown import Shown, answers_of, needs_of
from formsvc.candidatures.states import OFFICE_NAMES, State
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
from formsvc.office.actions import looks_for_host
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

SOON = timedelta(days=3)
MOST = 500
TONES = {
    State.SUBMITTED: "info",
    State.INFO_REQUESTED: "wait",
    State.ELIGIBLE: "open",
    State.ACCEPTED: "open",
    State.REJECTED: "stop",
    State.WITHDRAWN: "held",
    State.EXPIRED: "held",
}
VIEWS = {
    "waiting": ("Waiting for you", queries.waiting_for),
    "pending": ("To release", queries.pending),
    "applicant": ("With the applicant", queries.with_applicant),
    "all": ("All", queries.newest),
}
HAPPENED = {
    "confirm": "Address confirmed",
    "settle": "Open rule settled",
    "check": "Rules checked",
    "decide": "Decided, not yet released",
    "take-back": "Decision taken back",
    "release-accept": "Acceptance released",
    "release-reject": "Rejection released",
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
    "ask-new-address": "Asked at another address",
    "edit-mail": "Words of a mail changed",
    "hold-mail": "Mail held",
    "send-mail": "Mail sent by hand",
    "drop-mail": "Mail never left",
}
TOLD = (
    "decision",
    "reason",
    "rule",
    "note",
    "slot",
    "name",
    "question",
    "answer",
    "words",
    "address",
)


@dataclass(frozen=True)
class QueueRow:
    """One case in the list."""

    case: Case
    visit: str
    state: str
    tone: str
    urgency: str
    passed: int
    open: int
    failed: int


@dataclass(frozen=True)
class QueuePage:
    """A list of cases: which view, how many, and where the next page starts."""

    view: str
    title: str
    pills: list[tuple[str, str, str]]
    """(view, name, count) of every view."""
    rows: list[QueueRow]
    words: str
    after: str | None


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
    next: Case | None

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


def queue_page(person: Person, view: str, words: str, after: str | None) -> QueuePage:
    """Gather one page of a view; the link holds view, words and place, so it can be kept."""
    title, select_cases = VIEWS[view]
    cases = queries.matching(select_cases(person), words)
    size = 50
    found = list(db.session.scalars(_after(cases, view, after, size=size + 1)))
    today, answered = clock.today(), info_requests.answered({case.id for case in found})
    return QueuePage(
        view=view,
        title=title,
        pills=[(name, label, _count(person, name)) for name, (label, _) in VIEWS.items()],
        rows=[_row(case, today, answered) for case in found[:size]],
        words=words,
        after=_key(found[size - 1], view) if len(found) > size else None,
    )


def _count(person: Person, view: str) -> str:
    count = queries.count(db.session(), VIEWS[view][1](person), most=MOST)
    return f"{MOST}+" if count > MOST else str(count)


def _after(cases: Select[Case], view: str, after: str | None, *, size: int) -> Select[Case]:
    """Cut a page by its key: (due day, number) where due days order the list, else the number."""
    if not after:
        return cases.limit(size)
    due, _, number = after.rpartition("_")
    try:
        if view == "waiting":
            last = (date.fromisoformat(due), int(number))
            return queries.page_after(cases, last, size=size)
        beyond = Case.id < int(number) if view == "all" else Case.id > int(number)
    except ValueError:  # somebody changed the link
        return cases.limit(size)
    return cases.where(beyond).limit(size)


def _key(case: Case, view: str) -> str:
    return f"{case.due_on}_{case.id}" if view == "waiting" else f"_{case.id}"


def _row(case: Case, today: date, answered: set[int]) -> QueueRow:
    effects = [line["effect"] for line in case.assessment.get("lines", ())]
    return QueueRow(
        case=case,
        visit=_to(case),
        state=_state(case, answered=case.id in answered),
        tone="wait" if case.pending else TONES.get(case.state, "info"),
        urgency=_urgency(case, today),
        passed=sum(effect not in ("fail", "unknown") for effect in effects),
        open=effects.count("unknown"),
        failed=effects.count("fail"),
    )


def _to(case: Case) -> str:
    if case.kind is CaseKind.HOST_OFFER:
        return "Offers to host"
    visit = current_programme().visit(case.visit or "")
    return str(visit.short_title) if visit else aim_of(case, current_programme(), "en")


def _state(case: Case, *, answered: bool) -> str:
    if case.erased_on or case.erasure_asked_on:
        return "Erased" if case.erased_on else "Wants erasure"
    if case.pending:
        return f"To release: {case.decision}"
    if case.kind is CaseKind.HOST_OFFER and case.waits_for and case.state is State.WITHDRAWN:
        return "Take the page away"
    if case.state is State.SUBMITTED and answered:
        return "Answered"
    if case.state is State.ACCEPTED and case.waits_for is Role.OFFICER:
        return "Evidence arrived"
    return OFFICE_NAMES[case.state]


def _urgency(case: Case, today: date) -> str:
    if case.due_on is None or case.waits_for is Role.APPLICANT:
        return ""
    return "urgent" if case.due_on <= today else "soon" if case.due_on <= today + SOON else ""


def case_page(case: Case, person: Person) -> CasePage:
    """Gather the page of one case."""
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
        state=_state(case, answered=bool(asked and asked[0].answered_at)),
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
        next=_next(case, person),
    )


def offer_page(case: Case) -> OfferPage:
    """Gather the page of a host's offer."""
    names = _names(case)
    return OfferPage(
        case,
        _state(case, answered=False),
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


def _next(case: Case, person: Person) -> Case | None:
    """Give the next case that waits for this person."""
    waiting = queries.waiting_for(person).where(Case.id != case.id).limit(1)
    return db.session.scalars(waiting).first()


EVIDENCE_TONES = {
    EvidenceState.MISSING: ("wait", "Missing"),
    EvidenceState.RECEIVED: ("info", "To look at"),
    EvidenceState.ACCEPTED: ("open", "Accepted"),
    EvidenceState.REPLACE: ("stop", "Asked again"),
}

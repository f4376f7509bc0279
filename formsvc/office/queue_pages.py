"""What the queue shows, gathered for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.info_requests import queries as info_requests
from formsvc.moves import Role
from formsvc.office import queries
from formsvc.office.shown import TONES, aim_in_short, state_of

SOON = timedelta(days=3)
MOST = 500
VIEWS = {
    "waiting": ("Waiting for you", queries.waiting_for),
    "pending": ("To release", queries.pending),
    "applicant": ("With the applicant", queries.with_applicant),
    "all": ("All", queries.newest),
}


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
        visit=aim_in_short(case),
        state=state_of(case, answered=case.id in answered),
        tone="wait" if case.pending else TONES.get(case.state, "info"),
        urgency=_urgency(case, today),
        passed=sum(effect not in ("fail", "unknown") for effect in effects),
        open=effects.count("unknown"),
        failed=effects.count("fail"),
    )


def _urgency(case: Case, today: date) -> str:
    if case.due_on is None or case.waits_for is Role.APPLICANT:
        return ""
    return "urgent" if case.due_on <= today else "soon" if case.due_on <= today + SOON else ""

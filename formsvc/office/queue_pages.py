"""What the queue shows, gathered for its template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.candidatures.search_index import holding
from formsvc.info_requests import queries as info_requests
from formsvc.moves import Role
from formsvc.office import paging
from formsvc.office.chosen import Chosen, looked_for
from formsvc.office.facets import FACETS, SOON, Choices
from formsvc.office.queries import VIEWS
from formsvc.office.shown import TONES, aim_in_short, state_of
from formsvc.snapshot import current_programme

SIZE, MOST = 50, 500
"""Cases on a page; a count stops above the most."""


@dataclass(frozen=True)
class QueueRow:
    """One case in the list."""

    case: Case
    place: str
    """This choice and the place of the case in it, for the link of its page."""
    visit: str
    state: str
    tone: str
    urgency: str
    passed: int
    open: int
    failed: int


@dataclass(frozen=True)
class NextCase:
    """The case that follows, and its place as in `QueueRow`."""

    case: Case
    place: str


@dataclass(frozen=True)
class Field:
    """A facet in the form of filters: what is offered, and what is chosen."""

    name: str
    label: str
    choices: Choices
    value: str

    @property
    def said(self) -> str:
        """Give the chosen value in words; a slug that is in no list any more stays as it is."""
        return dict(self.choices).get(self.value, self.value)

    @property
    def is_gone(self) -> bool:
        """The chosen value is in no list any more."""
        return bool(self.value) and self.value not in dict(self.choices)


@dataclass(frozen=True)
class QueuePage:
    """A list of cases: what is chosen, how many there are, and where the next page starts."""

    chosen: Chosen
    pills: list[tuple[str, str, str]]
    """(view, name, count) of every view."""
    fields: list[Field]
    rows: list[QueueRow]
    found: str
    """How many cases the choice keeps: "37", or "500+"."""
    after: str | None

    @property
    def title(self) -> str:
        """Give the title of the view."""
        return self.chosen.of_view.title

    @property
    def filtered(self) -> list[Field]:
        """Give the fields in which something is chosen."""
        return [field for field in self.fields if field.value]


def queue_page(person: Person, chosen: Chosen) -> QueuePage:
    """Gather one page of what is chosen, with a fixed number of queries."""
    counts = _counts(person, chosen)
    found = list(db.session.scalars(_page(person, chosen, chosen.place, size=SIZE + 1)))
    today, answered = clock.today(), info_requests.answered({case.id for case in found})
    return QueuePage(
        chosen=chosen,
        pills=[(name, view.title, counts[name]) for name, view in VIEWS.items()],
        fields=_fields(person, chosen),
        rows=[_row(case, chosen, today, answered) for case in found[:SIZE]],
        found=counts["found"],
        after=chosen.order.place(found[SIZE - 1]) if len(found) > SIZE else None,
    )


def next_row(person: Person, chosen: Chosen, case: Case) -> NextCase | None:
    """Give what follows in a choice, or its first case after the last; never this one.

    The choice's place is where this case stood when it was opened: a decided case has moved on.
    """
    for place in dict.fromkeys((chosen.place, None)):
        for following in db.session.scalars(_page(person, chosen, place, size=2)):
            if following.id != case.id:
                return NextCase(following, chosen.at(chosen.order.place(following)))
    return None


def all_cases(person: Person, chosen: Chosen, *, at_once: int = 500) -> Iterator[Case]:
    """Give every case of a choice, some at a time, so that a long list needs no memory."""
    place = chosen.order.place_in(None)
    while some := list(db.session.scalars(_page(person, chosen, place, size=at_once))):
        place = chosen.order.place_in(chosen.order.place(some[-1]))
        yield from some


def _page(person: Person, chosen: Chosen, place: paging.Place | None, *, size: int) -> Select[Case]:
    if chosen.words:
        cases, session = _found(person, chosen), db.session()
        return paging.page_of_found(cases, looked_for(chosen), place, session, size=size)
    return paging.page(_parts(person, chosen), chosen.order, place, size=size)


def _parts(person: Person, chosen: Chosen) -> list[Select[Case]]:
    kept = chosen.keeps(clock.today())
    return [part.where(*kept) for part in chosen.of_view.parts(person)]


def _found(person: Person, chosen: Chosen) -> Select[Case]:
    """Select what a search looks among: in one part, since its index serves all of them."""
    return chosen.of_view.whole(person).where(*chosen.keeps(clock.today()))


def _counts(person: Person, chosen: Chosen) -> dict[str, str]:
    """Count every view, and what is chosen, in one query."""
    parts = {name: view.parts(person) for name, view in VIEWS.items()}
    parts["found"] = _parts(person, chosen)
    if chosen.words:
        parts["found"] = [holding(_found(person, chosen), looked_for(chosen), db.session())]
    counts: list[Any] = [paging.counted(some, MOST).label(name) for name, some in parts.items()]
    row: Row[Any] = db.session.execute(select(*counts)).one()
    return {name: f"{MOST}+" if n > MOST else str(n) for name, n in row._mapping.items()}


def _fields(person: Person, chosen: Chosen) -> list[Field]:
    programme = current_programme()
    offered = ((each, each.choices(person, programme)) for each in FACETS)
    return [
        Field(each.name, each.label, choices, chosen.filters.get(each.name, ""))
        for each, choices in offered
        if len(choices) > 1 or each.name in chosen.filters or each.name == "rules"
    ]


def _row(case: Case, chosen: Chosen, today: date, answered: set[int]) -> QueueRow:
    effects = [line["effect"] for line in case.assessment.get("lines", ())]
    return QueueRow(
        case=case,
        place=chosen.at(chosen.order.place(case)),
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

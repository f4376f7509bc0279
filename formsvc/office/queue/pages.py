"""What the queue shows, gathered for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case
from formsvc.info_requests import queries as info_requests
from formsvc.moves import Role
from formsvc.office.case.shown import TONES, aim_in_short, state_of
from formsvc.office.queries import VIEWS
from formsvc.office.queue.chosen import Chosen
from formsvc.office.queue.facets import FACETS, SOON, Choices
from formsvc.office.queue.listed import FEW, MOST, Counts, Listed, counts_of
from formsvc.snapshot import current_programme

SIZE = 50
"""Cases on a page."""


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
    """How many cases the choice keeps: "37", "500+"; of a search "50+"."""
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
    counts = counts_of(person, chosen)
    listed = Listed(person, chosen, among_few=counts.read <= FEW)
    found = list(db.session.scalars(listed.page(chosen.place, size=SIZE + 1)))
    today, answered = clock.today(), info_requests.answered({case.id for case in found})
    return QueuePage(
        chosen=chosen,
        pills=[(name, view.title, _said(counts.views[name])) for name, view in VIEWS.items()],
        fields=_fields(person, chosen),
        rows=[_row(case, chosen, today, answered) for case in found[:SIZE]],
        found=_found(chosen, len(found), counts),
        after=chosen.order.place(found[SIZE - 1]) if len(found) > SIZE else None,
    )


def _found(chosen: Chosen, on_page: int, counts: Counts) -> str:
    """Say how many cases there are; a search is not counted beyond its page."""
    if on_page <= SIZE and not chosen.after:
        return str(on_page)
    return f"{SIZE}+" if chosen.words else counts.said(at_least=SIZE)


def _said(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)


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

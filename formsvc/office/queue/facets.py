"""What the queue can be filtered by: each facet with its choices and the cases that it keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement

from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import OFFICE_NAMES, UNCONFIRMED
from formsvc.moves import Role
from formsvc.rendering import current_texts
from generator.look.formats import Formats, formats
from generator.look.words import Words
from generator.programme.countries import COSME, IN_TABLE_NOT_COSME
from generator.programme.programme import Programme
from generator.programme.vocabularies import OrganisationType

Choices = Sequence[tuple[str, str]]
"""What stands in the link, and the words for it."""
SOON = timedelta(days=3)
SLUG = re.compile(r"[A-Za-z0-9-]{1,100}")
NONE = "none"
KINDS = (
    (Route.VISIT.value, "Joins a visit"),
    (Route.OWN.value, "Own exchange"),
    (Route.FIND_HOST.value, "Looks for a host"),
    (CaseKind.HOST_OFFER.value, "Offers to host"),
)
WAITS = (
    (Role.OFFICER.value, "An officer"),
    (Role.COORDINATOR.value, "The coordinator"),
    (Role.APPLICANT.value, "The applicant"),
    (NONE, "Nobody"),
)


@dataclass(frozen=True)
class Facet:
    """One thing to filter by. An open facet also takes a slug that is in no list any more."""

    name: str
    label: str
    choices: Callable[[Person, Programme], Choices]
    keeps: Callable[[str, date], ColumnElement[bool]]
    open: bool = False

    def takes(self, value: str, person: Person, programme: Programme) -> bool:
        """Say whether a link may hold this value."""
        if self.open:
            return SLUG.fullmatch(value) is not None
        return value in dict(self.choices(person, programme))


def _states(_person: Person, _programme: Programme) -> Choices:
    return [(s.value, name) for s, name in OFFICE_NAMES.items() if s not in UNCONFIRMED]


def _visits(_person: Person, programme: Programme) -> Choices:
    return _sorted((visit.slug, str(visit.short_title)) for visit in programme.visits)


def _clusters(person: Person, programme: Programme) -> Choices:
    """An officer chooses among the own clusters only."""
    everywhere = person.holds(Role.COORDINATOR, Role.AUDITOR)
    seen = [c for c in programme.clusters if everywhere or c.slug in person.clusters]
    named = _sorted((cluster.slug, cluster.label) for cluster in seen)
    return [*named, (NONE, "Without a cluster")] if everywhere else named


def _types(_person: Person, programme: Programme) -> Choices:
    words = Words(current_texts(), formats("en"), date.min)
    return [(kind.value, words.visitor(kind)) for kind in OrganisationType]


def _countries(_person: Person, _programme: Programme) -> Choices:
    f = formats("en")
    return _sorted((code, f.country(code)) for code in COSME | IN_TABLE_NOT_COSME)


def _languages(_person: Person, programme: Programme) -> Choices:
    return [(code, formats("en").language_name(code)) for code in programme.site.languages]


def _always(*choices: tuple[str, str]) -> Callable[[Person, Programme], Choices]:
    return lambda _person, _programme: choices


def _sorted(choices: object) -> Choices:
    return sorted(choices, key=lambda choice: Formats.order(choice[1]))  # type: ignore[call-overload, no-any-return]


def _is_kind(value: str, _today: date) -> ColumnElement[bool]:
    if value == CaseKind.HOST_OFFER.value:
        return Case.kind == CaseKind.HOST_OFFER
    return (Case.kind == CaseKind.CANDIDATURE) & (Case.route == Route(value))


def _is_due(value: str, today: date) -> ColumnElement[bool]:
    if value == "late":
        return Case.due_on < today
    return Case.due_on.between(today, today + SOON)


def _waits(value: str, _today: date) -> ColumnElement[bool]:
    return Case.waits_for.is_(None) if value == NONE else Case.waits_for == Role(value)


def _of_cluster(value: str, _today: date) -> ColumnElement[bool]:
    return Case.cluster.is_(None) if value == NONE else Case.cluster == value


FACETS = (
    Facet("state", "State", _states, lambda value, _: Case.state == value),
    Facet("visit", "Visit", _visits, lambda value, _: Case.visit == value, open=True),
    Facet("due", "Due", _always(("late", "Late"), ("soon", "In the next days")), _is_due),
    Facet("waits", "Waits for", _always(*WAITS), _waits),
    Facet("rules", "Rules", _always(("open", "Some are open")), lambda _, __: Case.open_rules > 0),
    Facet("kind", "Way", _always(*KINDS), _is_kind),
    Facet("type", "Visitor", _types, lambda value, _: Case.visitor_type == value),
    Facet("country", "From", _countries, lambda value, _: Case.country == value, open=True),
    Facet("cluster", "Cluster", _clusters, _of_cluster, open=True),
    Facet("language", "Language", _languages, lambda value, _: Case.language == value),
)

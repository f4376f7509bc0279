"""The three ways to apply, and where a candidature wants to go, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.programme import Programme

if TYPE_CHECKING:
    from formsvc.candidatures.models import Case

Kept = Mapping[str, Any]
"""Answers as they were typed, by the name of the question."""
NOTHING: Kept = {}
WAITLIST, DROP = "waitlist", "drop"
"""What holds when no seat is left."""


class Route(StrEnum):
    """How somebody wants to go."""

    VISIT = "visit"
    """Join a predefined visit."""
    OWN = "own"
    """An exchange of one's own, with hosts that the applicant has chosen."""
    FIND_HOST = "find-host"
    """No host yet: the reference cluster looks for one."""


def route_of(answers: Kept) -> Route:
    """Give the route of typed answers; a draft without one joins a visit."""
    known = {each.value: each for each in Route}
    return known.get(str(answers.get("route", "")), Route.VISIT)


def host_names(slugs: Iterable[str], programme: Programme, other: str = "") -> list[str]:
    """Give the names of chosen hosts; a host that left the directory keeps its short name."""
    found = [(slug, programme.host(slug)) for slug in slugs]
    names = [host.name if host else slug for slug, host in found]
    return [*names, other] if other else names


def aim_of(case: Case, programme: Programme, language: str) -> str:
    """Say in a few words where a sent case goes: the visit, or its hosts and their country."""
    if case.route is Route.VISIT:
        visit = programme.visit(case.visit or "")
        return visit.title.say(language).words if visit else ""
    t, f = texts(language), formats(language)
    country = f.country(case.to_country) if case.to_country else ""
    if case.route is Route.FIND_HOST:
        return t("a host still to be found (%(country)s)", country=country or t("any country"))
    names = ", ".join(host_names(case.hosts, programme, case.answers.get("other_host", "")))
    return f"{names} ({country})"

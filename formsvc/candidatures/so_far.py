"""What the rules say of a draft so far: only of questions that have an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from formsvc.candidatures.routes import Route, route_of
from formsvc.candidatures.steps import FIELDS_OF_RULE
from formsvc.forms import TRISTATE
from generator.programme.assess import Assessment, Effect, Facts, Line
from generator.programme.countries import ISO_3166
from generator.programme.dates import working_days
from generator.programme.programme import Programme
from generator.programme.rules import RuleId
from generator.programme.visit import Visit
from generator.programme.vocabularies import Membership, OrganisationType

ASKED_BY = {
    **FIELDS_OF_RULE,
    RuleId.DAYS_USUAL: ("last_on", "wished_days"),
    RuleId.HALVED_DAYS: ("last_on", "wished_days"),
    RuleId.HALVED_DISTANCE: ("near",),
    RuleId.RESIDENCE_183: ("travellers",),
}
"""The questions after whose answer a rule can be said; the others can be said at once."""


def so_far(
    answers: Mapping[str, Any], programme: Programme, visit: Visit | None, today: date
) -> Assessment:
    """Assess what is answered; every question still open is taken kindly and its line left out."""
    whole = programme.assess(_facts(answers, programme, visit, today), visit)
    lines = tuple(line for line in whole.lines if _said(line, answers, visit, today))
    return whole.model_copy(update={"lines": lines})


def failed(
    names: set[str],
    answers: Mapping[str, Any],
    programme: Programme,
    visit: Visit | None,
    today: date,
) -> dict[str, Line]:
    """Give the failed rules whose question is among `names`, by question."""
    lines = so_far(answers, programme, visit, today).with_effect(Effect.FAIL)
    here = [(name, line) for line in lines for name in FIELDS_OF_RULE.get(line.rule, ())]
    found: dict[str, Line] = {}
    for name, line in here:
        if name in names and line not in found.values():
            found.setdefault(name, line)
    return found


def _said(line: Line, answers: Mapping[str, Any], visit: Visit | None, today: date) -> bool:
    asked = ASKED_BY.get(line.rule)
    if asked is None:
        return True
    online = visit is not None and visit.is_online(today)
    if online and {"last_on", "near"} & set(asked):
        return True
    return any(answers.get(name) for name in asked)


def _facts(
    answers: Mapping[str, Any], programme: Programme, visit: Visit | None, today: date
) -> Facts:
    kinds = {each.value: each for each in OrganisationType}
    kind = kinds.get(answers.get("visitor_type", ""), OrganisationType.SME)
    country, to = answers.get("country"), visit.country if visit else answers.get("to")
    elsewhere = "IT" if to != "IT" else "CZ"
    first_on, last_on = _day(answers.get("first_on")), _day(answers.get("last_on"))
    both = first_on and last_on
    return Facts(
        seat=country if country in ISO_3166 else elsewhere,
        to=to if to in ISO_3166 else None,
        host=route_of(answers) is not Route.FIND_HOST,
        visitor_type=kind,
        days=_days(answers) or programme.stay_days(visit, kind),
        first_on=first_on if both else None,
        last_on=last_on if both else None,
        near=_three(answers, "near", kindly=False),
        online=visit is not None and visit.is_online(today),
        visited_before=_three(answers, "visited_before", kindly=False),
        cluster=_membership(answers.get("cluster")),
        small_enough=_three(answers, "small_enough", kindly=True),
        residence="travellers" not in answers or bool(answers.get("residence")),
    )  # fmt: skip


def _days(answers: Mapping[str, Any]) -> int | None:
    """Count the working days that are answered; None while they are not."""
    first_on, last_on = _day(answers.get("first_on")), _day(answers.get("last_on"))
    if first_on and last_on and route_of(answers) is not Route.FIND_HOST:
        return working_days(first_on, last_on)
    wished = str(answers.get("wished_days", ""))
    return int(wished) if re.fullmatch(r"[0-9]{1,3}", wished) else None


def _three(answers: Mapping[str, Any], name: str, *, kindly: bool) -> bool | None:
    return TRISTATE.get(answers.get(name) or "", kindly)


def _membership(cluster: Any) -> Membership:
    outside = {each.value: each for each in Membership if each is not Membership.PARTNER}
    return outside.get(cluster or "", Membership.PARTNER)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None

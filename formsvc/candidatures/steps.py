"""The steps of a candidature as data, and how typed answers become checked ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectMultipleField

from formsvc.candidatures.answers import Answers
from formsvc.candidatures.forms import (
    DeclarationsForm,
    OrganisationForm,
    PeopleForm,
    PurposeForm,
    StepForm,
)
from formsvc.candidatures.models import NEEDS
from formsvc.candidatures.routes import Route, route_of
from formsvc.candidatures.stay_forms import CountryForm, FindHostForm, OwnStayForm, StayForm
from formsvc.forms import TRISTATE, kept_fields
from generator.programme.programme import Programme
from generator.programme.rules import RuleId
from generator.programme.visit import Visit

Typed = str | list[str]
"""One answer as it was typed; a question with several ticks has several."""


@dataclass(frozen=True)
class Step:
    """One page of questions."""

    name: str
    label: str
    title: str
    form: type[StepForm]


FIRST = Step("organisation", "Organisation", "Who are you?", OrganisationForm)
PEOPLE = Step("people", "People", "Who travels?", PeopleForm)
PURPOSE = Step("purpose", "Purpose", "What is the visit for?", PurposeForm)
DECLARATIONS = Step("declarations", "Declarations", "What do you declare?", DeclarationsForm)
WAYS = {
    Route.VISIT: (Step("stay", "Stay", "When do you come?", StayForm),),
    Route.OWN: (
        Step("country", "Country", "Where do you want to go?", CountryForm),
        Step("stay", "Hosts and days", "Which hosts, and when?", OwnStayForm),
    ),
    Route.FIND_HOST: (Step("stay", "Host", "Help to find a host", FindHostForm),),
}
"""Where and when, on each route."""
CHECK = "check"
CHECK_LABEL = "Check and send"

FIELDS_OF_RULE = {
    RuleId.COUNTRY_DIFFERENT: ("to", "country"),
    RuleId.COUNTRY_COSME: ("to", "country"),
    RuleId.TYPE_VISITOR: ("visitor_type",),
    RuleId.SME_SIZE: ("small_enough",),
    RuleId.CLUSTER_MEMBER: ("cluster",),
    RuleId.ONCE: ("visited_before",),
    RuleId.DAYS_MIN: ("last_on", "wished_days"),
    RuleId.DAYS_MAX: ("last_on", "wished_days"),
    RuleId.DAYS_CONSECUTIVE: ("last_on",),
}
"""The questions that an answer to a failed rule belongs to; the first on the page gets it."""


def steps_of(answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """Give the steps of a draft, in order; where and when depend on its route."""
    return (FIRST, PEOPLE, *WAYS[route_of(answers)], PURPOSE, DECLARATIONS)


def named(name: str, answers: Mapping[str, Any]) -> Step | None:
    """Give a step of a draft by its name."""
    return next((step for step in steps_of(answers) if step.name == name), None)


def after(name: str, answers: Mapping[str, Any]) -> str:
    """Give the name of the next step."""
    names = [step.name for step in steps_of(answers)]
    place = names.index(name) + 1
    return names[place] if place < len(names) else CHECK


def before(name: str, answers: Mapping[str, Any]) -> str | None:
    """Give the name of the step before; None at the first."""
    names = [step.name for step in steps_of(answers)]
    place = names.index(name)
    return names[place - 1] if place else None


def typed(form: StepForm) -> dict[str, Typed]:
    """Give what was typed into a step, right or not; what cannot be read is not kept."""
    return {field.short_name: _typed(field) for field in kept_fields(form)}


def _typed(field: Field) -> Typed:
    raw = [str(each) for each in field.raw_data or ()]
    if isinstance(field, SelectMultipleField):
        return raw
    return raw[0] if raw else ""


def filled(step: Step, answers: Mapping[str, Any], programme: Programme, visit: Visit | None,
           today: date) -> StepForm:  # fmt: skip
    """Give a step's form with the answers kept so far, checked."""
    form = step.form.of(answers)
    form.ask(programme, visit, today, answers)
    form.validate()
    return form


def missing(answers: Mapping[str, Any], programme: Programme, visit: Visit | None, today: date
            ) -> list[tuple[Step, str, str]]:  # fmt: skip
    """Give (step, field, words) for every answer that is missing or wrong."""
    return [
        (step, field, words)
        for step in steps_of(answers)
        for field, words in filled(step, answers, programme, visit, today).shown_errors()
    ]


def checked(
    answers: Mapping[str, Any], programme: Programme, visit: Visit | None, today: date
) -> Answers:
    """Give the answers of complete steps as typed values."""
    return _values(
        answers, [filled(step, answers, programme, visit, today) for step in steps_of(answers)]
    )


def complete(
    answers: Mapping[str, Any], programme: Programme, visit: Visit | None, today: date
) -> Answers | None:
    """Give the answers as typed values, or None while one is missing or wrong."""
    kept = MultiDict(answers)  # once for all steps
    forms = [filled(step, kept, programme, visit, today) for step in steps_of(answers)]
    return None if any(form.shown_errors() for form in forms) else _values(answers, forms)


def _values(answers: Mapping[str, Any], forms: list[StepForm]) -> Answers:
    values: dict[str, Any] = {"route": route_of(answers)}
    for form in forms:
        values |= form.data
    for name in ("small_enough", "visited_before", "near"):
        values[name] = TRISTATE.get(values.get(name) or "unsure")
    asked = {name: value for name, value in values.items() if value != "" and name not in NEEDS}
    return Answers.model_validate(asked)

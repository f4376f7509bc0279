"""The steps of a candidature as data, and how typed answers become checked ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from formsvc.candidatures.answers import Answers
from formsvc.candidatures.forms import (
    OrganisationForm,
    PeopleForm,
    PurposeForm,
    StayForm,
    StepForm,
)
from formsvc.forms import TRISTATE, kept_fields
from generator.programme.programme import Programme
from generator.programme.rules import RuleId
from generator.programme.visit import Visit


@dataclass(frozen=True)
class Step:
    """One page of questions."""

    name: str
    label: str
    title: str
    form: type[StepForm]


STEPS = (
    Step("organisation", "Organisation", "Who are you?", OrganisationForm),
    Step("people", "People", "Who travels?", PeopleForm),
    Step("stay", "Stay", "When do you come?", StayForm),
    Step("purpose", "Purpose", "What is the visit for?", PurposeForm),
)
CHECK = "check"
CHECK_LABEL = "Check and send"
BY_NAME = {step.name: step for step in STEPS}

FIELD_OF_RULE = {
    RuleId.COUNTRY_DIFFERENT: "country",
    RuleId.COUNTRY_COSME: "country",
    RuleId.TYPE_VISITOR: "visitor_type",
    RuleId.SME_SIZE: "small_enough",
    RuleId.CLUSTER_MEMBER: "cluster",
    RuleId.ONCE: "visited_before",
    RuleId.DAYS_MIN: "last_on",
    RuleId.DAYS_MAX: "last_on",
    RuleId.DAYS_CONSECUTIVE: "last_on",
}
"""The question that an answer to a failed rule belongs to."""


def after(name: str) -> str:
    """Give the name of the next step."""
    names = [step.name for step in STEPS]
    place = names.index(name) + 1
    return names[place] if place < len(names) else CHECK


def typed(form: StepForm) -> dict[str, str]:
    """Give what was typed into a step, right or not; what cannot be read is not kept."""
    return {
        field.short_name: str(field.raw_data[0]) if field.raw_data else ""
        for field in kept_fields(form)
    }


def filled(step: Step, answers: Mapping[str, Any], programme: Programme, visit: Visit,
           today: date) -> StepForm:  # fmt: skip
    """Give a step's form with the answers kept so far, checked."""
    form = step.form(MultiDict(answers), meta={"csrf": False})
    form.ask(programme, visit, today)
    form.validate()
    return form


def missing(answers: Mapping[str, Any], programme: Programme, visit: Visit, today: date
            ) -> list[tuple[Step, str, str]]:  # fmt: skip
    """Give (step, field, words) for every answer that is missing or wrong."""
    return [
        (step, field, words)
        for step in STEPS
        for field, words in filled(step, answers, programme, visit, today).shown_errors()
    ]


def checked(answers: Mapping[str, Any], programme: Programme, visit: Visit, today: date) -> Answers:
    """Give the answers of complete steps as typed values."""
    return _values([filled(step, answers, programme, visit, today) for step in STEPS])


def complete(
    answers: Mapping[str, Any], programme: Programme, visit: Visit, today: date
) -> Answers | None:
    """Give the answers as typed values, or None while one is missing or wrong."""
    forms = [filled(step, answers, programme, visit, today) for step in STEPS]
    return None if any(form.shown_errors() for form in forms) else _values(forms)


def _values(forms: list[StepForm]) -> Answers:
    values: dict[str, Any] = {}
    for form in forms:
        values |= form.data
    for name in ("small_enough", "visited_before", "near"):
        values[name] = TRISTATE.get(values.get(name) or "unsure")
    return Answers.model_validate({name: value for name, value in values.items() if value != ""})

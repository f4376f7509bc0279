"""The questions of the form that a request opens, and what an answer to them changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field

from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import NEEDS
from formsvc.candidatures.steps import Step, Typed, steps_of
from formsvc.forms import TRISTATE
from generator.programme.programme import Programme
from generator.programme.visit import Visit

NEVER = ("csrf_token", "email", "declared", *NEEDS)
"""The address is proved by a link and has a way of its own to change; what was declared stands, and
diet and access needs are kept apart from the answers."""
TOGETHER = {"visitor_type": "small_enough", "cluster": "other_cluster", "first_on": "last_on"}
"""What the answer to one question can make wrong in another, so that both are open."""


@dataclass(frozen=True)
class Opened:
    """The open questions of one step, with what was answered or typed."""

    step: Step
    fields: list[Field]


def askable(
    answers: Mapping[str, Any], programme: Programme, visit: Visit | None, today: date
) -> list[tuple[Step, list[Field]]]:
    """Give the questions that may be asked again, by step."""
    return [
        (each.step, [field for field in each.fields if field.short_name not in NEVER])
        for each in _steps({"route": answers.get("route")}, programme, visit, today)
    ]


def with_company(names: Iterable[str]) -> list[str]:
    """Add to the named questions those that their answers can make wrong."""
    wanted = dict.fromkeys(names)
    return list(wanted | {TOGETHER[name]: None for name in wanted if name in TOGETHER})


def open_questions(
    names: Iterable[str],
    answers: Mapping[str, Any],
    programme: Programme,
    visit: Visit | None,
    today: date,
    sent: MultiDict[str, str] | None = None,
) -> list[Opened]:
    """Give the named questions as the form asks them, checked when something was sent.

    Everything else that was sent is ignored here; the questions around them keep their answers,
    because one answer may be checked against another.
    """
    wanted = set(names) - set(NEVER)
    found = _steps(answers, programme, visit, today, wanted, sent)
    mine = [Opened(e.step, [f for f in e.fields if f.short_name in wanted]) for e in found]
    return [each for each in mine if each.fields]


def _steps(
    answers: Mapping[str, Any],
    programme: Programme,
    visit: Visit | None,
    today: date,
    wanted: Iterable[str] = (),
    sent: MultiDict[str, str] | None = None,
) -> list[Opened]:
    found = []
    for step in steps_of(answers):
        blank = step.form(formdata=None, meta={"csrf": False})
        typed = MultiDict(typed_again(blank, answers))
        if sent is not None:
            for name in wanted:
                typed.setlist(name, sent.getlist(name))
        form = step.form.of(typed)
        form.ask(programme, visit, today, answers)
        if sent is not None:
            form.validate()
        found.append(Opened(step, list(form)))
    return found


def typed_again(form: Iterable[Field], answers: Mapping[str, Any]) -> dict[str, Typed]:
    """Give checked answers as somebody would type them into a step."""
    words = {answer: word for word, answer in TRISTATE.items()}
    kept: dict[str, Typed] = {}
    for field in form:
        value = answers.get(field.short_name)
        if isinstance(field, BooleanField):
            kept |= {field.short_name: "y"} if value else {}
        elif isinstance(value, bool) or (value is None and field.type == "RadioField"):
            kept[field.short_name] = words[value]
        elif isinstance(value, list):
            kept[field.short_name] = [str(each) for each in value]
        elif value is not None:
            kept[field.short_name] = str(value)
    return kept


def renewed(answers: Answers, questions: Iterable[Opened]) -> Answers:
    """Give the answers with what was sent for the open questions."""
    values = {field.short_name: _value(field) for each in questions for field in each.fields}
    kept = {**answers.model_dump(mode="json"), **values}
    return Answers.model_validate({name: value for name, value in kept.items() if value != ""})


def _value(field: Field) -> Any:
    three = {choice.value for choice in getattr(field, "choices", None) or ()} == set(TRISTATE)
    return TRISTATE[field.data or "unsure"] if three else field.data


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give [old, new] of every answer that differs, as plain values."""
    names = sorted({*before, *after})
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def said(field: Field) -> str:
    """Give what was typed or chosen, as a person reads it."""
    picked = field.data if isinstance(field.data, list) else [field.data]
    choices = getattr(field, "choices", None) or ()
    chosen = [str(choice.label) for choice in choices if choice.value in picked]
    return ", ".join(chosen or [str(each) for each in field.raw_data or ()])

"""Two answers to one question side by side: kept there and typed here. A person looks, or chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField

from formsvc import clock
from formsvc.candidatures.forms import StepForm
from formsvc.candidatures.keeping import Clash, Seen
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.candidatures.steps import Step, Typed, filled, typed
from formsvc.drafts.edits import last_day, sent_as_typed, typed_of
from formsvc.rendering import current_texts
from formsvc.snapshot import current_programme
from generator.programme.visit import Visit


@dataclass(frozen=True)
class ClashRow:
    """One answer that was changed on another device: the question, and both answers in words."""

    clash: Clash
    question: str
    there: str
    here: str


def clash(
    case: Case, step: Step, form: StepForm, visit: Visit | None, found: Sequence[Clash]
) -> dict[str, Any]:
    """Gather the page that shows what was changed on another device, to choose from.

    Everything typed travels on in hidden fields.
    """
    kept = typed_of(case)
    there = filled(step, kept, current_programme(), visit, clock.today())
    return {
        "step": step,
        "form": form,
        "visit": visit,
        "case": case,
        "route": case.route,
        "seen": Seen.of(kept, typed(form)),
        "rows": [ClashRow(each, *_both(form, there, each.name)) for each in found],
        "typed": typed(form),
    }


def not_kept(case: Case, step: Step, form: StepForm, visit: Visit | None) -> dict[str, Any]:
    """Gather what was typed into a step after the candidature was sent, beside what was sent."""
    programme, today, kept = current_programme(), clock.today(), sent_as_typed(case)
    there = filled(step, kept, programme, visit, today)
    late = [
        Clash(name, kept.get(name, ""), here, only_there=False)
        for name, here in typed(form).items()
        if not _same(kept.get(name, ""), here)
    ]
    until = last_day(case, programme, today)
    return {
        "case": case,
        "visit": visit,
        "route": case.route,
        "rows": [ClashRow(each, *_both(form, there, each.name)) for each in late],
        "until": until if case.state is State.UNCONFIRMED and until and until >= today else None,
    }


def _same(sent: Typed, here: Typed) -> bool:
    """Say whether an answer is the sent one, but for the spaces and line ends of a browser."""
    return _plain(sent) == _plain(here)


def _plain(answer: Typed) -> list[str]:
    return [each.replace("\r\n", "\n").strip() for each in _listed(answer) if each]


def _listed(answer: Typed) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


def _both(here: StepForm, there: StepForm, name: str) -> tuple[str, str, str]:
    return here[name].label.text, _said(there[name]), _said(here[name])


def _said(field: Any) -> str:
    """Give what was typed or chosen, as a person reads it."""
    t = current_texts()
    if isinstance(field, BooleanField):
        return t("Yes") if field.data else t("No")
    labels = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    came = [str(each) for each in field.raw_data or ()]
    return ", ".join(t(str(labels.get(text, text))) for text in came if text) or t("(empty)")

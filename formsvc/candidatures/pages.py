"""What the applicant's pages show, gathered for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from wtforms import BooleanField

from formsvc import clock
from formsvc.area import to
from formsvc.assisted.queries import preparation_of
from formsvc.candidatures.forms import StepForm
from formsvc.candidatures.keeping import Clash, Seen, fingerprint
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import aim_of, route_of
from formsvc.candidatures.shown import Shown, answers_of, needs_of, shown
from formsvc.candidatures.so_far import failed, so_far
from formsvc.candidatures.states import State
from formsvc.candidatures.steps import (
    CHECK,
    CHECK_LABEL,
    Step,
    Typed,
    before,
    checked,
    filled,
    missing,
    steps_of,
    typed,
)
from formsvc.drafts.edits import last_day, sent_as_typed, typed_of
from formsvc.drafts.pages import Later, later
from formsvc.evidence.pages import SlotShown, slots_shown
from formsvc.reasons import Reason, Reasons, Row
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from generator.look.formats import formats
from generator.look.words import Words
from generator.programme.assess import Assessment
from generator.programme.visit import Status, Visit

TAKING = (Status.OPEN, Status.FULL)


@dataclass(frozen=True)
class CheckPage:
    """All answers once more, before they are sent."""

    reference: str
    visit: Visit | None
    missing: list[tuple[str, str]]
    """(link, words) for every answer that is missing or wrong."""
    answers: list[tuple[Shown, str]]
    assessment: Assessment | None
    reasons: list[Reason]
    receipt: list[Row]
    closing: str
    """The last day to send it, in words."""
    progress: list[tuple[str, str]]
    slots: list[SlotShown]
    fingerprint: str
    """Names the answers shown, so that no others are sent."""
    later: Later
    prepared: bool
    """The office has typed it for the company."""

    @property
    def can_be_sent(self) -> bool:
        """Nothing is missing, and no rule fails."""
        return self.assessment is not None and self.assessment.eligible is not False


@dataclass(frozen=True)
class SentPage:
    """The receipt of a candidature that has reached us."""

    case: Case
    visit: Visit | None
    aim: str
    answers: list[Shown]
    assessment: Assessment
    receipt: list[Row]
    slots: list[SlotShown]


@dataclass(frozen=True)
class ClashRow:
    """One answer that was changed on another device: the question, and both answers in words."""

    clash: Clash
    question: str
    there: str
    here: str


def open_visits() -> list[Visit]:
    """Give the visits that take candidatures today, the one that closes first on top.

    Full ones stand last: they have a waiting list.
    """
    programme, today = current_programme(), clock.today()
    found = [(programme.status(visit, today), visit) for visit in programme.visits]
    taking = [(status is Status.FULL, visit) for status, visit in found if status in TAKING]
    by_day = sorted(taking, key=lambda x: (x[0], x[1].closing(programme.call_of(x[1]), today)))
    return [visit for _, visit in by_day]


def holds(form: StepForm, answers: Mapping[str, Any], visit: Visit | None) -> bool:
    """Check a step: its own questions, then the rules that speak about them."""
    fine = bool(form.validate_on_submit())
    if form.stale:
        return False
    names = {field.short_name for field in form if not field.errors}
    now = {**answers, **typed(form)}
    for name, line in failed(names, now, current_programme(), visit, clock.today()).items():
        (reason,) = _reasons(visit, now.get("to")).of((line,))
        form[name].errors = [
            current_texts()(
                "By clause %(clause)s this is not possible: %(text)s %(way_out)s",
                clause=reason.clause, text=reason.text, way_out=reason.way_out,
            )
        ]  # fmt: skip
        fine = False
    return fine


def step(
    step: Step,
    form: StepForm,
    visit: Visit | None,
    answers: Mapping[str, Any],
    case: Case | None = None,
    *,
    seen: Seen | None = None,
) -> dict[str, Any]:
    """Gather a step's page: the form, how far one is, and what the rules say so far.

    Args:
        seen: what the page before has seen, when it is shown again without being kept.
    """
    if case and not case.is_draft and "email" in form:
        form.email.render_kw = {**(form.email.render_kw or {}), "readonly": True}
    return {
        "step": step,
        "form": form,
        "visit": visit,
        "case": case,
        "route": route_of(answers),
        "typed_to": _typed_to(step, visit, answers, case),
        **said_so_far(answers, visit),
        "seen": seen or Seen.of(typed_of(case) if case else {}, typed(form)),
        "later": later(case) if case and case.is_draft else None,
        "progress": progress(step.name, answers),
        "back": before(step.name, answers),
    }


def _typed_to(
    step: Step, visit: Visit | None, answers: Mapping[str, Any], case: Case | None
) -> str:
    """Give where the page's script sends what is typed; the first page begins its draft by it."""
    if case is not None:
        return to("drafts.typed", reference=case.reference, name=step.name)
    if visit is not None:
        return to("candidatures.first_typed", visit=visit.slug)
    (host,) = answers.get("hosts") or (None,)
    return to("candidatures.first_typed", route=route_of(answers).value, host=host)


def lines_so_far(answers: Mapping[str, Any], visit: Visit | None) -> str:
    """Write what the rules and the amount are by the answers so far, for the page's script."""
    return render_template("candidatures/so_far.html", **said_so_far(answers, visit))


def said_so_far(answers: Mapping[str, Any], visit: Visit | None) -> dict[str, Any]:
    """Give what the rules and the amount are by the answers so far."""
    answered = so_far(answers, current_programme(), visit, clock.today()) if answers else None
    say = _reasons(visit, answers.get("to"))
    return {"so_far": answered, "reasons": say.rules(answered.lines) if answered else []}


def progress(now: str, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give (done, now or empty; label) of every step."""
    t = current_texts()
    names = [*((each.name, each.label) for each in steps_of(answers)), (CHECK, CHECK_LABEL)]
    place = [name for name, _ in names].index(now)
    marks = ["done"] * place + ["now"] + [""] * (len(names) - place - 1)
    return [(mark, t(label)) for mark, (_, label) in zip(marks, names, strict=True)]


def check(case: Case, visit: Visit | None) -> CheckPage:
    """Gather the last page before sending."""
    programme, today = current_programme(), clock.today()
    lacking = missing(case.kept, programme, visit, today)
    assessment = None if lacking else _assessment(case, visit, today)
    call, say = programme.call_of(visit), _reasons(visit, case.answers.get("to"))
    closing = visit.closing(call, today) if visit else call.closes_on
    return CheckPage(
        reference=case.reference,
        visit=visit,
        missing=[(_change(case, step.name) + f"#{field}", words) for step, field, words in lacking],
        answers=[] if lacking else _answers(case, visit, today),
        assessment=assessment,
        reasons=say.rules(assessment.lines) if assessment else [],
        receipt=say.receipt(assessment) if assessment else [],
        closing=formats(language()).day(closing),
        progress=progress(CHECK, case.answers),
        slots=slots_shown(case),
        fingerprint=fingerprint(case.kept),
        later=later(case),
        prepared=preparation_of(case) is not None,
    )


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


def sent(case: Case) -> SentPage:
    """Gather the receipt."""
    visit = current_programme().visit(case.visit or "")
    assessment = Assessment.model_validate(case.assessment)
    receipt = _reasons(visit, case.to_country).receipt(assessment)
    return SentPage(
        case,
        visit,
        aim_of(case, current_programme(), language()),
        answers_of(case),
        assessment,
        receipt,
        slots_shown(case),
    )


def _answers(case: Case, visit: Visit | None, today: date) -> list[tuple[Shown, str]]:
    f, t = formats(language()), current_texts()
    answers = checked(case.answers, current_programme(), visit, today)
    pack = current_programme().rules_of(current_programme().call_of(visit))
    sentences = "\n".join(each.text.say(language()).words for each in pack.declarations)
    rows = [
        *shown(answers, current_programme(), t, f, Words(t, f, today)),
        *needs_of(case),
        *([Shown("declarations", t("Declared"), sentences)] if sentences else []),
    ]
    return [(row, _change(case, row.step)) for row in rows]


def _change(case: Case, step_name: str) -> str:
    return to("candidatures.step", reference=case.reference, name=step_name, then=CHECK)


def _assessment(case: Case, visit: Visit | None, today: date) -> Assessment:
    programme = current_programme()
    answers = checked(case.answers, programme, visit, today)
    return programme.assess(answers.facts(visit, today), visit)


def _reasons(visit: Visit | None, to: str | None = None) -> Reasons:
    return Reasons(current_programme(), visit, current_texts(), formats(language()), to or "")

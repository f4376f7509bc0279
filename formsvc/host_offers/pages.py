"""What the pages of an offer show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.candidatures.told import answer_by
from formsvc.forms import kept_fields
from formsvc.host_offers.forms import VisitorsForm, WhoForm
from formsvc.host_offers.offer import Offer
from formsvc.host_offers.states import PUBLIC_NAMES, WITHDRAW
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from generator.look.formats import formats
from generator.look.words import Words

Form = WhoForm | VisitorsForm
StepRow = tuple[str, str, str]
"""done, now, todo or failed; title; words: a step of the look's journey."""
STEPS = {"who": "Organisation", "visitors": "What visitors find"}


@dataclass(frozen=True)
class StatusPage:
    """Where an offer stands, for the host."""

    case: Case
    title: str
    words: str
    tone: str
    journey: list[StepRow]
    answers: list[tuple[str, str]]
    can_withdraw: bool


def progress(now: str) -> list[tuple[str, str]]:
    """Give (done, now or empty; label) of both pages."""
    t, names = current_texts(), list(STEPS)
    place = names.index(now)
    marks = ["done"] * place + ["now"] + [""] * (len(names) - place - 1)
    return [(mark, t(STEPS[name])) for mark, name in zip(marks, names, strict=True)]


def typed(form: Form) -> dict[str, Any]:
    """Give what was typed, right or not; several languages as a list."""
    return {
        field.short_name: list(field.raw_data or ())
        if field.short_name == "languages"
        else str((field.raw_data or [""])[0])
        for field in kept_fields(form)
    }


def whole(answers: Mapping[str, Any]) -> Offer | None:
    """Give the offer that both pages make, or None while an answer is missing or wrong."""
    values: dict[str, Any] = {}
    for form in (_filled(WhoForm, answers), _filled(VisitorsForm, answers)):
        if form.shown_errors():
            return None
        values |= form.data
    return Offer.model_validate({name: values[name] for name in Offer.model_fields})


def _filled(kind: type[Form], answers: Mapping[str, Any]) -> Form:
    form = kind.of(answers)
    ask(form)
    form.validate()
    return form


def ask(form: Form) -> None:
    """Fill in what the page offers to choose from."""
    if isinstance(form, WhoForm):
        form.ask(current_programme(), clock.today())
    else:
        form.ask(clock.today())


def status_page(case: Case) -> StatusPage:
    """Gather the host's page."""
    title, words, tone = _say(case)
    return StatusPage(
        case, title, words, tone, _journey(case), answers_of(case), case.state in WITHDRAW.start
    )


def _say(case: Case) -> tuple[str, str, str]:
    t, by = current_texts(), answer_by(case, current_programme(), clock.today())
    return {
        State.SUBMITTED: (t("We look at your offer"), by, "info"),
        State.ACCEPTED: (
            t("Your offer is accepted"),
            t("Your page is being written. We ask you before a visitor comes."),
            "open",
        ),
        State.REJECTED: (t("We cannot take your offer"), case.decision_reason or "", "stop"),
        State.WITHDRAWN: (
            t("You have withdrawn your offer"), t("Nothing more is asked of you."), "info"
        ),
    }[case.state]  # fmt: skip


def _journey(case: Case) -> list[StepRow]:
    t, f = current_texts(), formats(language())
    steps = [
        ("done", t("Sent"), _day(case.sent_on)),
        ("done", t("E-mail confirmed"), _day(case.confirmed_on)),
    ]
    cluster = current_programme().cluster(case.cluster or "")
    who = cluster.label if cluster else t("the programme office")
    if case.state is State.SUBMITTED:
        since = f.day(case.waits_since_on) if case.waits_since_on else ""
        looked = t("With %(who)s since %(day)s", who=who, day=since)
        return [*steps, ("now", t("Looked at"), looked), ("todo", t("Your page on the site"), "")]
    if case.state is State.ACCEPTED:
        return [*steps, ("done", t("Accepted"), ""), ("now", t("Your page on the site"), "")]
    return [*steps, ("failed", t(PUBLIC_NAMES[case.state]), "")]


def _day(day: date | None) -> str:
    return formats(language()).day(day) if day else ""


def answers_of(case: Case) -> list[tuple[str, str]]:
    """Give every question of a sent offer that has an answer, with its words."""
    t, f = current_texts(), formats(language())
    offer, words = Offer.model_validate(case.answers), Words(t, f, clock.today())
    outside = {"other": t("Another cluster"), "none": t("None"), "unsure": t("Not sure")}
    cluster = current_programme().cluster(offer.cluster)
    said = {
        "organisation_type": words.visitor(offer.organisation_type),
        "country": f.country(offer.country),
        "cluster": cluster.label if cluster else outside.get(offer.cluster, offer.cluster),
        "ecosystem": words.ecosystem(offer.ecosystem),
        "languages": ", ".join(f.language_name(code) for code in offer.languages),
        "capacity": str(offer.capacity or ""),
    }
    questions = {
        field.short_name: t(field.label.text)
        for form in (WhoForm(formdata=None), VisitorsForm(formdata=None))
        for field in form
    }
    rows = [
        (questions[name], said.get(name, str(getattr(offer, name)))) for name in Offer.model_fields
    ]
    return [(question, answer) for question, answer in rows if answer]

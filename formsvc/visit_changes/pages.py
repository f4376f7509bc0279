"""What the pages about a changed visit show, gathered for their templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formsvc import clock
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import Case
from formsvc.evidence.queries import exchange_of
from formsvc.forms import options
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from formsvc.visit_changes import wishes
from formsvc.visit_changes.forms import ChoiceForm
from formsvc.visit_changes.models import Choice, VisitChoice
from formsvc.visit_changes.queries import OFFERED, change_of, other_visits
from formsvc.visit_changes.words import CHOICES, change_in_words, known_days
from generator.look.formats import formats
from generator.programme.visit import Visit


@dataclass(frozen=True)
class Offer:
    """One choice: its value in the form, its words, and what comes of it."""

    value: str
    title: str
    then: str


@dataclass(frozen=True)
class ChoicePage:
    """The page on which an applicant chooses."""

    case: Case
    visit: Visit
    changed: str
    was: str
    """The days before, in words; empty when none were promised."""
    helps: dict[str, str]
    once_more: bool
    """The visit has changed again since the question; the office asks anew."""


def choice_page(case: Case, choice: VisitChoice, visit: Visit, form: ChoiceForm) -> ChoicePage:
    """Gather the page, and put the choices into its form."""
    programme, today = current_programme(), clock.today()
    change = change_of(case, exchange_of(case), visit, programme, today)
    offers = list(_offers(case, choice, visit))
    form.choice.choices = options((each.value, each.title) for each in offers)
    f = formats(language())
    days = choice.was_first_on and choice.was_last_on
    return ChoicePage(
        case=case,
        visit=visit,
        changed=change_in_words(choice.kind, visit, language(), today),
        was=f.range(choice.was_first_on, choice.was_last_on) if days else "",
        helps={each.value: each.then for each in offers},
        once_more=change is None or change.about != choice.about,
    )


def _offers(case: Case, choice: VisitChoice, visit: Visit) -> Iterator[Offer]:
    t, today = current_texts(), clock.today()
    thens = {
        Choice.WAIT: t("Your place is kept. We write to you when the days are known."),
        Choice.OWN: t("This candidature ends, and a new one begins with your details filled in: you choose hosts and days."),
        Choice.WITHDRAW: t("Nothing more is asked of you."),
    }  # fmt: skip
    for each in OFFERED[choice.kind]:
        title = t(CHOICES[each])
        if each is Choice.OTHER_VISIT:
            yield from _visits(case, title)
        elif each in thens:
            yield Offer(each.value, title, thens[each])
        else:
            then = _days_and_amount(case, wishes.same_visit(case, visit, today), visit)
            yield Offer(each.value, title, then)


def _visits(case: Case, title: str) -> Iterator[Offer]:
    t, today = current_texts(), clock.today()
    for visit in other_visits(case, current_programme(), today):
        name = visit.short_title.say(language()).words
        then = _days_and_amount(case, wishes.other_visit(case, visit, today), visit)
        decided = t("The office decides about it anew.")
        yield Offer(f"{Choice.OTHER_VISIT.value} {visit.slug}", f"{title}: {name}", f"{then} {decided}")  # fmt: skip


def _days_and_amount(case: Case, answers: Answers, visit: Visit) -> str:
    t, f = current_texts(), formats(language())
    amount = wishes.amount_eur(case, answers, visit, current_programme(), clock.today())
    known = visit.dates_known_on(clock.today())
    days = ""
    if known and visit.is_online(clock.today()):
        days = known_days(known, f)
    elif answers.first_on and answers.last_on:
        days = f.range(answers.first_on, answers.last_on)
    if amount is None:
        return t("%(days)s. A person must check whether a lump sum is possible.", days=days)
    if amount == 0:
        return t("%(days)s. No lump sum: nobody travels.", days=days)
    return t("%(days)s. Lump sum for your organisation: %(amount)s.", days=days, amount=f.money(amount))  # fmt: skip

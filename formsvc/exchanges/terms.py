"""What an acceptance grants: which days, and which amount follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc.candidatures.models import Case
from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.assess import Assessment, settled_still
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

USUAL_DAYS = "You asked for a longer stay. We can accept you for the days that the visit plans."


@dataclass(frozen=True)
class Terms:
    """Days, and the assessment of a stay on these days."""

    first_on: date | None
    last_on: date | None
    assessment: Assessment


def terms_of(case: Case, programme: Programme) -> Terms:
    """Give what a case gets as it is decided now: the days asked for, or the usual ones."""
    if case.usual_days:
        return usual_terms(case, programme)
    assessment = Assessment.model_validate(case.assessment)
    return Terms(case.first_on, case.last_on, assessment)


def usual_terms(case: Case, programme: Programme) -> Terms:
    """Give the days that the visit plans for this type of visitor, and what follows by the rules.

    What the office found out stands as long as its facts are the same. Raises MoveRefused when
    the visit plans no days.
    """
    visit, answers = programme.visit(case.visit or ""), case.sent_answers()
    on = case.sent_on or date.max
    days = visit.stay_dates(answers.visitor_type, on) if visit else None
    if visit is None or days is None:
        raise MoveRefused("cannot accept for the usual days: this visit plans none")
    stay = answers.model_copy(update={"first_on": days.first_on, "last_on": days.last_on})
    before = Assessment.model_validate(case.assessment)
    after = programme.assess(stay.facts(visit, on), visit)
    rate = programme.lump_sums_of(programme.call_of(visit)).rate_eur(visit.country)
    return Terms(days.first_on, days.last_on, settled_still(before, after, rate_eur=rate))


def grant(case: Case, terms: Terms) -> None:
    """Let a case have these days and this amount; what was asked for stays in the answers."""
    case.first_on, case.last_on = terms.first_on, terms.last_on
    case.assessment = terms.assessment.model_dump(mode="json")
    case.amount_eur = terms.assessment.amount_eur


def are_as_asked(case: Case) -> bool:
    """Say whether a case has the days that its applicant asked for."""
    answers = case.sent_answers()
    return (case.first_on, case.last_on) == (answers.first_on, answers.last_on)


def in_mail(
    terms: Terms, case: Case, programme: Programme, language: str | None = None
) -> dict[str, str]:
    """Give days and amount in the words of the applicant's mails, in the case's language."""
    f, amount = formats(language or case.language), terms.assessment.amount_eur
    visit = programme.visit(case.visit or "")
    dates = "–"
    if terms.first_on and terms.last_on:
        dates = f.range(terms.first_on, terms.last_on)
    elif known := visit.dates_known_on(case.sent_on or date.max) if visit else None:
        dates = f.days(known.days())
    return {"amount": f.money(amount) if amount is not None else "–", "dates": dates}


def note(case: Case) -> str:
    """Say in the applicant's language that a longer stay was not granted; empty otherwise."""
    return texts(case.language)(USUAL_DAYS) if case.usual_days else ""

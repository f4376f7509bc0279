"""What each choice would make of a case: its days, and its amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import Case
from generator.programme.assess import Assessment, settled_still
from generator.programme.dates import nth_working_day, working_days
from generator.programme.programme import Programme
from generator.programme.visit import Visit


def same_visit(case: Case, visit: Visit, today: date) -> Answers:
    """Give the answers with the visit's new days: as many working days as before, from its first."""
    answers, known = case.sent_answers(), visit.dates_known_on(today)
    if known is None:
        return answers
    first_on, last_on = known.first_on, known.last_on
    if case.first_on and case.last_on and not visit.is_online(today):
        days = max(1, working_days(case.first_on, case.last_on))
        last_on = min(last_on, nth_working_day(first_on, days))
    return answers.model_copy(update={"first_on": first_on, "last_on": last_on})


def other_visit(case: Case, visit: Visit, today: date) -> Answers:
    """Give the answers with the usual stay of another visit; how far it is, is open again."""
    answers, known = case.sent_answers(), visit.dates_known_on(today)
    stay = visit.stay_dates(answers.visitor_type, today) or known
    days = {"first_on": stay.first_on, "last_on": stay.last_on} if stay else {}
    asked_for_that_visit = {"near": None, "ask_longer": False, "ask_hosts": False, "ask_why": ""}
    return answers.model_copy(update={**asked_for_that_visit, **days})


def amount_eur(
    case: Case, answers: Answers, visit: Visit, programme: Programme, today: date
) -> Decimal | None:
    """Give the lump sum for such answers; None when a rule fails."""
    facts = answers.facts(visit, today)
    before = Assessment.model_validate(case.assessment)
    rate = programme.lump_sums_of(programme.call_of(visit)).rate_eur(facts.to or "")
    return settled_still(before, programme.assess(facts, visit), rate_eur=rate).amount_eur

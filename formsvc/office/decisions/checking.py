"""Do the rules hold? Nothing here knows the web, and nothing here commits."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from formsvc.candidatures import states
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.history.alone import OVERRIDE
from formsvc.moves import Actor, require
from generator.programme import assess
from generator.programme.assess import Assessment, Effect
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.rules import RuleId


def check(case: Case, programme: Programme, *, by: Actor, when: Moment) -> None:
    """Find the case eligible.

    Raises:
        MoveRefused: the state or role does not allow it, or a rule fails or is unknown.
    """
    require(case.state, states.CHECK, by)
    if Assessment.model_validate(case.assessment).with_effect(Effect.FAIL, Effect.UNKNOWN):
        raise MoveRefused("cannot check a candidature while a rule fails or is open")
    if case.pending:
        raise MoveRefused("cannot check a candidature while a decision waits to be released")
    history.moved(case, states.CHECK, by=by, when=when)
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(states.CHECK.waits_for, since=when.on, due_on=due_on)


def settle(
    case: Case,
    programme: Programme,
    rule: RuleId,
    *,
    holds: bool,
    note: str,
    by: Actor,
    when: Moment,
) -> None:
    """Close an open rule by what the office found out, with the reason; the amount follows.

    Raises:
        MoveRefused: the case is past checking, the rule is not open, or nothing is said.
    """
    before = _assessed(case, by)
    if rule not in {line.rule for line in before.with_effect(Effect.UNKNOWN)}:
        raise MoveRefused("cannot settle a rule that is not open")
    if not note.strip():
        raise MoveRefused("cannot settle a rule without saying how you know")
    rate = _rate(case, programme)
    _take(case, assess.settle(before, rule, holds=holds, note=note.strip(), rate_eur=rate))
    history.noted(case, "settle", by=by, when=when, rule=rule.value, holds=holds, note=note.strip())


def override(
    case: Case, programme: Programme, rule: RuleId, *, reason: str, by: Actor, when: Moment
) -> None:
    """Let a rule pass that fails, with a reason; the amount follows. Sending never gets so far:
    facts have changed since.

    Raises:
        MoveRefused: the case is past checking, the rule does not fail, or nothing is said.
    """
    before = _assessed(case, by)
    if rule not in {line.rule for line in before.with_effect(Effect.FAIL)}:
        raise MoveRefused("cannot override a rule that does not fail")
    if not reason.strip():
        raise MoveRefused("cannot override a rule without a reason")
    rate = _rate(case, programme)
    _take(case, assess.override(before, rule, note=reason.strip(), rate_eur=rate))
    history.noted(case, OVERRIDE, by=by, when=when, rule=rule.value, note=reason.strip())


def _assessed(case: Case, by: Actor) -> Assessment:
    require(case.state, states.CHECK, by)
    return Assessment.model_validate(case.assessment)


def _take(case: Case, after: Assessment) -> None:
    case.assessment, case.amount_eur = after.model_dump(mode="json"), after.amount_eur


def _rate(case: Case, programme: Programme) -> Decimal | None:
    visit = programme.visit(case.visit or "")
    table = programme.lump_sums_of(programme.call_of(visit))
    return table.rate_eur(visit.country if visit else case.to_country)

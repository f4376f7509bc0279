"""May an organisation go, and for how many euros? The answer always comes with its reasons.

One function, `assess`, is used by the public check, the form, the queue and the claim. It is
pure: the same facts, rules and table give the same assessment, so a case can be replayed years
later.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from .content import Flag, Part, Whole
from .countries import COSME, IN_TABLE_NOT_COSME, Country
from .lump_sums import LumpSums
from .rules import Rule, RuleId, RulePack
from .vocabularies import Membership, OrganisationType

CENT = Decimal("0.01")
MOST_WORKING_DAYS_IN_A_MONTH = 23
T = OrganisationType
SETTLED = "; settled by the office: "
OVERRIDDEN = "; overridden by the office: "
VISITORS = (T.CLUSTER, T.SCALING_UP, T.SME)
NEEDS_MEMBERSHIP = (T.SCALING_UP, T.SME)


class Effect(StrEnum):
    """What a rule does to the answer or to the amount."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    HALVES = "halves"
    ZERO = "zero"
    SETS = "sets"
    OVERRIDDEN = "overridden"
    """It fails, and the office has let it pass, with a reason."""


class Facts(Part):
    """What is known about a wish to go. None means: not known, a person must check."""

    seat: Country
    """Country in which the organisation is registered, or where the person is based."""
    to: Country | None
    """Country of the host; None while no host is chosen: then rules about it say nothing."""
    host: Flag = True
    """A host is chosen, so that a distance can be known."""
    visitor_type: OrganisationType
    days: Whole
    """Working days of the stay, travel not counted."""
    first_on: date | None = None
    last_on: date | None = None
    """The days of the stay, when they are known; then "one month" is counted exactly."""
    consecutive: Flag | None = True
    near: Flag | None = False
    """Less than 200 km between the place of work and the visit's main place."""
    online: Flag = False
    visited_before: Flag | None = False
    cluster: Membership = Membership.PARTNER
    small_enough: Flag | None = True
    """The SME declares its size, its group counted in."""
    residence: Flag | None = True
    """Every traveller is a citizen of a COSME country or has lived there for 183 days."""


class Line(Part):
    """One reason: which rule, its clause, the fact it looked at, and what it does."""

    rule: RuleId
    clause: str
    fact: str
    effect: Effect


class Assessment(Part):
    """Yes, no, or a person must check (None); the exact amount; and every reason."""

    eligible: bool | None
    amount_eur: Decimal | None
    """What is paid; None when refused or when there is no rate. While a person must check, what
    would be paid if the open points pass."""
    lines: tuple[Line, ...]

    def with_effect(self, *effects: Effect) -> tuple[Line, ...]:
        """Give the lines that have one of these effects."""
        return tuple(line for line in self.lines if line.effect in effects)


Outcome = tuple[Effect, str]
Check = Callable[[Facts, Rule], "Outcome | None"]


def assess(facts: Facts, pack: RulePack, table: LumpSums) -> Assessment:
    """Run every rule of the pack over the facts.

    Halving happens at most once (the scheme's page "About": stay < 5 working days and/or
    distance < 200 km: lump sum halved). A refused visitor has no amount.
    """
    lines: list[Line] = []
    for rule in pack.rules:
        outcome = _outcome(rule, facts, table)
        if outcome:
            effect, fact = outcome
            lines.append(Line(rule=rule.id, clause=rule.clause, fact=fact, effect=effect))
    return _concluded(lines, table.rate_eur(facts.to) if facts.to else None)


def effects(facts: Facts, pack: RulePack, table: LumpSums) -> tuple[Effect | None, ...]:
    """Give what each rule of the pack does, None where it says nothing.

    With the rate alone the `verdict` follows from it; many facts have the same.
    """
    outcomes = [_outcome(rule, facts, table) for rule in pack.rules]
    return tuple([outcome and outcome[0] for outcome in outcomes])


class Verdict(NamedTuple):
    """What follows from what the rules do: see `Assessment`."""

    effects: dict[RuleId, Effect]
    eligible: bool | None
    amount_eur: Decimal | None


def verdict(effects: dict[RuleId, Effect], rate_eur: Decimal | None) -> Verdict:
    """Draw the conclusion; `rate_eur` is the table's amount for the host country.

    When the stay is short, only the days halve; the distance, known or not, changes nothing.
    """
    halved = _already_halved(effects)
    does = {**effects, **dict.fromkeys(halved, Effect.PASS)}
    eligible = _eligible(does)
    return Verdict(does, eligible, None if eligible is False else _amount(does, rate_eur))


def amount_eur(facts: Facts, pack: RulePack, table: LumpSums) -> Decimal | None:
    """Give only the amount of an assessment: the pages of many visits ask for nothing else."""
    told = zip(pack.rules, effects(facts, pack, table), strict=True)
    rate = table.rate_eur(facts.to) if facts.to else None
    return verdict({rule.id: effect for rule, effect in told if effect}, rate).amount_eur


def settle(
    assessment: Assessment, rule: RuleId, *, holds: bool, note: str, rate_eur: Decimal | None
) -> Assessment:
    """Close an open line by what a person found out, and draw the conclusion again.

    Args:
        assessment: the answer so far; only lines that are unknown are settled.
        rule: the rule whose line is open.
        holds: the rule holds; for `halved-distance`: the distance is 200 km or more.
        note: how the person knows; it becomes part of the fact.
        rate_eur: the table's amount for the host country.
    """
    bad = Effect.HALVES if rule is RuleId.HALVED_DISTANCE else Effect.FAIL
    closed = {"effect": Effect.PASS if holds else bad}
    lines = [
        line.model_copy(update={**closed, "fact": f"{line.fact}{SETTLED}{note}"})
        if line.rule is rule and line.effect is Effect.UNKNOWN
        else line
        for line in assessment.lines
    ]
    return _concluded(lines, rate_eur)


def override(
    assessment: Assessment, rule: RuleId, *, note: str, rate_eur: Decimal | None
) -> Assessment:
    """Let a line pass that fails, with the office's reason, and draw the conclusion again.

    `rate_eur` is the table's amount for the host country.
    """
    passed = {"effect": Effect.OVERRIDDEN}
    lines = [
        line.model_copy(update={**passed, "fact": f"{line.fact}{OVERRIDDEN}{note}"})
        if line.rule is rule and line.effect is Effect.FAIL
        else line
        for line in assessment.lines
    ]
    return _concluded(lines, rate_eur)


def settled_still(before: Assessment, after: Assessment, *, rate_eur: Decimal | None) -> Assessment:
    """Carry over to a new assessment what the office found out about facts that are the same.

    What it overrode stays overridden for the same reason.
    """
    found = {(line.rule, _asked(line)): line for line in before.lines if _asked(line) != line.fact}
    open_or_bad = (Effect.UNKNOWN, Effect.FAIL)
    lines = [
        found.get((line.rule, line.fact), line) if line.effect in open_or_bad else line
        for line in after.lines
    ]
    return _concluded(lines, rate_eur)


def _asked(line: Line) -> str:
    """Give the fact as the rules saw it, without what the office said about it."""
    return line.fact.partition(SETTLED)[0].partition(OVERRIDDEN)[0]


def _concluded(lines: list[Line], rate_eur: Decimal | None) -> Assessment:
    found = verdict({line.rule: line.effect for line in lines}, rate_eur)
    told = [
        line
        if found.effects[line.rule] is line.effect
        else line.model_copy(update={"effect": Effect.PASS, "fact": f"{line.fact}; already halved"})
        for line in lines
    ]
    return Assessment(eligible=found.eligible, amount_eur=found.amount_eur, lines=tuple(told))


def _outcome(rule: Rule, facts: Facts, table: LumpSums) -> Outcome | None:
    if rule.id is RuleId.LUMP_SUM:
        return _lump_sum(facts.to, table) if facts.to else None
    return CHECKS[rule.id](facts, rule)


def _already_halved(effects: dict[RuleId, Effect]) -> list[RuleId]:
    halving = [rule for rule, effect in effects.items() if effect is Effect.HALVES]
    if halving and effects.get(RuleId.HALVED_DISTANCE) is Effect.UNKNOWN:
        halving.append(RuleId.HALVED_DISTANCE)
    return halving[1:]


def _eligible(effects: dict[RuleId, Effect]) -> bool | None:
    if Effect.FAIL in effects.values():
        return False
    return None if Effect.UNKNOWN in effects.values() else True


def _amount(effects: dict[RuleId, Effect], rate: Decimal | None) -> Decimal | None:
    if Effect.ZERO in effects.values():
        return Decimal("0.00")
    if rate is None:
        return None
    due = rate / 2 if Effect.HALVES in effects.values() else rate
    return due.quantize(CENT, ROUND_HALF_UP)


def _lump_sum(to: Country, table: LumpSums) -> Outcome:
    rate = table.rate_eur(to)
    if rate is None:
        return Effect.UNKNOWN, f"no lump sum is published for {to}"
    return Effect.SETS, f"EUR {rate:.2f} for {to}"


def _country_different(facts: Facts, rule: Rule) -> Outcome | None:
    if facts.to is None:
        return None
    effect = Effect.FAIL if facts.seat == facts.to else Effect.PASS
    return effect, f"seat in {facts.seat}, host in {facts.to}"


def _country_cosme(facts: Facts, rule: Rule) -> Outcome:
    named = [code for code in dict.fromkeys((facts.seat, facts.to)) if code]
    outside = [code for code in named if code not in COSME]
    refused = [code for code in outside if code in IN_TABLE_NOT_COSME]
    if refused:
        return Effect.FAIL, f"{' and '.join(refused)} is not in COSME"
    if outside:
        return Effect.UNKNOWN, f"{' and '.join(outside)} is in no list; ask your cluster"
    if facts.to is None:
        return Effect.PASS, f"{facts.seat} is in COSME; the host's country is open"
    return Effect.PASS, f"{facts.seat} and {facts.to} are in COSME"


def _type_visitor(facts: Facts, rule: Rule) -> Outcome:
    allowed = facts.visitor_type in VISITORS
    return (Effect.PASS if allowed else Effect.FAIL), facts.visitor_type.value


def _sme_size(facts: Facts, rule: Rule) -> Outcome | None:
    if facts.visitor_type is not T.SME:
        return None
    words = {True: "an SME, group counted in", False: "larger than an SME", None: "not sure"}
    return _three(facts.small_enough), words[facts.small_enough]


def _cluster_member(facts: Facts, rule: Rule) -> Outcome | None:
    if facts.visitor_type not in NEEDS_MEMBERSHIP:
        return None
    return {
        Membership.PARTNER: (Effect.PASS, "member of a partner cluster"),
        Membership.OTHER: (Effect.UNKNOWN, "member of another cluster; an officer confirms it"),
        Membership.UNSURE: (Effect.UNKNOWN, "not sure; ask your cluster"),
        Membership.NONE: (Effect.FAIL, "member of no cluster"),
    }[facts.cluster]


def _days_min(facts: Facts, rule: Rule) -> Outcome:
    least = rule.parameters["days"]
    effect = Effect.PASS if facts.days >= least else Effect.FAIL
    return effect, f"{_working_days(facts.days)}, at least {least}"


def _days_usual(facts: Facts, rule: Rule) -> Outcome | None:
    """Scaling-up organisations stay five days in total on predefined visits."""
    if facts.visitor_type is not T.SCALING_UP:
        return None
    usual = rule.parameters["days"]
    effect = Effect.PASS if facts.days >= usual else Effect.UNKNOWN
    return effect, f"{_working_days(facts.days)}, usually {usual}"


def _days_max(facts: Facts, rule: Rule) -> Outcome:
    months = rule.parameters["months"]
    if facts.first_on and facts.last_on:
        fits = facts.last_on < _months_later(facts.first_on, months)
    else:
        fits = facts.days <= MOST_WORKING_DAYS_IN_A_MONTH * months
    return (Effect.PASS if fits else Effect.FAIL), (
        f"{_working_days(facts.days)}, at most {months} month{'s' if months > 1 else ''}"
    )


def _days_consecutive(facts: Facts, rule: Rule) -> Outcome:
    """Not asked online: the real online visits were spread over weeks."""
    if facts.online:
        return Effect.PASS, "online, not asked"
    words = {True: "days in a row", False: "days with a gap", None: "not sure"}
    return _three(facts.consecutive), words[facts.consecutive]


def _once(facts: Facts, rule: Rule) -> Outcome:
    words = {True: "has visited before", False: "first visit in the scheme", None: "not sure"}
    first = None if facts.visited_before is None else not facts.visited_before
    return _three(first), words[facts.visited_before]


def _residence(facts: Facts, rule: Rule) -> Outcome:
    """Nationality is never asked; what is not declared is open, never refused."""
    if facts.residence:
        return Effect.PASS, "declared for every traveller"
    return Effect.UNKNOWN, "not declared for every traveller"


def _halved_days(facts: Facts, rule: Rule) -> Outcome:
    full = rule.parameters["days"]
    effect = Effect.HALVES if facts.days < full and not facts.online else Effect.PASS
    return effect, f"{_working_days(facts.days)}, full from {full}"


def _halved_distance(facts: Facts, rule: Rule) -> Outcome | None:
    km = rule.parameters["km"]
    if not facts.host:
        return None
    if facts.online:
        return Effect.PASS, "online, no distance"
    if facts.near is None:
        return Effect.UNKNOWN, f"not sure whether it is under {km} km"
    if facts.near:
        return Effect.HALVES, f"under {km} km"
    return Effect.PASS, f"{km} km or more"


def _online_zero(facts: Facts, rule: Rule) -> Outcome | None:
    return (Effect.ZERO, "online: no travel, no lump sum") if facts.online else None


def _three(holds: bool | None) -> Effect:
    if holds is None:
        return Effect.UNKNOWN
    return Effect.PASS if holds else Effect.FAIL


def _working_days(days: int) -> str:
    return f"{days} working day{'' if days == 1 else 's'}"


def _months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of a shorter month plus one."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


CHECKS: dict[RuleId, Check] = {
    RuleId.COUNTRY_DIFFERENT: _country_different,
    RuleId.COUNTRY_COSME: _country_cosme,
    RuleId.TYPE_VISITOR: _type_visitor,
    RuleId.SME_SIZE: _sme_size,
    RuleId.CLUSTER_MEMBER: _cluster_member,
    RuleId.DAYS_MIN: _days_min,
    RuleId.DAYS_USUAL: _days_usual,
    RuleId.DAYS_MAX: _days_max,
    RuleId.DAYS_CONSECUTIVE: _days_consecutive,
    RuleId.ONCE: _once,
    RuleId.RESIDENCE_183: _residence,
    RuleId.HALVED_DAYS: _halved_days,
    RuleId.HALVED_DISTANCE: _halved_distance,
    RuleId.ONLINE_ZERO: _online_zero,
}

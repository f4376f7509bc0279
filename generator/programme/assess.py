"""May an organisation go, and for how many euros? The answer always comes with its reasons.

One function, `assess`, is used by the public check, the form, the queue and the claim. It is
pure: the same facts, rules and table give the same assessment, so a case can be replayed years
later.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .checks import outcome
from .content import Part
from .facts import Effect as Effect
from .facts import Facts as Facts
from .lump_sums import LumpSums
from .rules import RuleId, RulePack

CENT = Decimal("0.01")
SETTLED = "; settled by the office: "
OVERRIDDEN = "; overridden by the office: "


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


def assess(facts: Facts, pack: RulePack, table: LumpSums) -> Assessment:
    """Run every rule of the pack over the facts.

    Halving happens at most once (the scheme's page "About": stay < 5 working days and/or
    distance < 200 km: lump sum halved). A refused visitor has no amount.
    """
    lines: list[Line] = []
    for rule in pack.rules:
        found = outcome(rule, facts, table)
        if found:
            effect, fact = found
            lines.append(Line(rule=rule.id, clause=rule.clause, fact=fact, effect=effect))
    return _concluded(lines, table.rate_eur(facts.to) if facts.to else None)


def effects(facts: Facts, pack: RulePack, table: LumpSums) -> tuple[Effect | None, ...]:
    """Give what each rule of the pack does, None where it says nothing.

    With the rate alone the `verdict` follows from it; many facts have the same.
    """
    outcomes = [outcome(rule, facts, table) for rule in pack.rules]
    return tuple([found and found[0] for found in outcomes])


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

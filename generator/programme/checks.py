"""What each rule says about facts: what it does, and the fact that it looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .countries import COSME, IN_TABLE_NOT_COSME, Country
from .facts import Effect, Facts
from .lump_sums import LumpSums
from .rules import Rule, RuleId
from .vocabularies import Membership, OrganisationType

MOST_WORKING_DAYS_IN_A_MONTH = 23
T = OrganisationType
VISITORS = (T.CLUSTER, T.SCALING_UP, T.SME)
NEEDS_MEMBERSHIP = (T.SCALING_UP, T.SME)

Outcome = tuple[Effect, str]
Check = Callable[[Facts, Rule], "Outcome | None"]


def outcome(rule: Rule, facts: Facts, table: LumpSums) -> Outcome | None:
    """Ask one rule; None where it says nothing."""
    if rule.id is RuleId.LUMP_SUM:
        return _lump_sum(facts.to, table) if facts.to else None
    return CHECKS[rule.id](facts, rule)


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

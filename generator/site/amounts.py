"""What a visit pays, for each type of visitor and length of stay, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.look.formats import Formats
from generator.programme.assess import Facts
from generator.programme.countries import COSME
from generator.programme.dates import DateRange
from generator.programme.programme import Programme
from generator.programme.visit import Visit
from generator.programme.vocabularies import OrganisationType

SHOWN = (OrganisationType.SME, OrganisationType.SCALING_UP, OrganisationType.CLUSTER)
FULL = 5


@dataclass(frozen=True)
class Stay:
    """A stay that a visit offers, and what it pays to an organisation that may go."""

    visitor_type: OrganisationType
    days: int
    dates: DateRange | None
    on_request: bool
    amount_eur: Decimal | None


def stays(programme: Programme, visit: Visit, today: date) -> list[Stay]:
    """Give the stays of a visit: each type's own, and the longer one of an SME on request."""
    found = []
    for visitor_type in SHOWN:
        if visitor_type not in visit.stays and visitor_type is OrganisationType.CLUSTER:
            continue
        days = programme.stay_days(visit, visitor_type)
        dates = visit.stay_dates(visitor_type, today)
        amount = _pays(programme, visit, visitor_type, days, today)
        found.append(Stay(visitor_type, days, dates, False, amount))
    if visit.longer_on_request and not visit.is_online(today):
        longer = _pays(programme, visit, OrganisationType.SME, FULL, today)
        found.insert(1, Stay(OrganisationType.SME, FULL, None, True, longer))
    return found


def _pays(
    programme: Programme, visit: Visit, visitor_type: OrganisationType, days: int, today: date
) -> Decimal | None:
    """Give what an organisation from another country receives, to which every other rule is kind."""
    seat = "IT" if visit.country != "IT" else "CZ"
    online = visit.is_online(today)
    facts = Facts(seat=seat, to=visit.country, visitor_type=visitor_type, days=days, online=online)
    return programme.amount_eur(facts, visit)


def halving_clause(programme: Programme, visit: Visit) -> str | None:
    """Give the clause by which a short stay is halved."""
    pack = programme.rules_of(programme.call_of(visit))
    clauses = (rule.clause for rule in pack.rules if rule.id == "halved-days")
    return next(clauses, None)


def country_groups(programme: Programme) -> list[tuple[Decimal, list[str]]]:
    """Give the host countries by amount, the lowest first."""
    table = programme.lump_sums_of(programme.call)
    amounts = sorted(set(table.rates_eur.values()))
    return [(eur, [c for c, rate in table.rates_eur.items() if rate == eur]) for eur in amounts]


def bars(programme: Programme, f: Formats) -> list[tuple[str, Decimal]]:
    """Give the countries of visits with their amounts, and the country of the highest one."""
    rates = programme.lump_sums_of(programme.call).rates_eur
    shown = {visit.country for visit in programme.visits if visit.country in rates}
    highest = max(COSME & rates.keys(), key=lambda code: rates[code], default=None)
    if highest:
        shown.add(highest)
    amounts = sorted({rates[code] for code in shown})
    shown_names = {eur: [f.country(c) for c in shown if rates[c] == eur] for eur in amounts}
    return [(", ".join(sorted(shown_names[eur], key=f.order)), eur) for eur in amounts]

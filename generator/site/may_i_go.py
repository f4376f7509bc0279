"""The page "May I go, and how much?": its table to look up, with every word that it may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.look.words import Words
from generator.programme.assess import Facts
from generator.programme.countries import COSME, IN_TABLE_NOT_COSME
from generator.programme.programme import Programme
from generator.programme.rules import Rule, RuleId
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import OrganisationType
from generator.site.addresses import root, service_root
from generator.site.outcomes import (
    FULL,
    HALF,
    LONGEST,
    NEAR,
    NOTHING,
    OTHER,
    Destination,
    Kind,
    Outcomes,
    kind_of_country,
)

NEIGHBOURS = ("CH", "GB")
"""Countries outside every list from which people ask most; others say "another country"."""
AIMS = (Status.OPEN, Status.FULL, Status.ANNOUNCED, Status.POSTPONED)
"""A visit in one of these states can still be aimed at."""
TAKES = (Status.OPEN, Status.FULL)
"""A visit in one of these states takes candidatures: one that is full has a waiting list."""
DECLARED = frozenset({RuleId.SME_SIZE, RuleId.ONCE, RuleId.RESIDENCE_183, RuleId.DAYS_CONSECUTIVE})
"""The page does not ask about these; an applicant declares them."""


@dataclass(frozen=True)
class MayIGo:
    """Makes what the page and its script show, in one language on one day."""

    programme: Programme
    language: str
    t: Texts
    f: Formats
    words: Words

    @property
    def today(self) -> date:
        """The programme date."""
        return self.words.today

    @cached_property
    def outcomes(self) -> Outcomes:
        """Every answer, computed by the rules."""
        return Outcomes(self.programme, self.today)

    def seats(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Give the countries of a seat in groups: those in COSME, and others."""
        inside = sorted(((code, self.f.country(code)) for code in COSME), key=self._name)
        others = [*sorted(IN_TABLE_NOT_COSME), *NEIGHBOURS]
        outside = sorted(((code, self.f.country(code)) for code in others), key=self._name)
        return [
            (self.t("Countries in COSME"), inside),
            (self.t("Other countries"), [*outside, (OTHER, self.t("Another country"))]),
        ]

    def visits(self) -> list[Visit]:
        """Give the visits that one can still aim at."""
        visits = [
            (self.programme.status(visit, self.today), visit) for visit in self.programme.visits
        ]
        aims = [(status, visit) for status, visit in visits if status in AIMS]
        return [visit for _, visit in sorted(aims, key=lambda pair: AIMS.index(pair[0]))]

    def hosts(self) -> list[tuple[str, str]]:
        """Give the countries that have a lump sum."""
        rates = self.programme.lump_sums_of(self.programme.call).rates_eur
        return sorted(((code, self.f.country(code)) for code in rates), key=self._name)

    def days(self) -> range:
        """Give the numbers of days that the page offers."""
        return range(1, LONGEST + 1)

    def rows(self) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None]]:
        """Give for each host country what three days, five days and a near place pay."""
        return [
            (name, self._due(code, 3), self._due(code, 5), self._due(code, 5, near=True))
            for code, name in self.hosts()
        ]

    def _name(self, pair: tuple[str, str]) -> str:
        return self.f.order(pair[1])

    def _due(self, to: str, days: int, *, near: bool = False) -> Decimal | None:
        seat = "IT" if to != "IT" else "CZ"
        kind = OrganisationType.SME
        facts = Facts(seat=seat, to=to, visitor_type=kind, days=days, near=near)
        return self.programme.amount_eur(facts)

    def table(self) -> dict[str, object]:
        """Give everything that the page's script looks up, ready for JSON."""
        outcomes = self.outcomes
        answers, places = outcomes.table
        seats = {code: kind_of_country(code) for _, group in self.seats() for code, _ in group}
        return {
            "sizes": outcomes.sizes,
            "seats": seats,
            "countries": {code: name for _, group in self.seats() for code, name in group},
            "to": {key: self._to(key, place) for key, place in outcomes.destinations.items()},
            "rules": [self._rules(kind) for kind in outcomes.kinds],
            "types": {kind.value: self.words.visitor(kind) for kind in outcomes.types},
            "days": [outcomes.kind_of_days(days) for days in self.days()],
            "near": list(NEAR),
            "clusters": [cluster.value for cluster in outcomes.clusters],
            "answers": [(answer.eligible, answer.share, answer.letters) for answer in answers],
            "outcomes": places,
            "visits": {visit.slug: self._visit(visit) for visit in self.visits()},
            "words": self._said(),
        }

    def _to(self, key: str, place: Destination) -> dict[str, object]:
        call = self.outcomes.call(place.kind)
        rate = self.programme.lump_sums_of(call).rate_eur(place.country)
        visit, country = self.programme.visit(key), self.f.country(place.country)
        title = visit.short_title.say(self.language).words if visit else ""
        return {
            "country": place.country,
            "name": f"{title}, {country}" if title else country,
            "kind": list(self.outcomes.kinds).index(place.kind),
            "money": self._money(rate, country) if rate is not None else {},
            "indicative": self.programme.lump_sums_of(call).status == "indicative",
            "stays": self._stays(visit) if visit else {},
        }

    def _money(self, rate: Decimal, country: str) -> dict[str, str]:
        """Say the amounts of a country; `sets` is the line that begins the sum."""
        return {
            FULL: self.f.money(rate),
            HALF: self.f.money(rate / 2),
            NOTHING: self.f.money(Decimal(0)),
            "less": f"−{self.f.money(rate / 2)}",
            "sets": self.t("Lump sum for %(country)s", country=country),
        }

    def _stays(self, visit: Visit) -> dict[str, int]:
        return {kind.value: self.programme.stay_days(visit, kind) for kind in self.outcomes.types}

    def _rules(self, kind: Kind) -> list[dict[str, object]]:
        pack = self.programme.rules_of(self.outcomes.call(kind))
        return [self._rule(rule) for rule in pack.rules]

    def _rule(self, rule: Rule) -> dict[str, object]:
        way_out = rule.way_out.say(self.language).words if rule.way_out else ""
        return {
            "id": rule.id.value,
            "title": rule.title.say(self.language).words,
            "clause": self.t("clause %(clause)s", clause=rule.clause),
            "url": f"{root(self.language)}rules/#{rule.id.value}",
            "wayOut": way_out,
            "declared": rule.id in DECLARED,
        }

    def _visit(self, visit: Visit) -> dict[str, object]:
        call = self.programme.call_of(visit)
        is_open = visit.status(self.today, call) in TAKES
        return {
            "title": visit.short_title.say(self.language).words,
            "when": self.words.when(visit, self.language),
            "status": self.words.status(visit, call),
            "next": self.words.now(visit, call),
            "url": f"{root(self.language)}visits/{visit.slug}/",
            "apply": f"{service_root(self.language)}candidature" if is_open else "",
        }

    def _own_url(self) -> str:
        """Where the form for an exchange without a visit is, while the call is open."""
        call = self.programme.call
        is_open = call.opens_on <= self.today <= call.closes_on
        return f"{service_root(self.language)}candidature" if is_open else ""

    def _said(self) -> Mapping[str, str]:
        t = self.t
        return {
            "yes": t("Yes, you may go."),
            "no": t("No, not like this."),
            "ask": t("Perhaps: ask your cluster first."),
            "against": t("What stands against it"),
            "open": t("What a person must check"),
            "p": t("yes"),
            "f": t("no"),
            "u": t("ask your cluster"),
            "ifNot": t("If not:"),
            "a": t("already halved"),
            "full": t("does not apply"),
            "noRate": t("no amount is published"),
            "receive": t("You receive"),
            "wouldReceive": t("You receive, if your cluster agrees"),
            "nothing": t("No amount"),
            "longer": t("With five working days or more: %(amount)s", amount="{amount}"),
            "indicative": t("Indicative: see the source of the table."),
            "who": t("%(type)s from %(country)s, %(days)s working days, %(to)s",
                     type="{type}", country="{country}", days="{days}", to="{to}"),
            "apply": t("Send a candidature for %(visit)s", visit="{visit}"),
            "see": t("See the visit to %(visit)s", visit="{visit}"),
            "cluster": t("Find your reference cluster"),
            "clusterUrl": f"{root(self.language)}partners/?country=",
            "host": t("Be a host instead"),
            "hostUrl": f"{root(self.language)}host-a-visit/",
            "alone": t("There is no visit to this country now. Your reference cluster can help you to find a host there."),
            "choose": t("A prepared visit in this country:"),
            "findHost": t("Ask us to find a host in %(country)s", country="{country}"),
            "own": t("Plan an exchange of your own"),
            "ownUrl": self._own_url(),
            "noneFits": t("No visit fits these answers now."),
        }  # fmt: skip

"""Every answer to "may I go, and how much", computed by the rules, in a table to look up.

The page asks six things. Only some of what they say matters to the rules: not the seat, but
whether its country is in COSME; not each number of days, but on which side of each limit it is.
So every axis is cut into kinds, the rules are asked once for every combination of kinds, and
the answer to a question is one look-up. A test compares the look-up with the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import product

from generator.programme.assess import Effect, Facts, effects, verdict
from generator.programme.call import Call
from generator.programme.countries import COSME, IN_TABLE_NOT_COSME
from generator.programme.lump_sums import LumpSums
from generator.programme.programme import Programme
from generator.programme.rules import RuleId, RulePack
from generator.programme.visit import Visit
from generator.programme.vocabularies import Membership, OrganisationType

OTHER = "other"
"""A seat in a country that no list of the scheme names."""
LONGEST = 24
"""The page offers so many days; the last stands for a longer stay."""
NEAR = {"no": False, "yes": True, "unsure": None}
IN_COSME, REFUSED, IN_NO_LIST = range(3)
SEATS = {IN_COSME: sorted(COSME), REFUSED: sorted(IN_TABLE_NOT_COSME), IN_NO_LIST: ["CH", "GB"]}
"""Countries of a seat by what the rules see in them; the last two stand for all others."""
LETTERS = {
    Effect.PASS: "p",
    Effect.FAIL: "f",
    Effect.UNKNOWN: "u",
    Effect.HALVES: "h",
    Effect.ZERO: "z",
    Effect.SETS: "s",
}
ABSENT, ALREADY_HALVED = "-", "a"
NO_AMOUNT, NOTHING, HALF, FULL = "none", "zero", "half", "full"


def kind_of_country(code: str) -> int:
    """Give what the rules see in a country: in COSME, refused by name, or in no list."""
    if code in COSME:
        return IN_COSME
    return REFUSED if code in IN_TABLE_NOT_COSME else IN_NO_LIST


@dataclass(frozen=True)
class Kind:
    """What the rules see in a destination: its call, whether it is online, its country."""

    call: str
    online: bool
    country: int
    has_rate: bool


@dataclass(frozen=True)
class Destination:
    """Where one may go: a visit, or a country without a visit."""

    country: str
    kind: Kind


@dataclass(frozen=True)
class Asked:
    """One question as the page asks it; `to` is a visit's slug or a country's code."""

    country: str
    to: str
    visitor_type: OrganisationType
    days: int
    near: str
    cluster: Membership


@dataclass(frozen=True)
class Answer:
    """What the rules say: yes, no or None; which share of the lump sum; a letter a rule."""

    eligible: bool | None
    share: str
    letters: str


Rules = tuple[Call, RulePack, LumpSums]
Table = tuple[tuple[Answer, ...], tuple[int, ...]]
TABLES: dict[tuple[object, ...], Table] = {}
"""The last table that was made, by what it was made of."""
NEVER = Answer(eligible=None, share=NO_AMOUNT, letters="")
"""Stands where a combination cannot be, such as one country of two kinds."""


class Outcomes:
    """The answers to every question about one programme on one day."""

    def __init__(self, programme: Programme, today: date) -> None:
        self.programme, self.today = programme, today
        self.types, self.clusters = tuple(OrganisationType), tuple(Membership)
        self._known: dict[tuple[object, ...], Answer] = {}

    @cached_property
    def destinations(self) -> dict[str, Destination]:
        """Where one may go: visits by slug, then countries of the current call's table by code."""
        call = self.programme.call
        visits = {visit.slug: self._visit(visit) for visit in self.programme.visits}
        rates = self.programme.lump_sums_of(call).rates_eur
        return visits | {code: self._destination(code, call, online=False) for code in rates}

    def _visit(self, visit: Visit) -> Destination:
        call, online = self.programme.call_of(visit), visit.is_online(self.today)
        return self._destination(visit.country, call, online=online)

    def _destination(self, code: str, call: Call, *, online: bool) -> Destination:
        rate = self.programme.lump_sums_of(call).rate_eur(code)
        kind = Kind(call.slug, online, kind_of_country(code), rate is not None)
        return Destination(code, kind)

    @cached_property
    def kinds(self) -> dict[Kind, str]:
        """The kinds of destination that there are, each with a country that stands for it."""
        found: dict[Kind, str] = {}
        for destination in self.destinations.values():
            found.setdefault(destination.kind, destination.country)
        return found

    def call(self, kind: Kind) -> Call:
        """Give the call of a kind of destination."""
        return next(call for call in self.programme.calls if call.slug == kind.call)

    @cached_property
    def limits(self) -> tuple[int, ...]:
        """The days at which an answer may change, from 1 upwards."""
        named = (RuleId.DAYS_MIN, RuleId.DAYS_USUAL, RuleId.HALVED_DAYS)
        packs = [self.programme.rules_of(self.call(kind)) for kind in self.kinds]
        rules = [rule for pack in packs for name in named if (rule := pack.rule(name))]
        return tuple(sorted({1, LONGEST, *(rule.parameters["days"] for rule in rules)}))

    def kind_of_days(self, days: int) -> int:
        """Give the place of the highest limit that the days reach."""
        return sum(limit <= days for limit in self.limits) - 1

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many kinds each axis has, in the order of `indices`."""
        where = (len(self.kinds), len(SEATS), 2)
        return (*where, len(self.types), len(self.limits), len(NEAR), len(self.clusters))

    @cached_property
    def table(self) -> Table:
        """Every different answer, and for each combination of kinds the place of its answer.

        It is the same in every language, and an editor who works on a visit seldom changes it.
        """
        made_of = self._made_of()
        if made_of not in TABLES:
            TABLES.clear()
            found: dict[Answer, int] = {}
            places = [found.setdefault(answer, len(found)) for answer in self._all()]
            TABLES[made_of] = tuple(found), tuple(places)
        return TABLES[made_of]

    def _made_of(self) -> tuple[object, ...]:
        """Give everything that the table follows from."""
        records = [record for kind in self.kinds for record in self._rules(kind)]
        return (*self.kinds.items(), *(record.model_dump_json() for record in records))

    def _rules(self, kind: Kind) -> Rules:
        call = self.call(kind)
        return call, self.programme.rules_of(call), self.programme.lump_sums_of(call)

    def _all(self) -> Iterator[Answer]:
        for kind, to in self.kinds.items():
            rules = self._rules(kind)
            for facts in self._questions(kind, to):
                yield self._answer(facts, rules) if facts else NEVER

    def _questions(self, kind: Kind, to: str) -> Iterator[Facts | None]:
        """Give what may be asked about a kind of destination; None for what cannot be."""
        axes = (self.types, self.limits, NEAR.values(), self.clusters)
        for seat, same in product(SEATS, (False, True)):
            pair = _seat(seat, to, same=same)
            for visitor_type, days, near, cluster in product(*axes):
                yield (
                    Facts(
                        seat=pair,
                        to=to,
                        visitor_type=visitor_type,
                        days=days,
                        near=near,
                        online=kind.online,
                        cluster=cluster,
                    )
                    if pair
                    else None
                )

    def _answer(self, facts: Facts, rules: Rules) -> Answer:
        """Conclude once from what the rules do; many questions have that in common."""
        call, pack, table = rules
        does, rate = effects(facts, pack, table), table.rate_eur(facts.to or "")
        same = (call.slug, does, rate, facts.near, facts.online)
        if same not in self._known:
            self._known[same] = answer(facts, pack, does, rate)
        return self._known[same]

    def indices(self, asked: Asked) -> tuple[int, ...]:
        """Give the place of a question on each axis."""
        destination = self.destinations[asked.to]
        return (
            tuple(self.kinds).index(destination.kind),
            IN_NO_LIST if asked.country == OTHER else kind_of_country(asked.country),
            int(asked.country == destination.country),
            self.types.index(asked.visitor_type),
            self.kind_of_days(asked.days),
            tuple(NEAR).index(asked.near),
            self.clusters.index(asked.cluster),
        )

    def look_up(self, asked: Asked) -> Answer:
        """Give the answer to a question from the table, as the page's script does."""
        answers, places = self.table
        place = 0
        for index, size in zip(self.indices(asked), self.sizes, strict=True):
            place = place * size + index
        return answers[places[place]]


def _seat(kind: int, to: str, *, same: bool) -> str:
    """Give a country of this kind that is the host's, or is not; empty when there is none."""
    if same:
        return to if kind_of_country(to) == kind else ""
    return next(code for code in SEATS[kind] if code != to)


def answer(
    facts: Facts, pack: RulePack, does: tuple[Effect | None, ...], rate: Decimal | None
) -> Answer:
    """Draw the conclusion from what each rule of a pack does, and keep what the page needs."""
    told = zip(pack.rules, does, strict=True)
    found = verdict({rule.id: effect for rule, effect in told if effect}, rate)
    letters = {rule: LETTERS[effect] for rule, effect in found.effects.items()}
    near = facts.near is not False and not facts.online
    if near and letters.get(RuleId.HALVED_DISTANCE) == "p":
        letters[RuleId.HALVED_DISTANCE] = ALREADY_HALVED
    said = "".join(letters.get(rule.id, ABSENT) for rule in pack.rules)
    return Answer(found.eligible, _share(found.amount_eur, rate), said)


def _share(amount: Decimal | None, rate: Decimal | None) -> str:
    if amount is None:
        return NO_AMOUNT
    if not amount:
        return NOTHING
    return FULL if amount == rate else HALF

"""The page's look-up says what the rules say, for every combination of answers."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.words import Words
from generator.programme.assess import Effect, Facts
from generator.programme.countries import COSME, IN_TABLE_NOT_COSME, ISO_3166
from generator.programme.programme import Programme
from generator.programme.rules import RuleId
from generator.programme.visit import Notice
from generator.programme.vocabularies import Membership, OrganisationType
from generator.site.may_i_go import MayIGo
from generator.site.outcomes import LETTERS, LONGEST, NEAR, OTHER, Asked, Outcomes

TODAY = date(2021, 6, 15)
SEATS = sorted(COSME | IN_TABLE_NOT_COSME | {"CH", "GB", OTHER})
NO_LIST = sorted(ISO_3166 - COSME - IN_TABLE_NOT_COSME)
SHARES = {"full": Decimal(1), "half": Decimal("0.5"), "zero": Decimal(0)}


@pytest.fixture(scope="module")
def outcomes(programme):
    return Outcomes(programme, TODAY)


@pytest.fixture(scope="module")
def may_i_go(programme):
    t, f = texts("en"), formats("en")
    return MayIGo(programme, "en", t, f, Words(t, f, TODAY))


def test_a_visit_that_is_full_is_offered_for_its_waiting_list(programme):
    visit = programme.visit("northern-bohemia")
    notice = Notice.model_validate({"kind": "full", "from": "2021-06-01", "words": "It is full."})
    full = visit.model_copy(update={"notices": (*visit.notices, notice)})
    changed = programme.model_copy(update={"visits": (full,)})
    t, f = texts("en"), formats("en")

    page = MayIGo(changed, "en", t, f, Words(t, f, TODAY))

    assert page.visits() == [full]
    told = page.table()["visits"]["northern-bohemia"]
    assert told["apply"] == "/apply/candidature"
    assert "You can ask for the waiting list until" in told["next"]


def same(outcomes, asked: Asked) -> bool:
    """Say whether the look-up agrees with the rules, on the answer, the amount and each rule."""
    programme, visit = outcomes.programme, outcomes.programme.visit(asked.to)
    to = visit.country if visit else asked.to
    facts = Facts(
        seat=NO_LIST[-1] if asked.country == OTHER else asked.country,
        to=to,
        visitor_type=asked.visitor_type,
        days=asked.days,
        near=NEAR[asked.near],
        online=bool(visit and visit.is_online(TODAY)),
        cluster=asked.cluster,
    )
    wanted, found = programme.assess(facts, visit), outcomes.look_up(asked)
    rate = programme.lump_sums_of(programme.call_of(visit)).rate_eur(to)
    amount = None if found.share == "none" else rate * SHARES[found.share]
    rules = programme.rules_of(programme.call_of(visit)).rules
    said = {r.id: x for r, x in zip(rules, found.letters, strict=True) if x != "-"}
    effects = {line.rule: LETTERS[line.effect] for line in wanted.lines}
    return (
        found.eligible is wanted.eligible
        and amount == wanted.amount_eur
        and {rule: x.replace("a", "p") for rule, x in said.items()} == effects
    )


def test_the_look_up_is_right_for_every_pair_of_countries(outcomes):
    answers = list(product((OrganisationType.SME, OrganisationType.SCALING_UP), (3, 5), NEAR))

    wrong = [
        asked
        for seat, to in product(SEATS, outcomes.destinations)
        for kind, days, near in answers
        if not same(outcomes, asked := Asked(seat, to, kind, days, near, Membership.PARTNER))
    ]

    assert wrong == []


def test_the_look_up_is_right_for_every_organisation_and_stay(outcomes):
    pairs = (("IT", "northern-bohemia"), ("IT", "slovakia-online"), ("CZ", "CZ"), ("GB", "FR"))
    axes = (OrganisationType, range(1, LONGEST + 1), NEAR, Membership)

    wrong = [
        asked
        for (seat, to), rest in product(pairs, product(*axes))
        if not same(outcomes, asked := Asked(seat, to, *rest))
    ]

    assert wrong == []


@settings(max_examples=300)
@given(data=st.data())
def test_the_look_up_is_right_wherever_one_looks(outcomes, data):
    asked = Asked(
        data.draw(st.sampled_from(SEATS)),
        data.draw(st.sampled_from(sorted(outcomes.destinations))),
        data.draw(st.sampled_from(OrganisationType)),
        data.draw(st.integers(1, LONGEST)),
        data.draw(st.sampled_from(sorted(NEAR))),
        data.draw(st.sampled_from(Membership)),
    )

    assert same(outcomes, asked)


def test_other_rules_give_another_table(programme):
    pack = programme.rules_of(programme.call)
    rules = tuple(
        rule.model_copy(update={"parameters": {"days": 4}}) if rule.id is RuleId.DAYS_MIN else rule
        for rule in pack.rules
    )
    stricter = pack.model_copy(update={"rules": rules})
    others = tuple(stricter if each is pack else each for each in programme.rule_packs)
    changed = Programme.model_construct(**(dict(programme) | {"rule_packs": others}))
    asked = Asked("IT", "CZ", OrganisationType.SME, 3, "no", Membership.PARTNER)

    before = Outcomes(programme, TODAY).look_up(asked)

    assert before.eligible
    assert Outcomes(changed, TODAY).look_up(asked).eligible is False
    assert Outcomes(programme, TODAY).look_up(asked) == before


def test_every_effect_of_a_rule_has_a_letter():
    assert set(LETTERS) == set(Effect) - {Effect.OVERRIDDEN}, (
        "nobody overrides before a case is there"
    )


def test_the_published_table_says_the_same_amounts(may_i_go):
    table = json.loads(json.dumps(may_i_go.table()))

    assert table["to"]["northern-bohemia"]["money"]["half"] == "€305"
    assert table["to"]["DK"]["money"]["full"] == "€1,100"
    assert table["to"]["northern-bohemia"]["stays"]["scaling-up"] == 5
    assert len(table["days"]) == LONGEST
    assert table["rules"][0][0]["id"] == "type-visitor"
    assert {place["indicative"] for place in table["to"].values()} == {True}


def test_only_visits_that_one_can_aim_at_are_offered(may_i_go):
    assert [visit.slug for visit in may_i_go.visits()] == [
        "northern-bohemia",
        "lyon",
        "valencia",
    ]


def test_an_open_visit_is_followed_by_the_form_and_another_by_its_day(may_i_go):
    visits = may_i_go.table()["visits"]

    assert visits["northern-bohemia"]["apply"] == "/apply/candidature"
    assert visits["lyon"]["apply"] == ""
    assert "1 March 2022" in visits["lyon"]["next"]


@pytest.mark.parametrize(
    ("today", "url"),
    [(TODAY, "/apply/candidature"), (date(2022, 5, 1), ""), (date(2021, 1, 1), "")],
)
def test_a_country_is_followed_by_the_form_while_the_call_is_open(programme, today, url):
    t, f = texts("en"), formats("en")

    table = MayIGo(programme, "en", t, f, Words(t, f, today)).table()

    assert table["words"]["ownUrl"] == url


def test_a_table_without_script_has_every_country_with_exact_amounts(may_i_go):
    rows = {name: amounts for name, *amounts in may_i_go.rows()}

    assert rows["Czechia"] == [Decimal(305), Decimal(610), Decimal(305)]
    assert rows["France"] == [Decimal(450), Decimal(900), Decimal(450)]
    assert rows["Norway"] == [None, None, None]
    assert len(rows) == 40

"""The scheme's own cases, and what must hold for every case."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.programme.assess import Effect, Facts
from generator.programme.vocabularies import Membership, OrganisationType
from generator.reader.folder import read

T = OrganisationType
PROGRAMME = read(Path(__file__).parents[2] / "content")

CASES = {
    "an SME for three days": (("IT", "CZ", T.SME, 3), {}, (True, "305.00")),
    "a technology centre for five days": (("IT", "CZ", T.CLUSTER, 5), {}, (True, "610.00")),
    "Spain to France": (("ES", "FR", T.SME, 3), {}, (True, "450.00")),
    "Vienna to Bratislava": (("AT", "SK", T.SME, 5), {"near": True}, (True, "305.00")),
    "short and near halves once": (("IT", "CZ", T.SME, 3), {"near": True}, (True, "305.00")),
    "short, and nobody knows how near": (("IT", "CZ", T.SME, 3), {"near": None}, (True, "305.00")),
    "long, and nobody knows how near": (("IT", "CZ", T.SME, 5), {"near": None}, (None, "610.00")),
    "its own country": (("IT", "IT", T.SME, 3), {}, (False, None)),
    "two days": (("IT", "CZ", T.SME, 2), {}, (False, None)),
    "a second visit": (("IT", "CZ", T.SME, 3), {"visited_before": True}, (False, None)),
    "online": (("IT", "CZ", T.SME, 3), {"online": True}, (True, "0.00")),
    "scaling-up for three days": (("IT", "CZ", T.SCALING_UP, 3), {}, (None, "305.00")),
    "a large company": (("IT", "CZ", T.LARGE_COMPANY, 5), {}, (False, None)),
    "Norway": (("NO", "CZ", T.SME, 5), {}, (False, None)),
    "to Norway": (("IT", "NO", T.SME, 5), {}, (False, None)),
    "Great Britain": (("GB", "CZ", T.SME, 5), {}, (None, "610.00")),
}


@pytest.mark.parametrize(("way", "more", "answer"), CASES.values(), ids=CASES.keys())
def test_the_schemes_own_cases(way, more, answer):
    seat, to, kind, days = way
    found = PROGRAMME.assess(Facts(seat=seat, to=to, visitor_type=kind, days=days, **more))

    eligible, amount = answer
    assert found.eligible is eligible
    assert found.amount_eur == (Decimal(amount) if amount else None)


MAYBE = st.sampled_from([True, False, None])
COUNTRY = st.sampled_from(["IT", "CZ", "FR", "NO", "GB", "XK", "EL", "US"])
FACTS = st.builds(
    Facts,
    seat=COUNTRY,
    to=COUNTRY,
    visitor_type=st.sampled_from(T),
    days=st.integers(0, 60),
    consecutive=MAYBE,
    near=MAYBE,
    online=st.booleans(),
    visited_before=MAYBE,
    cluster=st.sampled_from(Membership),
    small_enough=MAYBE,
    residence=MAYBE,
)


@given(FACTS)
def test_no_amount_is_above_the_tables_maximum(facts):
    amount = PROGRAMME.assess(facts).amount_eur

    assert amount is None or 0 <= amount <= PROGRAMME.lump_sums_of(PROGRAMME.call).maximum_eur


@given(FACTS)
def test_an_amount_is_halved_at_most_once(facts):
    assert len(PROGRAMME.assess(facts).with_effect(Effect.HALVES)) <= 1


@given(FACTS)
def test_the_amount_alone_is_that_of_the_assessment(facts):
    assert PROGRAMME.amount_eur(facts) == PROGRAMME.assess(facts).amount_eur


@given(FACTS)
def test_the_same_facts_give_the_same_answer(facts):
    assert PROGRAMME.assess(facts) == PROGRAMME.assess(facts)


@given(FACTS)
def test_every_refusal_names_a_rule_and_pays_nothing(facts):
    answer = PROGRAMME.assess(facts)

    assert (answer.eligible is False) == bool(answer.with_effect(Effect.FAIL))
    assert answer.eligible is not False or answer.amount_eur is None

"""Amounts of money in sentences, beside the tables of lump sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from generator.reader.checks.passages import Passage, Remark, Spot

if TYPE_CHECKING:
    from decimal import Decimal

    from generator.programme.lump_sums import LumpSums

NUMBER = r"\d{1,3}(?:[., \u00a0\u202f'’]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
SCALE = r"(?!\s*(?:[kKmM]\b|bn\b|[mb]illion|mill?iard|thousand|mil\b|mln\b|tis))"
AMOUNT = re.compile(
    rf"(?:€\s?|\bEUR\s?|\beuros?\s)(?P<before>{NUMBER})(?![\d.,]*\d){SCALE}"
    rf"|(?<![\d.,])(?P<after>{NUMBER})\s?(?:€|EUR\b|eur[oaů]?s?\b)",
    re.IGNORECASE,
)
# What a sentence about another kind of money says; such an amount is not ours to judge.
OTHER_MONEY = re.compile(
    r"\b(fees?|price[sd]?|tickets?|hotels?|budget|turnover|balance sheet|sales|invest\w*|revenue|"
    r"contracts?|worth|salar\w+|fare|costs?|de minimis)\b",
    re.IGNORECASE,
)
CEILING = re.compile(r"\b(up to|at most|maximum|no more than|never more than|ceiling)\b", re.I)
VISIT = re.compile(r"\(/(?:[a-z]{2}/)?visits/([a-z0-9-]+)/")
PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+|]|\d+\.)[ \t]?)")
SENTENCE = re.compile(r"(?<=[.!?])\s")


class Amount(NamedTuple):
    """An amount that a sentence gives, and what the sentence says about it."""

    spot: Spot
    shown: str
    euros: str
    is_ceiling: bool
    visits: tuple[str, ...]
    """Visits that the same paragraph links to."""


def amounts_in(passage: Passage) -> Iterator[Amount]:
    """Give the amounts of a text, but for those that speak of other money."""
    for found in AMOUNT.finditer(passage.words):
        paragraph = _around(PARAGRAPH, passage.words, found.start())
        start = found.start() - paragraph[0]
        first, last = _around(SENTENCE, passage.words[slice(*paragraph)], start)
        sentence = passage.words[paragraph[0] + first : paragraph[0] + last]
        if not OTHER_MONEY.search(sentence):
            yield Amount(
                passage.spot(found.start()),
                found[0],
                _euros(found["before"] or found["after"]),
                bool(CEILING.search(sentence)),
                tuple(VISIT.findall(passage.words[slice(*paragraph)])),
            )


def amount_mistakes(
    amounts: Iterable[Amount], table: LumpSums, countries: tuple[str, ...]
) -> Iterator[Remark]:
    """Give the amounts that the table does not have.

    Far above the maximum, an amount is no lump sum but a budget or the like.

    Args:
        amounts: the amounts of one text.
        table: the lump sums that apply.
        countries: the host countries that the text is about; empty for any.
    """
    from decimal import Decimal  # whoever only looks for amounts does without it

    for amount in amounts:
        rates = {code: table.rate_eur(code) for code in countries or table.rates_eur}
        allowed = {part for rate in rates.values() if rate for part in (rate, rate / 2)}
        if amount.is_ceiling or not countries:
            allowed.add(table.maximum_eur)
        euros = Decimal(amount.euros)
        if euros and euros not in allowed and euros < 10 * table.maximum_eur:
            said = f"{amount.shown} does not agree with the table of lump sums"
            yield Remark(amount.spot, "wrong-amount", said, _hint(rates, countries, table))


def _hint(rates: dict[str, Decimal | None], countries: tuple[str, ...], table: LumpSums) -> str:
    if not countries:
        return f"no country of {table.slug}.yml gives this, whole or half; look there"
    said = ", ".join(
        f"{code} gives EUR {rate:,f}, or half of it, EUR {rate / 2:,f}"
        if rate
        else f"{code} has no rate"
        for code, rate in rates.items()
    )
    return f"{table.slug}.yml says: {said}"


def _around(cut: re.Pattern[str], words: str, at: int) -> tuple[int, int]:
    """Give start and end of the piece around a character."""
    start, end = 0, len(words)
    for found in cut.finditer(words):
        if found.end() <= at:
            start = found.end()
        elif found.start() > at:
            end = found.start()
            break
    return start, end


def _euros(number: str) -> str:
    """Read 1,100 and 1.100 and 1 100 as the same number, and 304.50 as it is."""
    whole, cents = number, ""
    if re.search(r"[.,]\d{1,2}$", number):
        whole, cents = re.split(r"[.,](?=\d{1,2}$)", number)
    return f"{re.sub(r'[^0-9]', '', whole)}.{cents or 0}"

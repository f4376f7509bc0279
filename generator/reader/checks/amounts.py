"""Amounts of money in sentences; `rates` compares them with the tables of lump sums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reader.checks.findings import Amount
from generator.reader.checks.passages import Passage

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

"""Slips of the pen in English words, found without a dictionary.

A dictionary does not know the names of people, firms and fibres, and would cry wolf at each. So we
go the other way: the usual slips of words that such texts use often (`spelling.txt`), which are
one letter left out, one typed twice, or two neighbours swapped. A word with a capital letter is never a slip, since it may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.programme.languages import ENGLISH
from generator.reader.checks.passages import Passage
from generator.reader.nodes import Mistake

FILE = f"{__file__.removesuffix('.py')}.txt"
SHORTEST = 6
"""Letters of a word whose slips are made: those of shorter words are often words themselves."""
WORD = re.compile(r"(?<![\w@./#:=-])[a-z]{3,}(?![\w@/=]|[.:-]\w)")
"""A word in small letters that is no part of an address, a key or another word."""


class Known(NamedTuple):
    """What `spelling.txt` says."""

    words: frozenset[str]
    """Right words."""
    real: frozenset[str]
    """Words that only look like a slip of another."""
    left_out: dict[str, str]
    """Right words by what is left of them without one of their letters."""
    by_hand: dict[str, str]
    """Right words by their slips, those of several words among them."""
    starts: frozenset[str]
    """The first words of these slips."""


def may_be_slip(word: str) -> bool:
    """Say whether a word in small letters is a slip, or begins one."""
    return word in known().starts or right_word(word) != ""


def spelling_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give the slips of an English text, each where it stands."""
    if passage.language != ENGLISH:
        return
    for found in WORD.finditer(passage.words):
        wrong = found[0]
        right = right_word(wrong)
        if not right:
            wrong = " ".join(passage.words[found.start() : found.end() + 20].split()[:2])
            right = known().by_hand.get(wrong, "")
        if right:
            said = f'"{wrong}" is a slip of the pen'
            yield passage.mistake(found.start(), "misspelling", said, f'write "{right}"')


def right_word(word: str) -> str:
    """Give the word that was meant by a slip; empty when it is none that we know."""
    words, real, left_out, by_hand, _ = known()
    if word in words or word in real:
        return ""
    if word in by_hand or word in left_out:
        return by_hand.get(word) or left_out[word]
    for n in range(1, len(word)) if len(word) >= SHORTEST else ():
        twice, swapped = word[:n] + word[n + 1 :], word[:n] + word[n : n + 2][::-1] + word[n + 2 :]
        if word[n] == word[n - 1] and twice in words and len(twice) >= SHORTEST:
            return twice
        if swapped in words:
            return swapped
    return ""


@cache
def known() -> Known:
    """Read the list."""
    words: set[str] = set()
    real: set[str] = set()
    by_hand = {}
    with open(FILE, encoding="utf-8") as file:  # noqa: PTH123 - paths take longer to load
        lines = file.read().splitlines()
    for line in lines:
        wrong, equals, right = line.partition("=")
        if equals and not line.startswith("#"):
            by_hand[wrong] = right
        elif not line.startswith("#"):
            (real if line.startswith("- ") else words).update(line.removeprefix("- ").split())
    long = sorted(word for word in words if len(word) >= SHORTEST)
    left_out = {word[:n] + word[n + 1 :]: word for word in long for n in range(1, len(word) - 1)}
    starts = frozenset(slip.partition(" ")[0] for slip in by_hand)
    return Known(frozenset(words), frozenset(real), left_out, by_hand, starts)

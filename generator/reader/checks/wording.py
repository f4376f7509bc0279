"""Words that were never finished, and slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.programme.languages import ENGLISH
from generator.reader.checks.passages import Passage
from generator.reader.nodes import Mistake, Place

# "todo" is a word in Spanish and "tbc" may be a name: small letters count only on their own.
PLACEHOLDER = re.compile(
    r"(?i:\bnew block\b|\blorem ipsum\b|\bdolor sit amet\b|\[?\b(?:insert|your) text here\b\]?)"
    r"|\b(?:TODO|TBC|TBD|FIXME|XXX+)\b|\A\s*(?i:todo|tbc|tbd|fixme|xxx+|n\.n\.|\?{2,}|\.{3}|…)\s*\Z"
)
ASKED = re.compile(r"\s*:?\s*(.*)", re.DOTALL)
# Nothing follows: the end, a heading, or the next point of the same list.
UNFINISHED = re.compile(
    r"[^\s:][:：][*_]{0,3}[ \t]*(?=\s*\Z|\n\s*\n*#{1,6}[ \t])"
    r"|^(?P<indent>[ \t]*)[-*+] [^\n]*[^\s:]:[*_]{0,3}[ \t]*(?=\n(?P=indent)[-*+] )",
    re.MULTILINE,
)
DOUBLED = re.compile(r"(?<![-'’\w])([a-z]{2,})\s+\1(?![-'’\w])")
SAID_TWICE = {"that", "had", "very", "bye"}
"""English says these words twice on purpose."""


def placeholder_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give what stands where somebody meant to write later."""
    for found in PLACEHOLDER.finditer(passage.words):
        asked = ASKED.fullmatch(passage.words, found.end()) if not passage.is_page else None
        hint = f"write {asked[1]}" if asked and asked[1] and found[0] == "TODO" else ""
        yield passage.mistake(
            found.start(),
            "placeholder",
            f'"{found[0].strip()}" is a placeholder',
            hint
            or f"write the text, or {'take it out' if passage.is_page else 'leave the key out'}",
        )
        if hint:
            return


def unfinished_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give the sentences that end in a colon with nothing after it."""
    for found in UNFINISHED.finditer(passage.words):
        line = passage.words.rfind("\n", 0, found.end() - 1) + 1
        words = "the text ends in a colon and nothing follows"
        yield passage.mistake(line, "unfinished", words, "finish the sentence")


def doubled_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give the words that stand twice in a row in English."""
    for found in DOUBLED.finditer(passage.words) if passage.language == ENGLISH else ():
        if found[1] not in SAID_TWICE:
            words = f'the word "{found[1]}" stands twice'
            yield passage.mistake(found.start(), "doubled-word", words, "take one out")


def placeholder_places(mistakes: Iterable[Mistake]) -> set[Place]:
    """Give the places of placeholders; whatever else is said of them is noise."""
    return {mistake.place for mistake in mistakes if mistake.code == "placeholder"}

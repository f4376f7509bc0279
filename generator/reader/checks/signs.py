"""Signs: what stands in every text in which a look could find something.

Most texts have no link, no amount and no slip. To pick the marks out of a text, like `[` or `€`,
and to know all its words, is much quicker than to look at it in twenty ways. A test with made-up
texts shows that no sign is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, pairwise
from operator import eq, itemgetter
from string import ascii_letters
from typing import Any

from generator.reader.checks.passages import Passage

At = Callable[[Passage], Iterator[Any]]
END = "\0"
"""Stands behind every text that is searched."""
LETTERS = bytes(n | 32 if chr(n) in ascii_letters else 32 for n in range(256))
"""Every letter made small, and a space for everything else."""


class Look:
    """One way to look at a text, and the signs without which it finds nothing.

    Args:
        at: gives what it finds in a text.
        marks: one of them is a sign; they have no letters.
        word: says of a word in small letters whether it is a sign; letters from a to z count.
        phrase: this is a sign just as it is.
        only: a pattern; what it is not found in has no sign. The text is in small letters and END.
        also_one_word: look at values without a space too, like a short name or a day.
    """

    def __init__(
        self,
        at: At,
        marks: Iterable[str] = (),
        *,
        word: str | Callable[[str], object] | None = None,
        phrase: str = "",
        only: str = "",
        also_one_word: bool = False,
    ) -> None:
        self.at, self.also_one_word = at, also_one_word
        self.marks = tuple(mark.encode() for mark in marks)
        self.word = word
        self.is_sign = re.compile(word).fullmatch if isinstance(word, str) else word
        self.phrase = phrase.encode()
        self._only = re.compile(only)

    def may_find(self, folded: str) -> bool:
        """Say whether a text that has a sign is worth it."""
        return self._only.search(folded) is not None


class Looks:
    """Ways to look at a text; `twice` looks for a word that stands twice in a row."""

    def __init__(self, looks: Iterable[Look], twice: Look | None = None) -> None:
        self.looks, self._twice = tuple(looks), twice
        self._marks: dict[int, list[tuple[bytes, Look]]] = {}
        """The marks by their first byte."""
        for look in self.looks:
            for mark in look.marks:
                self._marks.setdefault(mark[0], []).append((mark, look))
        by_word = [(look, look.is_sign) for look in self.looks if look.is_sign]
        self._by_function = [pair for pair in by_word if callable(pair[0].word)]
        self._by_pattern = [pair for pair in by_word if not callable(pair[0].word)]
        written = [look.word for look in self.looks if isinstance(look.word, str)]
        self._fits_one = re.compile("|".join(f"(?:{word})" for word in written)).fullmatch
        """Few words fit a pattern at all, so all are tried together first."""
        marks = b"".join(mark for look in self.looks for mark in look.marks) + END.encode()
        self._no_marks = bytes(set(range(256)) - set(marks))
        self._phrases = [(look.phrase, look) for look in self.looks if look.phrase]
        self._quiet: set[bytes] = set()
        """Words that are no sign: nearly all, and most stand in every text."""

    def some(self, *ways: At) -> Looks:
        """Give those that look in one of some ways."""
        twice = self._twice if self._twice and self._twice.at in ways else None
        return Looks((look for look in self.looks if look.at in ways), twice)

    def worth(self, texts: Sequence[str]) -> list[tuple[At, int]]:
        """Give the ways to look that may find something, each with the number of its text."""
        if not texts:
            return []
        found: dict[tuple[At, int], None] = {}
        folded: dict[int, str] = {}
        for n, look in self._signs(texts):
            if (look.at, n) not in found:
                if n not in folded:
                    folded[n] = _folded(texts[n]) + END
                if look.may_find(folded[n]):
                    found[look.at, n] = None
        return sorted(found, key=itemgetter(1))

    def _signs(self, texts: Sequence[str]) -> Iterator[tuple[int, Look]]:
        """Look at all texts together: they are short."""
        said = END.join(texts)
        if said.count(END) >= len(texts):
            said = END.join(text.replace(END, " ") for text in texts)
        raw = (said if said.isascii() else _folded(said)).encode()
        words = _words(raw)
        if not self._quiet.issuperset(words):
            yield from self._telling(texts, set(words) - self._quiet)
        if self._twice and any(map(eq, words, words[1:])):
            for word in set(compress(words, map(eq, words, words[1:]))):
                twin = word.decode()
                if _stands_twice(twin, said):
                    where = (n for n, text in enumerate(texts) if _stands_twice(twin, text))
                    yield from ((n, self._twice) for n in where)
        for phrase, look in self._phrases:
            if phrase in raw:
                yield from ((n, look) for n in range(len(texts)))
        for n, there in enumerate(raw.translate(None, self._no_marks).split(END.encode())):
            if there:
                for first in self._marks.keys() & there:
                    yield from ((n, look) for mark, look in self._marks[first] if mark in there)

    def _telling(self, texts: Sequence[str], words: set[bytes]) -> Iterator[tuple[int, Look]]:
        """Give what to look for where words stand that nobody has met before, or that are signs."""
        looks_for = {word: self._looks_for(word.decode()) for word in words}
        telling = {word: looks for word, looks in looks_for.items() if looks}
        self._quiet |= words - telling.keys()
        for n, text in enumerate(texts) if telling else ():
            for word in telling.keys() & set(_words(_folded(text).encode())):
                yield from ((n, look) for look in telling[word])

    def _looks_for(self, word: str) -> list[Look]:
        ways = self._by_function
        if self._fits_one(word):
            ways = ways + self._by_pattern
        return [look for look, is_sign in ways if is_sign(word)]


def _words(raw: bytes) -> list[bytes]:
    """Give the words of a text in small letters; letters with accents part them."""
    return raw.translate(LETTERS).split()


def _folded(said: str) -> str:
    """Make capitals small, and what patterns that ignore capitals take for an i."""
    if "ı" in said or "İ" in said:
        said = said.replace("ı", "i").replace("İ", "i")
    return said.casefold()


def _stands_twice(word: str, text: str) -> bool:
    """Say whether nothing but space stands between a word, in small letters, and the next."""
    places = pairwise(_all(word, text))
    return any(text[at + len(word) : after].isspace() for at, after in places)


def _all(word: str, text: str) -> Iterator[int]:
    """Give every place of a word, also inside of others."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))

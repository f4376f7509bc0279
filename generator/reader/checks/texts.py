"""What the words of one file say: its own mistakes, and what must be compared with other files.

Most texts have no link, no amount and no year. Each look names signs, one of which stands in
every text that it could say anything about; looking for a sign is a hundred times quicker. A test
with made-up texts shows that no sign is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, islice, pairwise
from operator import eq
from string import ascii_lowercase
from typing import Any, NamedTuple

from generator.reader.checks.amounts import Amount, amounts_in
from generator.reader.checks.days import Promise, day_mistakes, promises_in
from generator.reader.checks.links import Link, links_in, named_link_mistakes
from generator.reader.checks.markdown import (
    VAGUE,
    empty_link_mistakes,
    heading_mistakes,
    html_mistakes,
    note_mistakes,
    picture_mistakes,
)
from generator.reader.checks.passages import Passage, Step, without_code
from generator.reader.checks.spelling import spelling_mistakes, suspects
from generator.reader.checks.wording import (
    doubled_mistakes,
    placeholder_mistakes,
    unfinished_mistakes,
)
from generator.reader.nodes import Mistake, Tree

Found = Mistake | Link | Amount | Promise
At = Callable[[Passage], Iterator[Found]]


class Findings(NamedTuple):
    """Mistakes of the words, and the links, amounts and promises that they make."""

    mistakes: tuple[Mistake, ...] = ()
    links: tuple[Link, ...] = ()
    amounts: tuple[Amount, ...] = ()
    promises: tuple[Promise, ...] = ()

    def mentions(self) -> Findings:
        """Give what must be compared with other files, without the mistakes."""
        return self._replace(mistakes=()) if any(self) else NOTHING

    def packed(self) -> tuple[Any, ...]:
        """Give the mentions as plain tuples, to be kept; `unpacked` takes them back."""
        mentions = (self.links, self.amounts, self.promises)
        return tuple(tuple(map(tuple, each)) for each in mentions) if any(mentions) else ()

    @classmethod
    def unpacked(cls, packed: tuple[Any, ...]) -> Findings:
        """Give the findings that `packed` made plain."""
        if not packed:
            return NOTHING
        links, amounts, promises = packed
        return cls(
            (),
            tuple(Link(*each) for each in links),
            tuple(Amount(*each) for each in amounts),
            tuple(Promise(*each) for each in promises),
        )


class Look:
    """One way to look at a text, and the signs without which it finds nothing.

    Args:
        at: gives what it finds in a text.
        signs: in small letters; one of them stands in every text that it could find something in.
            A text ends in END.
        words: the same, for signs that are whole words; looking one up is quicker still.
        only: says more exactly what such a text has, where the signs stand in many others too.
        also_one_word: look at values without a space too, like a short name or a day.
    """

    def __init__(
        self,
        at: At,
        signs: Iterable[str] = (),
        only: str = "",
        *,
        words: Iterable[str] = (),
        also_one_word: bool = False,
    ) -> None:
        self.at, self.signs, self.also_one_word = at, tuple(signs), also_one_word
        self.words = frozenset(word.encode() for word in words)
        self.only = re.compile(only or "|".join(map(re.escape, (*self.signs, *words))))

    def spots(self, folded: str, words: set[bytes]) -> list[int]:
        """Give where signs stand; looking for a letter is quicker than looking for a pattern."""
        if self.words and not self.words.isdisjoint(words):
            return [found.start() for found in self.only.finditer(folded)]
        for sign in self.signs:
            if sign in folded:
                return [found.start() for found in self.only.finditer(folded)]
        return []


END = "\0"
NOTHING = Findings()
# Several lines for one look are quicker than one pattern with several beginnings.
LOOKS = (
    Look(placeholder_mistakes, words="todo tbc tbd fixme lorem dolor".split(), also_one_word=True),
    Look(placeholder_mistakes, ["xxx"], also_one_word=True),
    Look(placeholder_mistakes, ["n.n."], also_one_word=True),
    Look(placeholder_mistakes, "?", r"\?\?", also_one_word=True),
    Look(placeholder_mistakes, ["..."], also_one_word=True),
    Look(placeholder_mistakes, "…", also_one_word=True),
    Look(placeholder_mistakes, only="new block|text here", words=["block", "here"]),
    Look(unfinished_mistakes, ":", rf":[*_]*[ \t]*[\s{END}]"),
    Look(unfinished_mistakes, "："),
    Look(heading_mistakes, "#"),
    Look(picture_mistakes, "!", r"!\["),
    Look(picture_mistakes, "<", "<img"),
    Look(note_mistakes, "[", r"\[(?:\^|\d)"),
    Look(note_mistakes, "¹²³⁴⁵⁶⁷⁸⁹"),
    Look(empty_link_mistakes, "]", r"\]\(\s*\)"),
    Look(empty_link_mistakes, "[", rf"\[\s*(?:{VAGUE})\s*\]\("),
    Look(html_mistakes, "<"),
    Look(named_link_mistakes, "[", r"\]\["),
    *(Look(links_in, [sign]) for sign in ("](", "]:", "<", "://", "www.")),
    Look(links_in, ["http:"], also_one_word=True),
    Look(day_mistakes, ["20"], r"20\d\d"),
    Look(promises_in, ["20"], r"20\d\d"),
    Look(amounts_in, "€"),
    Look(amounts_in, ["eur"], "eur(?!op)"),
)
ONE_WORD = tuple(look for look in LOOKS if look.also_one_word)
ONLY_WORDS = bytes(n if chr(n) in ascii_lowercase else 32 for n in range(256))


def tree_findings(walked: Iterable[Step], tree: Tree, file: str) -> Findings:
    """Look at every text of a record: at all of them together first, since most have no sign."""
    sentences: list[Step] = []
    words: list[Step] = []
    for step in walked:
        said = step[1]
        if type(said) is str:
            (sentences if " " in said or "\n" in said else words).append(step)
    found = [
        each
        for looks, steps in ((LOOKS, sentences), (ONE_WORD, words))
        for at, (path, said, language) in _worth_a_look(looks, steps)
        for each in at(Passage(said, file, tree, path, language).without_code())
    ]
    return _sorted(found)


def _worth_a_look(looks: tuple[Look, ...], steps: list[Step]) -> Iterator[tuple[At, Step]]:
    """Give the texts that have a sign of a look, each once for a look."""
    parts = [_folded(said) + END for _, said, _ in steps]
    folded = "".join(parts)
    words = folded.encode().translate(ONLY_WORDS).split()
    known = set(words)
    spots: dict[At, list[int]] = {}
    for look in looks:
        there = look.spots(folded, known)
        if there:
            spots[look.at] = [*spots.get(look.at, ()), *there]
    if looks is LOOKS:
        spots[doubled_mistakes] = list(_doubled(folded, words))
        spots[spelling_mistakes] = [at for slip in suspects(known) for at in _all(slip, folded)]
    if spots:
        ends = list(accumulate(map(len, parts)))
        for at, there in spots.items():
            for n in sorted({bisect_right(ends, spot) for spot in there}):
                yield at, steps[n]


def _folded(said: str) -> str:
    """Fold capitals, and what patterns that ignore capitals take for an i; leave code out."""
    said = without_code(said)
    if "ı" in said or "İ" in said:
        said = said.replace("ı", "i").replace("İ", "i")
    return said.casefold()


def _doubled(folded: str, words: list[bytes]) -> Iterator[int]:
    """Give where a word stands that may stand twice in a row."""
    if not any(map(eq, words, islice(words, 1, None))):
        return
    for word in {one.decode() for one, next_ in pairwise(words) if one == next_}:
        for at, after in pairwise(_all(word, folded)):
            if folded[at + len(word) : after].isspace():
                yield at


def _all(word: str, folded: str) -> Iterator[int]:
    """Give every place of a word, also inside of others."""
    at = folded.find(word)
    while at >= 0:
        yield at
        at = folded.find(word, at + len(word))


def page_findings(passage: Passage) -> Findings:
    """Look at a page, or at a mail."""
    passage = passage.without_code()
    steps: list[Step] = [((), passage.words, passage.language)]
    return _sorted([each for at, _ in _worth_a_look(LOOKS, steps) for each in at(passage)])


def _sorted(found: list[Found]) -> Findings:
    if not found:
        return NOTHING
    return Findings(
        tuple(each for each in found if isinstance(each, Mistake)),
        tuple(dict.fromkeys(each for each in found if isinstance(each, Link))),
        tuple(each for each in found if isinstance(each, Amount)),
        tuple(each for each in found if isinstance(each, Promise)),
    )

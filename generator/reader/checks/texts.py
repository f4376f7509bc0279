"""What the words of one file say: its own mistakes, and what must be compared with other files.

Most texts have no link, no amount and no year. Each look names signs, one of which stands in
every text that it could say anything about; looking for a sign is a hundred times quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import eq
from typing import Any, NamedTuple

from generator.reader.checks.amounts import Amount, amounts_in
from generator.reader.checks.days import Promise, day_mistakes, promises_in
from generator.reader.checks.links import Link, links_in, named_link_mistakes
from generator.reader.checks.markdown import markdown_mistakes
from generator.reader.checks.passages import Passage, Step
from generator.reader.checks.spelling import spelling_mistakes, suspects
from generator.reader.checks.wording import (
    doubled_mistakes,
    placeholder_mistakes,
    unfinished_mistakes,
)
from generator.reader.nodes import Mistake, Tree

Found = Mistake | Link | Amount | Promise


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


@dataclass(frozen=True)
class Look:
    """One way to look at a text, and the signs without which it finds nothing."""

    at: Callable[[Passage], Iterator[Found]]
    signs: tuple[str, ...]
    """In small letters; a text ends in END."""
    also_one_word: bool = False
    """Look at values without a space too, like a short name or a day."""


END = "\0"
NOTHING = Findings()
LOOKS = (
    Look(
        placeholder_mistakes,
        (*"block lorem dolor todo tbc tbd fixme xxx n.n. ?? ... …".split(), "text here"),
        also_one_word=True,
    ),
    Look(unfinished_mistakes, (":\n", ": \n", ":*", ":_", f":{END}", f": {END}", "：")),
    Look(markdown_mistakes, ("](", "][", "[^", "[1", "<", "# ", "##", *"¹²³⁴⁵⁶⁷⁸⁹")),
    Look(named_link_mistakes, ("][",)),
    Look(links_in, ("](", "]:", "<", "://", "www.")),
    Look(links_in, ("http:",), also_one_word=True),
    Look(day_mistakes, ("20",)),
    Look(promises_in, ("20",)),
    Look(amounts_in, ("€", "eur")),
)
ONLY_LETTERS = str.maketrans(f"()[]{END}", "     ", ".,;:!?\"'-*_“”„…")


def tree_findings(walked: Iterable[Step], tree: Tree, file: str) -> Findings:
    """Look at every text of a record."""
    texts = [
        (path, words, language, words.casefold() + END)
        for path, words, language in walked
        if isinstance(words, str)
    ]
    found: list[Found] = []
    for look in _looks("".join(folded for *_, folded in texts)):
        for path, words, language, folded in texts:
            for sign in look.signs:
                if sign in folded and (look.also_one_word or " " in words or "\n" in words):
                    passage = Passage(words, file, tree, path, language).without_code()
                    found.extend(look.at(passage))
                    break
    return _sorted(found)


def page_findings(passage: Passage) -> Findings:
    """Look at a page, or at a mail."""
    passage = passage.without_code()
    looks = _looks(passage.words.casefold() + END)
    return _sorted([each for look in looks for each in look.at(passage)])


def _looks(folded: str) -> list[Look]:
    """The looks that can find something, each with only those of its signs that are there."""
    looks = []
    for look in LOOKS:
        signs = tuple([sign for sign in look.signs if sign in folded])
        if signs:
            looks.append(replace(look, signs=signs))
    words = folded.translate(ONLY_LETTERS).split()
    if any(map(eq, words, islice(words, 1, None))):
        looks.append(Look(doubled_mistakes, ("",)))
    slips = suspects(words)
    if slips:
        looks.append(Look(spelling_mistakes, tuple(slips)))
    return looks


def _sorted(found: list[Found]) -> Findings:
    if not found:
        return NOTHING
    return Findings(
        tuple(each for each in found if isinstance(each, Mistake)),
        tuple(dict.fromkeys(each for each in found if isinstance(each, Link))),
        tuple(each for each in found if isinstance(each, Amount)),
        tuple(each for each in found if isinstance(each, Promise)),
    )

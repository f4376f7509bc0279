"""What the words of one file say: its own mistakes, and what must be compared with other files.

Most texts have no link, no amount and no year. Each look names signs, one of which stands in
every text that it could say anything about; looking for a sign is a hundred times quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.reader.checks.amounts import Amount, amounts_in
from generator.reader.checks.days import Promise, day_mistakes, promises_in
from generator.reader.checks.links import Link, links_in, named_link_mistakes
from generator.reader.checks.markdown import markdown_mistakes
from generator.reader.checks.passages import Passage, Step
from generator.reader.checks.wording import (
    DOUBLED,
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
    also_one_word: bool = False
    """Look at values without a space too, like a short name or a day."""


NOTHING = Findings()
LOOKS = (
    Look(
        placeholder_mistakes,
        (
            "block",
            "lorem",
            "dolor",
            "text here",
            "todo",
            "tbc",
            "tbd",
            "fixme",
            "xxx",
            "n.n.",
            "??",
            "...",
            "…",
        ),
        also_one_word=True,
    ),
    Look(unfinished_mistakes, (":", "：")),
    Look(markdown_mistakes, ("[", "<", "#", *"¹²³⁴⁵⁶⁷⁸⁹")),
    Look(named_link_mistakes, ("][",)),
    Look(links_in, ("](", "]:", "<", "://", "www.")),
    Look(links_in, ("http:",), also_one_word=True),
    Look(day_mistakes, ("20",)),
    Look(promises_in, ("20",)),
    Look(amounts_in, ("€", "eur")),
)


def tree_findings(walked: Iterable[Step], tree: Tree, file: str) -> Findings:
    """Look at every text of a record."""
    looks = _worth_it(file)
    quick = [look for look in looks if look.also_one_word]
    found: list[Found] = []
    for path, words, language in walked:
        if isinstance(words, str):
            some = _signed(words, looks if " " in words or "\n" in words else quick)
            if some:
                _look(Passage(words, file, tree, path, language), some, found)
    return _sorted(found)


def page_findings(passage: Passage) -> Findings:
    """Look at a page, or at a mail."""
    found: list[Found] = []
    _look(passage, _worth_it(passage.file), found)
    return _sorted(found)


def _worth_it(file: str) -> list[Look]:
    """The looks that can find something in a file."""
    plain = file.casefold()
    looks = [look for look in LOOKS if any(sign in plain for sign in look.signs)]
    if DOUBLED.search(file):
        looks.append(Look(doubled_mistakes, ("",)))
    return looks


def _signed(words: str, looks: list[Look]) -> list[Look]:
    if not looks:
        return looks
    plain = words.casefold()
    return [look for look in looks if any(sign in plain for sign in look.signs)]


def _look(passage: Passage, looks: list[Look], found: list[Found]) -> None:
    passage = passage.without_code()
    for look in looks:
        found.extend(look.at(passage))


def _sorted(found: list[Found]) -> Findings:
    if not found:
        return NOTHING
    return Findings(
        tuple(each for each in found if isinstance(each, Mistake)),
        tuple(dict.fromkeys(each for each in found if isinstance(each, Link))),
        tuple(each for each in found if isinstance(each, Amount)),
        tuple(each for each in found if isinstance(each, Promise)),
    )

"""What the words of one file say: its own mistakes, and what must be compared with other files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.reader.checks.amounts import Amount, amounts_in
from generator.reader.checks.days import Promise, day_mistakes, promises_in
from generator.reader.checks.links import Link, links_in, named_link_mistakes
from generator.reader.checks.markdown import markdown_mistakes
from generator.reader.checks.passages import Passage, of_tree
from generator.reader.checks.wording import PLACEHOLDER, placeholder_mistakes, wording_mistakes
from generator.reader.nodes import Mistake, Tree

PROSE = re.compile(r"\s")
MARKED = re.compile(r"[\[\]<>#¹²³]|https?:|www\.")
DATED = re.compile(r"20\d\d")
MONEY = re.compile(r"€|eur", re.IGNORECASE)


@dataclass(frozen=True)
class Findings:
    """Mistakes of the words, and the links, amounts and promises that they make."""

    mistakes: tuple[Mistake, ...] = ()
    links: tuple[Link, ...] = ()
    amounts: tuple[Amount, ...] = ()
    promises: tuple[Promise, ...] = ()


NOTHING = Findings()


def tree_findings(tree: Tree, file: str) -> Findings:
    """Look at every text of a record."""
    return findings(of_tree(tree, file))


def findings(passages: Iterable[Passage]) -> Findings:
    """Look at every passage once.

    Most texts have no link, no amount and no year; a quick look saves the slow ones.
    """
    mistakes: list[Mistake] = []
    links: list[Link] = []
    amounts: list[Amount] = []
    promises: list[Promise] = []
    for passage in map(Passage.without_code, passages):
        if not PROSE.search(passage.words):
            if PLACEHOLDER.search(passage.words):
                mistakes += placeholder_mistakes(passage)
            if passage.words.startswith("http"):
                links.append(Link(passage.start, passage.words))
            continue
        mistakes += wording_mistakes(passage)
        if MARKED.search(passage.words):
            mistakes += [*markdown_mistakes(passage), *named_link_mistakes(passage)]
            links += links_in(passage)
        if DATED.search(passage.words):
            mistakes += day_mistakes(passage)
            promises += promises_in(passage)
        if MONEY.search(passage.words):
            amounts += amounts_in(passage)
    return Findings(tuple(mistakes), tuple(links), tuple(amounts), tuple(promises))

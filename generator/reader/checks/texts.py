"""All ways to look at words, and what they find in one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.reader.checks.amounts import amounts_in
from generator.reader.checks.days import day_mistakes, promises_in
from generator.reader.checks.findings import NOTHING, Amount, Findings, Link, Promise
from generator.reader.checks.glance import Glance, is_word
from generator.reader.checks.links import links_in, named_link_mistakes
from generator.reader.checks.markdown import (
    VAGUE,
    empty_link_mistakes,
    heading_mistakes,
    html_mistakes,
    note_mistakes,
    picture_mistakes,
)
from generator.reader.checks.passages import Passage, Step, walk
from generator.reader.checks.signs import END, Look, Looks
from generator.reader.checks.spelling import may_be_slip, spelling_mistakes
from generator.reader.checks.wording import (
    doubled_mistakes,
    placeholder_mistakes,
    unfinished_mistakes,
)
from generator.reader.nodes import Mistake, Tree

Found = Mistake | Link | Amount | Promise

# Several lines for one look, each with its own sign, are quicker than one that has them all.
LOOKS = Looks(
    [
        Look(placeholder_mistakes, ["??"], only=r"\?\?", also_one_word=True),
        Look(placeholder_mistakes, "…", phrase="...", also_one_word=True),
        Look(placeholder_mistakes, word="todo|tbc|tbd|fixme|.*xxx.*", also_one_word=True),
        Look(placeholder_mistakes, word="n", only=r"\A\s*n\.n\.", also_one_word=True),
        Look(placeholder_mistakes, word="lorem|dolor"),
        Look(placeholder_mistakes, word="block|here", only="new block|text here"),
        Look(unfinished_mistakes, ":", only=rf":[*_]*+[ \t]*+(?:\n|\s*+{END})"),
        Look(unfinished_mistakes, "："),
        Look(heading_mistakes, "#"),
        Look(picture_mistakes, ["!["]),
        Look(picture_mistakes, "<", only="<img"),
        Look(note_mistakes, "[", only=r"\[(?:\^|\d)"),
        Look(note_mistakes, "¹²³⁴⁵⁶⁷⁸⁹"),
        Look(empty_link_mistakes, ["]("], only=r"\]\(\s*\)"),
        Look(empty_link_mistakes, ["]("], only=rf"\[\s*(?:{VAGUE})\s*\]\("),
        Look(html_mistakes, "<"),
        Look(named_link_mistakes, ["]["]),
        Look(links_in, ["]("], only=r"\]\(\s*<?(?!https:)"),  # most lead to https: only
        Look(links_in, ["]:", "<"]),
        Look(links_in, word=".*http", only="http:", also_one_word=True),
        Look(day_mistakes, ["20"], only=r"20\d\d"),
        Look(promises_in, ["20"], only=r"20\d\d"),
        Look(amounts_in, "€", word=".*eur(?!op).*"),
        Look(spelling_mistakes, word=may_be_slip),
    ],
    twice=Look(doubled_mistakes),
)
OF_MAILS = LOOKS.some(placeholder_mistakes, unfinished_mistakes, doubled_mistakes)
ONE_WORD = Looks(look for look in LOOKS.looks if look.also_one_word)


def tree_findings(record: Glance, tree: Tree, file: str) -> Findings:
    """Look at every text of a record: at all of them together first, since most have no sign."""
    found = list(_found(LOOKS, record.texts, tree, file))
    if ONE_WORD.worth(record.words):
        strings = [step for step in walk(record.value) if type(step[1]) is str]
        words = [step for step in strings if is_word(step[1])]
        found += _found(ONE_WORD, words, tree, file)
    return _sorted(found)


def _found(looks: Looks, steps: list[Step], tree: Tree, file: str) -> Iterator[Found]:
    for at, n in looks.worth([said for _, said, _ in steps]):
        path, said, language = steps[n]
        yield from at(Passage(said, file, tree, path, language).without_code())


def page_findings(passage: Passage) -> Findings:
    """Look at a page, or at a mail."""
    passage = passage.without_code()
    return _sorted([each for at, _ in LOOKS.worth([passage.words]) for each in at(passage)])


def slips_in(passage: Passage) -> Iterator[Mistake]:
    """Give what is unfinished or stands twice in a mail; it is no Markdown."""
    for at, _ in OF_MAILS.worth([passage.words]):
        yield from at(passage)


def _sorted(found: list[Found]) -> Findings:
    if not found:
        return NOTHING
    kinds: dict[type, list[Any]] = {Mistake: [], Link: [], Amount: [], Promise: []}
    for each in found:
        kinds[each.__class__].append(each)
    mistakes, links, amounts, promises = kinds.values()
    return Findings(tuple(mistakes), tuple(dict.fromkeys(links)), tuple(amounts), tuple(promises))

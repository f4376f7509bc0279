"""The links that a text makes and that somebody must judge; `targets` says where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reader.checks.findings import Link
from generator.reader.checks.passages import Passage
from generator.reader.nodes import Mistake

LINK = re.compile(r"\]\(\s*<?(?P<to>[^)\s>]+)>?(?:\s+[\"'][^\n]*?[\"'])?\s*\)")
NAMED = re.compile(r"(?<!!)\[[^\]\n]+\]\[([^\]\n]*)\]")
NAME = re.compile(r"^ {0,3}\[([^\]^\n][^\]\n]*)\]:\s*<?(?P<to>\S+?)>?(?=\s|$)", re.MULTILINE)
HREF = re.compile(r"<(?:a|img)\b[^>]*\b(?:href|src)\s*=\s*[\"'](?P<to>[^\"']+)", re.IGNORECASE)
BARE = re.compile(r"(?P<to>http://[^\s<>()\"']+)")
SIGNED = (("](", LINK), ("]:", NAME), ("<", HREF), ("://", BARE))
ELSEWHERE = ("https:", "mailto:", "www.", "{")
"""What begins so leads out of the site, and nobody here can judge it. What begins with http: may
stand somewhere else with https:."""


def links_in(passage: Passage) -> Iterator[Link]:
    """Give every address of a text that somebody must judge, where it stands first."""
    told: set[str] = set()
    for sign, pattern in SIGNED:
        for found in pattern.finditer(passage.words) if sign in passage.words else ():
            target = found["to"].rstrip(".,;:!?") if pattern is BARE else found["to"]
            if target not in told and not target.casefold().startswith(ELSEWHERE):
                told.add(target)
                yield Link(passage.spot(found.start("to")), target)


def named_link_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give the links by name whose address is written nowhere."""
    names = {found[1].casefold() for found in NAME.finditer(passage.words)}
    for found in NAMED.finditer(passage.words):
        name = found[1] or found[0].partition("]")[0][1:]
        if name.casefold() not in names:
            said = f'the link by the name "{name}" has no address'
            hint = f"write [{name}]: https://… on a line below the text"
            yield passage.mistake(found.start(), "empty-link", said, hint)

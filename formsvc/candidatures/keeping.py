"""Several devices at one draft: a page never overwrites what it has not seen.

Each step's page carries what it showed: a name of its own and a digest of every answer. An answer
that somebody else has changed since is shown beside the one typed here, and a person chooses.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

CHOICE, HERE, THERE = "choose.", "here", "there"
SEEN = re.compile(r"([\w-]{8,22})((?: \w+\.[0-9a-f]{8})*)", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """What one page showed of a step; a page that says nothing saw empty answers."""

    page: str
    digests: Mapping[str, str]

    @classmethod
    def of(cls, answers: Mapping[str, Any], names: Iterable[str]) -> Seen:
        """Say what a new page shows of these answers."""
        return cls(secrets.token_urlsafe(9), {name: _digest(answers.get(name)) for name in names})

    @classmethod
    def read(cls, text: str) -> Seen:
        """Read what a page sent back."""
        found = SEEN.fullmatch(text)
        pairs = found[2].split() if found else []
        return cls(found[1] if found else "", dict(pair.split(".") for pair in pairs))

    def __str__(self) -> str:
        """Write it as a hidden field holds it."""
        return " ".join([self.page, *(f"{name}.{seen}" for name, seen in self.digests.items())])

    def after(self, typed: Mapping[str, Any]) -> Seen:
        """Say what the same page has seen once its answers are kept."""
        return Seen(self.page, {name: _digest(answer) for name, answer in typed.items()})

    def saw(self, name: str, answer: Any) -> bool:
        """Say whether the page showed this very answer."""
        return self.digests.get(name, _digest("")) == _digest(answer)


@dataclass(frozen=True)
class Clash:
    """One answer that was changed elsewhere after this page was shown."""

    name: str
    there: Any
    here: Any
    only_there: bool
    """Nobody touched it on this page."""


def clashes(
    seen: Seen, kept: Mapping[str, Any], typed: Mapping[str, Any], *, last_page: str | None
) -> list[Clash]:
    """Give the answers that this page would overwrite unseen.

    Args:
        seen: what the page showed.
        kept: the answers kept by now.
        typed: what the page sends.
        last_page: the page that kept this step last; if it is this one, nobody came between.
    """
    if seen.page and seen.page == last_page:
        return []
    return [
        Clash(name, kept.get(name, ""), here, only_there=seen.saw(name, here))
        for name, here in typed.items()
        if kept.get(name, "") != here and not seen.saw(name, kept.get(name, ""))
    ]


def chosen(sent: MultiDict[str, str], kept: Mapping[str, Any]) -> MultiDict[str, str]:
    """Give what was sent, with the answers kept elsewhere where a person chose those."""
    found = sent.copy()
    for field, choice in sent.items():
        name = field.removeprefix(CHOICE)
        if field.startswith(CHOICE) and choice == THERE:
            answer = kept.get(name, "")
            found.setlist(name, answer if isinstance(answer, list) else [answer])
    return found


def fingerprint(answers: Mapping[str, Any]) -> str:
    """Name a set of answers, to see whether they are still what a page showed."""
    return _digest(answers, 16)


def _digest(answer: Any, length: int = 8) -> str:
    text = json.dumps("" if answer is None else answer, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:length]

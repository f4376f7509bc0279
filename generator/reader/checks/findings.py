"""What the words of one file say: their mistakes, and what must be compared with other files."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.reader.checks.passages import Spot
from generator.reader.nodes import Mistake


class Link(NamedTuple):
    """An address in a text, and where it stands."""

    spot: Spot
    target: str


class Amount(NamedTuple):
    """An amount that a sentence gives, and what the sentence says about it."""

    spot: Spot
    shown: str
    euros: str
    is_ceiling: bool
    visits: tuple[str, ...]
    """Visits that the same paragraph links to."""


class Promise(NamedTuple):
    """A sentence that calls a time future, and the last day of that time."""

    spot: Spot
    shown: str
    last_on: str


class Findings(NamedTuple):
    """Mistakes of the words, and the links, amounts and promises that they make."""

    mistakes: tuple[Mistake, ...] = ()
    links: tuple[Link, ...] = ()
    amounts: tuple[Amount, ...] = ()
    promises: tuple[Promise, ...] = ()

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


NOTHING = Findings()

"""The stencil: a page that the theme rendered once, cut at its markers, stamped for each record.

The theme renders one page whose texts are markers (`@@title@@`, `@@main@@`, …). Cutting it gives
constant strings; stamping a page is one join. The theme's own cost is paid once, not once a
record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.programme.errors import ProgrammeError

SIGN = "@@"
MARKER = re.compile(r"@@([a-z]+(?::[a-z-]+)?)@@")
REQUIRED = frozenset({"title", "description", "canonical", "head", "main", "bodyclass"})
CURRENT = "current:"
HREF = "href:"
"""With a language: where this page stands in that language."""
IS_CURRENT = b' aria-current="page"'


Part = str | list[bytes]
"""HTML for one marker; in pieces when it is long."""


class StencilBroken(ProgrammeError):  # noqa: N818 - named as what happened
    """The theme lost a marker, or a page was stamped without one of its parts."""


@dataclass(frozen=True)
class Stencil:
    """A page cut at its markers: text, marker, text, marker, … text."""

    pieces: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Stencil:
        """Cut a rendered page.

        Raises:
            StencilBroken: a marker that every page needs is not there, or a piece of one is left.
        """
        pieces = tuple(MARKER.split(html))
        missing = REQUIRED - set(pieces[1::2])
        if missing:
            raise StencilBroken(
                f"the theme's page lost these markers: {', '.join(sorted(missing))}"
            )
        for piece in pieces[::2]:
            if SIGN in piece:
                at = piece.index(SIGN)
                raise StencilBroken(f"not a marker: {piece[at : at + 30]!r}")
        return cls(pieces)

    @property
    def markers(self) -> frozenset[str]:
        """The names of the markers."""
        return frozenset(self.pieces[1::2])

    @cached_property
    def _plans(self) -> dict[str, tuple[list[str], list[bytes]]]:
        return {}

    def _plan(self, current: str) -> tuple[list[str], list[bytes]]:
        """Give the markers of a section's pages, and what stands before, between and after them."""
        if current not in self._plans:
            names, texts = [], [b""]
            for place, piece in enumerate(self.pieces):
                if place % 2 == 0:
                    texts[-1] += piece.encode()
                elif piece == CURRENT + current:
                    texts[-1] += IS_CURRENT
                elif not piece.startswith(CURRENT):
                    names.append(piece)
                    texts.append(b"")
            self._plans[current] = names, texts
        return self._plans[current]

    def stamp(self, parts: Mapping[str, Part], *, current: str = "") -> bytes:
        """Put the parts in the places of the markers.

        Args:
            parts: HTML by marker name, already escaped.
            current: the key of the section whose link in the header is the current one.

        Raises:
            StencilBroken: a marker has no part.
        """
        return b"".join(self.pieces_of(parts, current=current))

    def pieces_of(self, parts: Mapping[str, Part], *, current: str = "") -> list[bytes]:
        """Do the same, but leave the page in pieces: a long one need not stand twice in memory."""
        names, texts = self._plan(current)
        out = texts[:1]
        for name, text in zip(names, texts[1:], strict=True):
            if name not in parts:
                raise StencilBroken(f"nothing to put at the marker {name}")
            part = parts[name]
            out += part if isinstance(part, list) else [part.encode()]
            out.append(text)
        return out

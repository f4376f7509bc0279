"""Every record's own cloth, drawn as a small SVG pattern from a weaving draft.

    Loom().cloth("liberec", country="CZ", ecosystem="textiles")

A cloth is under 1 kB when it follows from its record, needs no style, no script and no
file, and is the same on every build and every machine.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import lcm
from typing import TypeVar

from markupsafe import Markup

from generator.look.drafts import DRAFTS
from generator.look.dyes import palette
from generator.look.escaping import escape_text

NO_ID = re.compile(r"[^a-zA-Z0-9]+")
Thing = TypeVar("Thing")
Dye = TypeVar("Dye", str, int)
"""The name of a dye, or a number for it."""

#: Draft, colour order of the warp, colour order of the weft; a, b, c are dyes.
Style = tuple[str, str, str]

#: An ecosystem weaves in one family; the slug picks the style in it.
FAMILIES: tuple[tuple[Style, ...], ...] = (
    (
        ("herringbone", "a", "b"),
        ("twill", "aaaabbbb", "aaaabbbb"),
        ("chevron", "a", "b"),
        ("wide-twill", "a", "b"),
        ("herringbone", "aaaaaaac", "b"),
    ),
    (
        ("diamond", "a", "b"),
        ("rosepath", "a", "b"),
        ("goose-eye", "a", "b"),
        ("goose-eye", "aaaaac", "b"),
        ("diamond", "aaaaacaaaa", "b"),
    ),
    (
        ("basket", "a", "b"),
        ("satin", "a", "b"),
        ("basket", "aacc", "b"),
        ("plain", "aabb", "abab"),
        ("fine-twill", "b", "aaac"),
    ),
)

#: The country gives the main dye; the slug picks what goes with it. Light beside dark,
#: so that every pair is a figure on a ground.
GOES_WITH: dict[str, tuple[str, ...]] = {
    "indigo": ("linen", "woad", "weld"),
    "madder": ("weld", "linen", "chalk"),
    "logwood": ("linen", "chalk", "weld"),
    "verdigris": ("linen", "weld", "chalk"),
    "walnut": ("linen", "woad", "weld"),
    "woad": ("chalk", "indigo", "linen"),
    "weld": ("indigo", "walnut", "madder"),
}


class Loom:
    """Weaves cloths in one programme's dyes."""

    def __init__(self, dyes: Mapping[str, str] | None = None) -> None:
        self.dyes = palette(dyes)
        self._pattern = lru_cache(maxsize=4096)(self._draw)

    def cloth(
        self,
        slug: str,
        *,
        draft: str | None = None,
        warp: Sequence[str] | None = None,
        weft: Sequence[str] | None = None,
        country: str | None = None,
        ecosystem: str | None = None,
        cell: int = 6,
        css: str = "weave",
        uid: str | None = None,
    ) -> Markup:
        """Draw a record's cloth; it fills the box its CSS class gives it.

        What the record does not name (`draft`, `warp`, `weft`) follows from its slug,
        country and ecosystem. `cell` is the width of a thread in px. `uid` makes the
        pattern's id unique when one record's cloth stands twice on a page.
        Raises KeyError for an unknown draft or dye.
        """
        body = self._pattern(*_resolve(slug, country, ecosystem, draft, warp, weft))
        name = "w-" + NO_ID.sub("-", uid or slug)
        return Markup(  # noqa: S704 - made of known dyes, numbers and a cleaned id
            f'<svg class="{escape_text(css)}" aria-hidden="true" shape-rendering="crispEdges"><defs>'
            f'<pattern id="{name}" patternTransform="scale({cell:d})" {body}</pattern></defs>'
            f'<rect width="100%" height="100%" fill="url(#{name})"/></svg>'
        )

    def _draw(self, draft: str, warp: tuple[str, ...], weft: tuple[str, ...]) -> str:
        dyes = tuple(dict.fromkeys((*warp, *weft)))
        width, height, ground, runs = _woven(
            draft, tuple(map(dyes.index, warp)), tuple(map(dyes.index, weft))
        )
        threads = "".join(
            f'<path stroke="{self.dyes[dyes[dye]]}" d="{path}"/>' for dye, path in runs.items()
        )
        return (
            f'width="{width}" height="{height}" patternUnits="userSpaceOnUse">'
            f'<path fill="{self.dyes[dyes[ground]]}" d="M0 0h{width}v{height}H0z"/>{threads}'
        )


cloth = Loom().cloth


@dataclass(frozen=True)
class Swatch:
    """A cloth as its draft and the colours of its threads, to be drawn by other means than SVG."""

    draft: str
    warp: tuple[str, ...]
    weft: tuple[str, ...]

    def tile(self) -> list[list[str]]:
        """The smallest piece that repeats: rows of dye names."""
        return tile(self.draft, self.warp, self.weft)


def swatch(
    slug: str,
    *,
    draft: str | None = None,
    warp: Sequence[str] | None = None,
    weft: Sequence[str] | None = None,
    country: str | None = None,
    ecosystem: str | None = None,
) -> Swatch:
    """Choose a record's cloth, as `Loom.cloth` does."""
    return Swatch(*_resolve(slug, country, ecosystem, draft, warp, weft))


@lru_cache(maxsize=1024)
def chosen(
    slug: str, country: str | None, ecosystem: str | None
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The draft, warp and weft that follow from a record; the same for ever."""
    draft, warp, weft = _pick(_family(ecosystem or slug), slug, "style")
    main = _main_dye(country or slug)
    second = _pick(GOES_WITH[main], slug, "second")
    third = _pick(tuple(dye for dye in GOES_WITH[main] if dye != second), slug, "third")
    dyes = {"a": main, "b": second, "c": third}
    return draft, tuple(dyes[key] for key in warp), tuple(dyes[key] for key in weft)


@lru_cache(maxsize=64)
def _family(of: str) -> Sequence[Style]:
    return _pick(FAMILIES, of, "family")


@lru_cache(maxsize=64)
def _main_dye(of: str) -> str:
    return _pick(tuple(GOES_WITH), of, "dye")


@lru_cache(maxsize=256)
def _woven(
    draft: str, warp: tuple[int, ...], weft: tuple[int, ...]
) -> tuple[int, int, int, dict[int, str]]:
    """Weave in numbers instead of dyes: a few weaves stand behind hundreds of cloths.

    Gives width, height, the number that covers most, and the path of each other.
    """
    rows = tile(draft, warp, weft)
    ground, *_ = Counter(dye for row in rows for dye in row).most_common(1)[0]
    return len(rows[0]), len(rows), ground, _runs(rows, ground)


def tile(draft: str, warp: Sequence[Dye], weft: Sequence[Dye]) -> list[list[Dye]]:
    """The smallest piece of the cloth that repeats: rows of dyes."""
    plan = DRAFTS[draft]
    width = lcm(len(plan.threading), len(warp))
    height = lcm(len(plan.treadling), len(weft))
    return [
        [
            warp[end % len(warp)] if plan.warp_is_up(pick, end) else weft[pick % len(weft)]
            for end in range(width)
        ]
        for pick in range(height)
    ]


def _resolve(
    slug: str,
    country: str | None,
    ecosystem: str | None,
    draft: str | None,
    warp: Sequence[str] | None,
    weft: Sequence[str] | None,
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Fill in what the record does not name, in dyes that can be told apart."""
    own_draft, own_warp, own_weft = chosen(slug, country, ecosystem)
    if not (draft or warp or weft):
        return own_draft, own_warp, own_weft
    first = tuple(warp or ()) or (_beside(weft, slug) if weft else own_warp[:1])
    return draft or own_draft, first, tuple(weft or ()) or _beside(first, slug)


def _beside(dyes: Sequence[str], slug: str) -> tuple[str, ...]:
    """One dye that can be seen beside all of these."""
    fits = [dye for dye in GOES_WITH.get(dyes[0], ("indigo", "madder")) if dye not in dyes]
    return (_pick(fits or [dye for dye in GOES_WITH if dye not in dyes], slug, "beside"),)


def _runs(rows: list[list[Dye]], ground: Dye) -> dict[Dye, str]:
    """One path a dye: horizontal strokes, one unit thick, each run as long as it can be."""
    paths: dict[Dye, str] = defaultdict(str)
    for y, row in enumerate(rows):
        at: dict[Dye, int] = {}
        x = 0
        while x < len(row):
            end = next((i for i in range(x, len(row)) if row[i] != row[x]), len(row))
            if row[x] != ground:
                start = f"m{x - at[row[x]]} 0" if row[x] in at else f"M{x} {y}.5"
                paths[row[x]] += f"{start}h{end - x}"
                at[row[x]] = end
            x = end
    return dict(paths)


def _pick(things: Sequence[Thing], *keys: str) -> Thing:
    """Choose steadily: never with hash(), which differs in every process."""
    digest = blake2b("\0".join(keys).encode(), digest_size=8).digest()
    return things[int.from_bytes(digest, "big") % len(things)]

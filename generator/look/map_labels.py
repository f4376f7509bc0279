"""Where the words of a map stand, so that none covers another or a knot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

Xy = tuple[float, float]
Box = tuple[float, float, float, float]

WIDTH_OF_A_LETTER = 0.58
"""Of Schibsted Grotesk at weight 600, per unit of size; a little more than its mean."""
KNOT = 10.0


class Label(NamedTuple):
    """Words at a point; `anchor` as in SVG's text-anchor."""

    words: str
    at: Xy
    size: int
    anchor: str = "start"

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        x, y = self.at
        width = len(self.words) * self.size * WIDTH_OF_A_LETTER
        left = x if self.anchor == "start" else x - width / (2 if self.anchor == "middle" else 1)
        return (left, y - self.size * 0.8, left + width, y + self.size * 0.25)


def placed(wishes: Sequence[Label], width: float, height: float) -> list[Label | None]:
    """Place each label beside its point, earlier ones first; None where nothing is free.

    No label leaves a drawing of that width and height.
    """
    taken: list[Box] = [(x - KNOT, y - KNOT, x + KNOT, y + KNOT) for x, y in (w.at for w in wishes)]
    found: list[Label | None] = []
    for number, wish in enumerate(wishes):
        others = taken[:number] + taken[number + 1 :]
        for label in _around(wish) if wish.words else ():
            box = label.box
            if _is_free(box, others, width, height):
                taken.append(box)
                found.append(label)
                break
        else:
            found.append(None)
    return found


def _around(wish: Label) -> Iterator[Label]:
    """Give the label at each side, the best first: most need no second."""
    (x, y), gap, words, size = wish.at, KNOT + 4, wish.words, wish.size
    middle, below = y + wish.size * 0.3, y + gap + wish.size * 0.8
    yield Label(words, (x + gap, middle), size, wish.anchor)
    yield Label(words, (x - gap, middle), size, "end")
    yield Label(words, (x, y - gap), size, "middle")
    yield Label(words, (x, below), size, "middle")


def _is_free(box: Box, others: Sequence[Box], width: float, height: float) -> bool:
    left, top, right, bottom = box
    inside = left >= 0 and top >= 0 and right <= width and bottom <= height
    return inside and not (others and any(_meet(box, other) for other in others))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

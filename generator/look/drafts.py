"""Weaving drafts: threading × tie-up × treadling, as weavers write them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """How a cloth is woven.

    Each warp thread hangs in one shaft (`threading`), each pick of the weft presses one
    treadle (`treadling`), and the `tie_up` says which shafts a treadle lifts.
    """

    threading: tuple[int, ...]
    tie_up: tuple[frozenset[int], ...]
    treadling: tuple[int, ...]

    def warp_is_up(self, pick: int, end: int) -> bool:
        """Whether warp thread `end` lies above pick `pick`; the draft repeats for ever."""
        treadle = self.treadling[pick % len(self.treadling)]
        return self.threading[end % len(self.threading)] in self.tie_up[treadle]


def straight(shafts: int) -> tuple[int, ...]:
    """0 1 2 3"""
    return tuple(range(shafts))


def point(shafts: int) -> tuple[int, ...]:
    """0 1 2 3 2 1"""
    return (*range(shafts), *range(shafts - 2, 0, -1))


def twill(shafts: int, *lifted: int) -> tuple[frozenset[int], ...]:
    """A tie-up in which each treadle lifts the same shafts, one further each time."""
    return tuple(
        frozenset((treadle + lift) % shafts for lift in lifted) for treadle in range(shafts)
    )


DRAFTS: dict[str, Draft] = {
    "plain": Draft(straight(2), twill(2, 0), straight(2)),
    "basket": Draft((0, 0, 1, 1), twill(2, 0), (0, 0, 1, 1)),
    "twill": Draft(straight(4), twill(4, 0, 1), straight(4)),
    "fine-twill": Draft(straight(4), twill(4, 0), straight(4)),
    "wide-twill": Draft(straight(8), twill(8, 0, 1, 2), straight(8)),
    "herringbone": Draft((0, 1, 2, 3, 3, 2, 1, 0), twill(4, 0, 1), straight(4)),
    "chevron": Draft(straight(4), twill(4, 0, 1), point(4)),
    "goose-eye": Draft(point(4), twill(4, 0, 1), point(4)),
    "diamond": Draft(point(6), twill(6, 0, 1, 3), point(6)),
    "rosepath": Draft(point(8), twill(8, 0, 1, 4), point(8)),
    "satin": Draft((0, 2, 4, 1, 3), twill(5, 0), straight(5)),
}

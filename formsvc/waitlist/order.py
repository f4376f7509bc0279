"""The published order rule of the waiting lists: the one place where it stands.

Seats that become free are offered in the order from which the candidatures count: the moment they
were sent, if they were confirmed within 48 hours, else the moment they were confirmed. Who needs
more seats than are free keeps its place, and the next one that fits is asked. The same words stand
for the public in content/pages/faq.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formsvc.candidatures.models import Case
from formsvc.candidatures.seats import people


def in_order(cases: Iterable[Case]) -> list[Case]:
    """Sort candidatures by the instant from which they count; equal ones by their number."""
    return sorted(cases, key=lambda case: (case.counts_at or case.created_at, case.id))


@dataclass(frozen=True)
class Place:
    """Where one candidature stands on a list, and whether a seat can be offered to it now."""

    case: Case
    number: int
    of: int
    left: int
    """Seats that nobody holds."""
    fits: bool
    is_next: bool

    @property
    def why(self) -> str:
        """Say in words why it is its turn, or why not."""
        wanted = people(self.case.travellers, "seat")
        free = f"{self.left} {'is' if self.left == 1 else 'are'} free"
        if self.case.offer_ends_on:
            return f"{wanted} offered and held"
        if self.left <= 0:
            return f"needs {wanted}, no seat is free"
        if not self.fits:
            return f"needs {wanted}, {free}: it keeps its place"
        if self.is_next:
            return f"next: the first on the list who fits, {free}"
        return f"needs {wanted}, others wait before"


def places(cases: Iterable[Case], left: int) -> list[Place]:
    """Give every place of a list, in order, with the one that is next.

    Args:
        cases: everybody on the list of one visit.
        left: seats of that visit that nobody holds.
    """
    line = in_order(cases)
    first = next((case for case in line if _can_be_asked(case, left)), None)
    return [
        Place(case, number, len(line), left, case.travellers <= left, case is first)
        for number, case in enumerate(line, start=1)
    ]


def next_of(found: Sequence[Place]) -> Case | None:
    """Give the one that is next, or None: nobody waits, or nobody fits."""
    return next((place.case for place in found if place.is_next), None)


def _can_be_asked(case: Case, left: int) -> bool:
    return case.offer_ends_on is None and case.travellers <= left

"""What a build knows of the one before it, and what it leaves for the one after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from generator import state
from generator.programme.programme import Programme
from generator.site.noting import Note
from generator.site.version import Made, Published, stamp_file

FOR_EVER = 1e18


class Told(NamedTuple):
    """What an earlier build knows of a page: made of what, with what result, looking at what."""

    key: bytes
    digest: str
    notes: tuple[Note, ...]


@dataclass
class Before:
    """What the last build knew of its pages; empty when the site is not as it left it."""

    digests: dict[str, str] | None = None
    told: dict[str, Told] = field(default_factory=dict)
    seen: state.Signatures = field(default_factory=dict)

    @classmethod
    def load(cls, cache: Path, site: Path) -> Before:
        """Give what the last build told, if the site is still as that build left it."""
        found: dict[str, Any] = state.load(str(cache / "pages"))
        try:
            stands = stamp_file(site).read_text("utf-8") == found.get("version")
        except FileNotFoundError:
            return cls()
        if not stands:
            return cls()
        told = {path: Told(*one) for path, one in found["told"].items()}
        missing = state.changed(str(site), found["seen"])
        digests = {path: one for path, one in found["digests"].items() if path not in missing}
        told = {path: one for path, one in told.items() if path not in missing}
        return cls(digests, told, found["seen"])

    def told_below(self, start: str) -> dict[str, Told]:
        """Give what was told of the pages whose path begins so, by the rest of their path."""
        return {p[len(start) :]: one for p, one in self.told.items() if p.startswith(start)}

    def seen_now(self, site: Path, done: Published, pages: Mapping[str, Made]) -> state.Signatures:
        """Give the signatures of all pages of the site, now that a version is in place."""
        if self.digests is None:
            if done.unchanged:  # those are older than what waited
                return state.signatures(str(site))
            return {path: made.seen for path, made in pages.items()}
        known = self.digests
        return {
            path: self.seen[path] if known.get(path) == made.digest else made.seen
            for path, made in pages.items()
        }


def remember_pages(
    cache: Path,
    version: str,
    pages: Mapping[str, Made],
    told: Mapping[str, Told],
    seen: state.Signatures,
) -> None:
    """Leave behind what saves the next build its work: for `Before.load`."""
    digests = {path: made.digest for path, made in pages.items()}
    plain = {path: tuple(one) for path, one in told.items()}
    state.save(
        str(cache / "pages"), {"version": version, "digests": digests, "told": plain, "seen": seen}
    )


def day_of(programme: Programme, today: date) -> tuple[float, float]:
    """Give the instants between which the programme date is today."""
    if programme.site.today:
        return 0.0, FOR_EVER
    zone = programme.site.zone
    start = datetime.combine(today, time(), zone)
    end = datetime.combine(today + timedelta(1), time(), zone)
    return start.timestamp(), end.timestamp()

"""What a benchmark says of the machine that it runs on."""

from __future__ import annotations

from pathlib import Path


def file_system(place: Path) -> str:
    """Name the kind of file system that a folder stands on."""
    rows = [row.split()[1:3] for row in Path("/proc/mounts").read_text().splitlines()]
    fits = [(len(at), kind) for at, kind in rows if place.resolve().is_relative_to(at)]
    return max(fits)[1]

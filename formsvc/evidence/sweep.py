"""Finding and removing files that belong to nothing: what a crash left, never by guess."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .incoming import Incoming
from .store import FolderStore

GRACE_SECONDS = 3600


@dataclass(frozen=True)
class Orphan:
    """A file without a row: its name (a store's key or a part's name), place, age and bytes."""

    name: str
    path: Path
    size: int
    age_seconds: float


def orphans(
    store: FolderStore,
    incoming: Incoming,
    *,
    referenced: Container[str],
    now: datetime,
    grace_seconds: float = GRACE_SECONDS,
) -> Iterator[Orphan]:
    """List files that no row names and that nobody has written to for the grace time.

    `referenced` holds the keys of kept files and the names of parts still being sent. Read it
    before calling; a row that is written meanwhile is caught by the second look in `sweep`.
    """
    found = [(key, store.path(key)) for key in store.keys()]  # noqa: SIM118 - no mapping
    found += [(name, incoming.path(name)) for name in incoming.names()]
    for name, path in found:
        orphan = None if name in referenced else _look(name, path, now)
        if orphan and orphan.age_seconds >= grace_seconds:
            yield orphan


def sweep(
    found: Iterable[Orphan],
    *,
    is_referenced: Callable[[str], bool],
    now: datetime,
    grace_seconds: float = GRACE_SECONDS,
) -> list[Orphan]:
    """Remove orphans after a second look at each, at its row and at its age; list what went."""
    return [
        orphan
        for orphan in found
        if not is_referenced(orphan.name) and _remove(orphan, now, grace_seconds)
    ]


def _look(name: str, path: Path, now: datetime) -> Orphan | None:
    try:
        seen = path.stat()
    except FileNotFoundError:  # it has been moved or removed meanwhile
        return None
    return Orphan(name, path, seen.st_size, now.timestamp() - seen.st_mtime)


def _remove(orphan: Orphan, now: datetime, grace_seconds: float) -> bool:
    again = _look(orphan.name, orphan.path, now)
    if again is None or again.age_seconds < grace_seconds:
        return False
    orphan.path.unlink(missing_ok=True)
    return True

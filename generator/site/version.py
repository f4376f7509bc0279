"""One version at a time: public pages and the service's half change together.

Order: take the stamp away, rename changed pages into place one by one, switch the service's
folder by one rename, write the stamp last. Without a stamp the next build writes everything.
Swapping whole folders would cost a second at 10,000 pages; one changed record must not.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

NAME = 32
"""Letters of a content's name: half of its SHA-256, which processors have steps for."""


class Made(NamedTuple):
    """A file of a version, named by its content."""

    digest: str
    waiting: str | None = None
    """Where it waits to be moved into place; None: it is in place since the last version."""
    seen: tuple[int, int] = (-1, 0)
    """Size and time of change of the waiting file."""


@dataclass(frozen=True)
class Published:
    """What a build changed."""

    version: str
    written: int
    unchanged: int
    removed: int
    warnings: tuple[str, ...] = ()
    """What editors should look at, although the build went on."""

    def lines(self, site: Path) -> Iterator[str]:
        """Say it, the warnings first."""
        yield from self.warnings
        changed = (
            f"{self.written} files written, {self.unchanged} unchanged, {self.removed} removed"
        )
        yield f"Version {self.version} in {site}: {changed}."


def service_folder(site: Path) -> Path:
    """Where the form service's half of a site stands."""
    return site.with_name(f"{site.name}.service")


def stamp_file(site: Path) -> Path:
    """The file that names the complete version; absent while a build moves pages."""
    return site.with_name(f"{site.name}.version")


def cache_folder(site: Path) -> Path:
    """Where builds keep what saves them work; it may be removed at any time."""
    return site.with_name(f"{site.name}.cache")


def version_of(pages: Mapping[str, Made], service: Mapping[str, Made]) -> str:
    """Name a version by its content, so that the same content has the same name."""
    digest = sha256()
    for files in (pages, service):
        for path in sorted(files):
            digest.update(f"{path}\0{files[path].digest}\0".encode())
    return digest.hexdigest()[:16]


def put(pieces: bytes | Iterable[bytes], waiting: str, digest: str = "") -> Made:
    """Write a file that waits to be moved into place; in pieces, when it is long.

    Args:
        pieces: what stands in it.
        waiting: where it waits; its folder is made.
        digest: the name of the content, when it is known.
    """
    named = None if digest else sha256()
    file = _opened(waiting)
    try:
        for piece in (pieces,) if isinstance(pieces, bytes) else pieces:
            if named:
                named.update(piece)
            written = os.write(file, piece)
            while written < len(piece):
                written += os.write(file, memoryview(piece)[written:])
        seen = os.fstat(file)
    finally:
        os.close(file)
    found = named.hexdigest()[:NAME] if named else digest
    return Made(found, waiting, (seen.st_size, seen.st_mtime_ns))


def _opened(path: str) -> int:
    """Open a new file; most pages have a folder of their own, so that is made first."""
    folder = path.rpartition("/")[0]
    try:
        os.mkdir(folder)  # noqa: PTH102 - ten thousand times a build
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - the same
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)


def named(*pieces: bytes) -> str:
    """Name content."""
    digest = sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:NAME]


def publish(
    pages: Mapping[str, Made],
    service: Mapping[str, Made],
    site: Path,
    waiting: Path,
    before: Mapping[str, str] | None = None,
) -> Published:
    """Put a whole version in place; pages that did not change are not written.

    Args:
        pages: public files, by path below the site.
        service: the form service's files, by path below its folder; all of them wait.
        site: the folder of public pages.
        waiting: the folder in which files wait, each at its own path, pages below `site` and the
            others below `service`. Where there is no site yet, the first becomes it by one rename.
        before: the digests of the version in place, when it is known to be complete; without
            them every file is compared.
    """
    version = version_of(pages, service)
    stamp = stamp_file(site)
    if before is None and not site.exists():
        stamp.unlink(missing_ok=True)
        (waiting / "site").rename(site)
        _switch_service(waiting / "service", version, site)
        _write_stamp(stamp, version)
        return Published(version, len(pages), 0, 0)
    site.mkdir(parents=True, exist_ok=True)
    if before is None:
        there = set(_files(site))
        changed = [p for p in pages if p not in there or not _same(site / p, pages[p])]
        stale = sorted(there - pages.keys())
    else:
        changed = [path for path, made in pages.items() if before.get(path) != made.digest]
        stale = [path for path in before if path not in pages]
    stamp.unlink(missing_ok=True)
    folders: set[str] = set()
    for path in changed:
        _move(str(pages[path].waiting), f"{site}/{path}", folders)
    for path in stale:
        _remove(site / path, site)
    _switch_service(waiting / "service", version, site)
    _write_stamp(stamp, version)
    return Published(version, len(changed), len(pages) - len(changed), len(stale))


def _same(path: Path, made: Made) -> bool:
    if made.waiting is None:
        return True
    return path.stat().st_size == made.seen[0] and named(path.read_bytes()) == made.digest


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def _move(waiting: str, path: str, folders: set[str]) -> None:
    folder = path.rpartition("/")[0]
    if folder not in folders:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - ten thousand times a build
        folders.add(folder)
    os.replace(waiting, path)  # noqa: PTH105


def _write_stamp(stamp: Path, version: str) -> None:
    part = stamp.with_name(f".{stamp.name}.{os.urandom(4).hex()}")
    part.write_text(version, "utf-8")
    part.replace(stamp)


def _remove(path: Path, site: Path) -> None:
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == site or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def _switch_service(made: Path, version: str, site: Path) -> None:
    """Put the service's half beside the old one and switch a link to it by one rename."""
    link = service_folder(site)
    before = os.readlink(link) if link.is_symlink() else ""  # noqa: PTH115 - a name, not a path
    fresh = link.with_name(f"{link.name}-{version}")
    if not fresh.exists():
        (made / "version").write_text(version, "utf-8")
        made.rename(fresh)
    pointer = link.with_name(f".{link.name}.{os.urandom(4).hex()}")
    pointer.symlink_to(fresh.name)
    os.replace(pointer, link)  # noqa: PTH105 - Path.replace would follow the link on some systems
    for old in link.parent.glob(f"{link.name}-*"):
        if old.name not in (fresh.name, before):  # a request may still read the one before
            shutil.rmtree(old)

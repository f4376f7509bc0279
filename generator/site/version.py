"""One version at a time: public pages and the service's half change together.

Order: take the stamp away, rename changed pages into place one by one, switch the service's
folder by one rename, write the stamp last. Without a stamp the next build writes everything.
Swapping whole folders would cost a second at 10,000 pages; one changed record must not.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Published:
    """What a build changed."""

    version: str
    written: int
    unchanged: int
    removed: int


def service_folder(site: Path) -> Path:
    """Where the form service's half of a site stands."""
    return site.with_name(f"{site.name}.service")


def stamp_file(site: Path) -> Path:
    """The file that names the complete version; absent while a build moves pages."""
    return site.with_name(f"{site.name}.version")


def version_of(pages: Mapping[str, bytes], service: Mapping[str, bytes]) -> str:
    """Name a version by its content, so that the same content has the same name."""
    digest = sha256()
    for files in (pages, service):
        for path in sorted(files):
            digest.update(path.encode() + b"\0" + sha256(files[path]).digest())
    return digest.hexdigest()[:16]


def publish(pages: Mapping[str, bytes], service: Mapping[str, bytes], site: Path) -> Published:
    """Put a whole version in place; pages that did not change are not written.

    Args:
        pages: public files, by path below the site.
        service: the form service's files, by path below its folder.
        site: the folder of public pages.
    """
    version = version_of(pages, service)
    stamp = stamp_file(site)
    site.mkdir(parents=True, exist_ok=True)
    changed = [path for path in pages if not _same(site / path, pages[path])]
    stale = [path for path in _files(site) if path not in pages]
    stamp.unlink(missing_ok=True)
    for path in changed:
        _replace(site / path, pages[path])
    for path in stale:
        _remove(site / path, site)
    _switch_service({**service, "version": version.encode()}, version, site)
    _replace(stamp, version.encode())
    return Published(version, len(changed), len(pages) - len(changed), len(stale))


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(content)
    part.replace(path)


def _remove(path: Path, site: Path) -> None:
    path.unlink()
    for folder in path.parents:
        if folder == site or any(folder.iterdir()):
            return
        folder.rmdir()


def _switch_service(files: Mapping[str, bytes], version: str, site: Path) -> None:
    """Write the service's half beside the old one and switch a link to it by one rename."""
    link = service_folder(site)
    before = os.readlink(link) if link.is_symlink() else ""  # noqa: PTH115 - a name, not a path
    fresh = link.with_name(f"{link.name}-{version}")
    if not fresh.exists():
        part = link.with_name(f".{link.name}-{secrets.token_hex(4)}")
        for path, content in files.items():
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            (part / path).write_bytes(content)
        part.rename(fresh)
    pointer = link.with_name(f".{link.name}.{secrets.token_hex(4)}")
    pointer.symlink_to(fresh.name)
    os.replace(pointer, link)  # noqa: PTH105 - Path.replace would follow the link on some systems
    for old in link.parent.glob(f"{link.name}-*"):
        if old.name not in (fresh.name, before):  # a request may still read the one before
            shutil.rmtree(old)

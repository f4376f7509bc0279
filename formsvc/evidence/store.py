"""Where files are kept: behind three methods, so that object storage can come later."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

KEY = re.compile(r"[0-9a-f]{32}")


class Store(Protocol):
    """Keeps whole files under random names; knows nothing of cases or of people."""

    def put(self, part: Path, key: str | None = None) -> str:
        """Take over a received file durably and give its key; `part` is gone afterwards."""

    def open(self, key: str) -> BinaryIO:
        """Open a kept file for reading; raises FileNotFoundError when it is not there."""

    def remove(self, key: str) -> None:
        """Forget a file; removing what is not there is no error."""


class FolderStore:
    """A folder on the same file system as `incoming/`, since files arrive by rename.

    A key is 32 hexadecimal digits by chance and never a name that somebody chose; the file lies
    two folders deep (`ab/cd/abcd...`), readable by the service's own account only.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, part: Path, key: str | None = None) -> str:
        """Flush the file, rename it into place, flush the folder: only then is it "received".

        The order is what makes an acknowledgement true after a power cut. `key` is a new one,
        unless it was chosen before, so that a file is found again after a crash in between.
        """
        key = key or secrets.token_hex(16)
        target = self.path(key)
        _flush_file(part)
        _make_durably(target.parent)
        part.rename(target)
        flush_folder(target.parent)
        return key

    def open(self, key: str) -> BinaryIO:
        """Open a kept file for reading; raises FileNotFoundError when it is not there."""
        return self.path(key).open("rb")

    def remove(self, key: str) -> None:
        """Delete a file; deleting what is not there is no error."""
        self.path(key).unlink(missing_ok=True)

    def path(self, key: str) -> Path:
        """Say where a key's file lies; raises ValueError for anything that is not a key."""
        if not KEY.fullmatch(key):
            raise ValueError(f"not a key of this store: {key!r}")
        return self.root / key[:2] / key[2:4] / key

    def keys(self) -> Iterator[str]:
        """List what is there, in order, leaving out files that are not ours."""
        for path in sorted(self.root.glob("??/??/*")):
            if KEY.fullmatch(path.name) and path == self.path(path.name):
                yield path.name


def _flush_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fchmod(descriptor, 0o600)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_durably(folder: Path) -> None:
    """Make a folder and those above it; a new one is flushed through its parent."""
    if folder.is_dir():
        return
    _make_durably(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)  # another process may have been faster
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

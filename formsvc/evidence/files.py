"""Files of a deployment: where they arrive, where they are kept, how one comes in whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from flask import current_app

from formsvc.config import Config
from formsvc.evidence.checks import Inspection, inspect_limited
from formsvc.evidence.incoming import Incoming, Part, digest, lock
from formsvc.evidence.store import FolderStore


@dataclass(frozen=True)
class Kept:
    """A file that lies in the store, flushed, and has no row yet."""

    key: str
    part: Part
    found: Inspection


class Files:
    """The two folders of a deployment."""

    def __init__(self, config: Config) -> None:
        self.incoming = Incoming(config.data / "incoming")
        self.store = FolderStore(config.data / "files")

    @contextmanager
    def kept(self, part: Part) -> Iterator[Kept]:
        """Take in a file that has arrived: check, keep. What the block raises takes it away again.

        Raises UploadRefused. The block writes the row; nothing is "received" before it commits.
        """
        try:
            found = inspect_limited(part.path)
            key = self.store.put(part.path)
        finally:
            part.discard()
        try:
            yield Kept(key, part, found)
        except BaseException:
            self.store.remove(key)
            raise

    def arrived(self, key: str, size: int) -> int | None:
        """Say how many bytes are here of a file sent in pieces; None when it is gone.

        One that a crash caught between the store and its row has arrived whole.
        """
        try:
            return self.incoming.size(part_name(key))
        except FileNotFoundError:
            return size if self.store.path(key).exists() else None

    @contextmanager
    def whole(self, key: str) -> Iterator[Kept]:
        """Take in a file whose pieces are all here, one request at a time.

        Nothing is taken away when the block fails: asked again, it goes on where it stopped.
        Raises UploadRefused (busy while another request does the same), FileNotFoundError.
        """
        part, kept = self.incoming.path(part_name(key)), self.store.path(key)
        with _first_of(part, kept) as file:
            lock(file)
            path = part if part.exists() else kept  # nobody else moves it from here on
            found, about = inspect_limited(path), digest(path)
            if path == part:
                self.store.put(part, key)
            yield Kept(key, about, found)

    def forget(self, key: str) -> None:
        """Delete a file sent in pieces, wherever it lies."""
        self.incoming.discard(part_name(key))
        self.store.remove(key)


def part_name(key: str) -> str:
    """Name the part in which the file of a key arrives."""
    return f"{key}.part"


def current_files() -> Files:
    """Give the folders of the current app."""
    return cast(Files, current_app.extensions["xchange_files"])


def shown_name(name: str) -> str:
    """Give a sender's file name for people: no folders, no control signs, none that turn text."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(s for s in last if not unicodedata.category(s).startswith("C")).strip() or "file"


def _first_of(part: Path, kept: Path) -> BinaryIO:
    try:
        return part.open("rb")
    except FileNotFoundError:
        return kept.open("rb")

"""Files of a deployment: where they arrive, where they are kept, how one comes in whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from formsvc.config import Config
from formsvc.evidence.checks import Inspection, inspect_limited
from formsvc.evidence.incoming import Incoming, Part, Readable
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
    def kept(self, stream: Readable) -> Iterator[Kept]:
        """Take a file in: stream, check, keep. What the block raises takes the file away again.

        Raises UploadRefused. The block writes the row; nothing is "received" before it commits.
        """
        part = self.incoming.receive(stream)
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


def shown_name(name: str) -> str:
    """Give a sender's file name for people: no folders, no control signs, none that turn text."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(s for s in last if not unicodedata.category(s).startswith("C")).strip() or "file"

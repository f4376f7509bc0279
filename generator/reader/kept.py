"""Records that an earlier build has checked, kept by the content of their files.

Each is kept as the JSON that the model writes, in one file to which changes are appended; the
index beside it is replaced by one rename. Reading one back runs the model again, so a kept record
is never less valid than a fresh one. Only records of files without any mistake are kept.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator import state
from generator.digests import digest_of

AT_ONCE = 1 << 16
"""Bytes that are written at once."""


def texts_file(cache: Path) -> Path:
    """Say where builds keep what they saw in pages and mails."""
    return cache / "once" / "texts"


class Entry(NamedTuple):
    """What is known of one file."""

    seen: tuple[int, int]
    digest: bytes
    start: int
    length: int
    crc: int
    said: tuple[Any, ...] = ()
    """What the file's words say about other files (`Findings.packed`)."""


class Kept:
    """The records of the last build, and those of this one as they are read.

    Args:
        folder: where they are kept.
        content: the content folder.
        now: signatures of the files in it, when somebody has looked already.
        since_ns: the instant before they were taken.
        code: signatures of our own files, when somebody has looked already.
        clean: take nothing from an earlier build.
    """

    def __init__(
        self,
        folder: Path,
        content: Path,
        now: state.Signatures | None = None,
        since_ns: int | None = None,
        *,
        code: state.Signatures | None = None,
        clean: bool = False,
    ) -> None:
        self.folder, self._start = folder, f"{content.as_posix()}/"
        self.since = since_ns or time.time_ns()
        self.now = state.signatures(str(content)) if now is None else now
        self.code = state.code_sum(code)
        self.texts = "" if clean else str(texts_file(folder))
        """Where what was seen in pages and mails is kept, and may be used."""
        folder.mkdir(parents=True, exist_ok=True)
        self.before = {} if clean else self._load()
        self.entries: dict[str, Entry] = {}
        self._file = os.open(folder / "records", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._end = os.fstat(self._file).st_size
        if self._end > 2 * sum(entry.length for entry in self.before.values()):
            self.before = {}  # nothing is kept, or most of the file is of records that changed
            os.ftruncate(self._file, 0)
            self._end = 0
        self._fresh = os.fdopen(self._file, "ab", buffering=AT_ONCE)

    def _load(self) -> dict[str, Entry]:
        found: dict[str, Any] = state.load(str(self.folder / "records.index"))
        if found.get("code") != self.code:
            return {}  # other checks than ours looked at them
        return {p: Entry(*e) for p, e in found["records"].items()}

    def name(self, file: str) -> str:
        """Name a file below the content folder."""
        return file.removeprefix(self._start)

    def find(self, file: str) -> bytes | None:
        """Give the JSON of a file's record, when the file is still what it was."""
        name = self.name(file)
        entry = self.before.pop(name, None)  # it stands among `entries` from now on
        if entry is None:
            return None
        if entry.seen != self.now.get(name) and digest_of(Path(file).read_bytes()) != entry.digest:
            return None
        found = self._read(entry)
        if found is not None:
            self.entries[name] = entry._replace(seen=self.now.get(name, (-1, 0)))
        return found

    def _read(self, entry: Entry) -> bytes | None:
        found = os.pread(self._file, entry.length, entry.start)
        return found if zlib.crc32(found) == entry.crc else None

    def told(self, file: str) -> tuple[tuple[Any, ...], bytes]:
        """Give what the words of a file that was found say about other files, and its digest."""
        entry = self.entries[self.name(file)]
        return entry.said, entry.digest

    def add(self, file: str, digest: bytes, json: bytes, said: tuple[Any, ...] = ()) -> None:
        """Keep the record of a file that has no mistake."""
        name = self.name(file)
        self._fresh.write(json)
        seen = self.now.get(name, (-1, 0))
        self.entries[name] = Entry(seen, digest, self._end, len(json), zlib.crc32(json), said)
        self._end += len(json)

    def jsons(self, names: Iterable[str]) -> Iterator[bytes]:
        """Give the JSON of records that this build has read, by `name`, one after the other."""
        self._fresh.flush()
        for name in names:
            entry = self.entries[name]
            yield os.pread(self._file, entry.length, entry.start)

    def save(self) -> None:
        """Remember this build's records for the next one."""
        self._fresh.flush()
        late = state.settled({n: e.seen for n, e in self.entries.items()}, self.since)
        records = {n: (late[n], *entry[1:]) for n, entry in self.entries.items()}
        state.save(str(self.folder / "records.index"), {"records": records, "code": self.code})

    def close(self) -> None:
        """Close the file."""
        self._fresh.close()

"""Receiving a file: streamed to `incoming/`, counted and hashed on the way, in constant memory.

A `.part` file is nobody's yet: after a crash it is the only thing left behind, and the sweep
removes it. It becomes a file of a case by `Store.put` and a row, in this order.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from generator.programme.errors import UploadRefused

from .refusals import refused
from .store import flush_folder

MIB = 1024 * 1024
GIB = 1024 * MIB
CHUNK = 128 * 1024
NAME = re.compile(r"[0-9a-f]{32}\.part")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Readable(Protocol):
    """What a request's stream, a form's file and an open file have in common."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes, and none at the end."""


@dataclass(frozen=True)
class Part:
    """A whole file that has arrived and is not yet kept: where, how many bytes, their hash."""

    path: Path
    size: int
    sha256: str

    def discard(self) -> None:
        """Delete it, if it is still there."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Reserve:
    """How much room stays free for the database: the larger of a size and a share of the disk."""

    size: int = GIB
    share: float = 0.05

    def check(self, folder: Path) -> None:
        """Raise UploadRefused "space" when less than the reserve is free."""
        disk = shutil.disk_usage(folder)
        if disk.free < max(self.size, disk.total * self.share):
            raise refused("space")


class Incoming:
    """The folder where files arrive; `limit` is the largest file taken, in bytes."""

    def __init__(
        self, folder: Path, *, limit: int = 25 * MIB, reserve: Reserve | None = None
    ) -> None:
        self.folder, self.limit, self.reserve = folder, limit, reserve or Reserve()

    def receive(self, stream: Readable) -> Part:
        """Take a file in one go.

        Raises UploadRefused: too-large, empty, space. Whatever is raised, nothing stays behind.
        """
        path = self.path(self.begin())
        try:
            sha256 = hashlib.sha256()
            with path.open("r+b", buffering=0) as file:
                size = self._copy(stream, file, 0, sha256)
            if not size:
                raise refused("empty")
        except BaseException:  # a cut connection and a stopped worker too
            path.unlink(missing_ok=True)
            raise
        return Part(path, size, sha256.hexdigest())

    def begin(self) -> str:
        """Make an empty part and give its name. Raises UploadRefused "space"."""
        path = self.new_path()
        self.reserve.check(self.folder)
        with out_of_room():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return path.name

    def begin_in_pieces(self) -> str:
        """Make an empty part whose name survives a power cut, since its pieces will."""
        name = self.begin()
        flush_folder(self.folder)
        return name

    def new_path(self) -> Path:
        """Give a path for a part that somebody else will write, such as a drawn copy."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.path(f"{secrets.token_hex(16)}.part")

    def append(self, name: str, stream: Readable, offset: int, *, whole: int | None = None) -> int:
        """Add to a part that was begun, flush it, and give its new size.

        `whole` is the size that was announced. What arrived before a connection broke stays, for
        the next try. Raises UploadRefused: offset (ask `size` and send from there), busy (another
        request is writing), too-large and space; when either is found while writing, the part is
        gone.
        """
        with self.path(name).open("r+b", buffering=0) as file:
            self.reserve.check(self.folder)
            lock(file)
            if file.seek(0, os.SEEK_END) != offset:
                raise refused("offset")
            try:
                size = self._copy(stream, file, offset, most=whole)
                with out_of_room():
                    os.fsync(file.fileno())
            except UploadRefused:
                self.discard(name)
                raise
        return size

    def size(self, name: str) -> int:
        """Say how many bytes of a part have arrived; raises FileNotFoundError."""
        return self.path(name).stat().st_size

    def discard(self, name: str) -> None:
        """Delete a part; deleting what is not there is no error."""
        self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Say where a part lies; raises ValueError for anything that is not a part's name."""
        if not NAME.fullmatch(name):
            raise ValueError(f"not the name of a part: {name!r}")
        return self.folder / name

    def names(self) -> Iterator[str]:
        """List the parts that are there, leaving out files that are not ours."""
        for path in sorted(self.folder.glob("*.part")):
            if NAME.fullmatch(path.name):
                yield path.name

    def too_large(self) -> UploadRefused:
        """Make the refusal that says how large a file may be."""
        return refused("too-large", limit=f"{self.limit // MIB} MB")

    def _copy(
        self,
        stream: Readable,
        file: BinaryIO,
        size: int,
        sha256: hashlib._Hash | None = None,
        most: int | None = None,
    ) -> int:
        """Copy chunk by chunk and give the size reached; the limit holds while streaming."""
        most = self.limit if most is None else most
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise self.too_large()
            if sha256:
                sha256.update(chunk)
            with out_of_room():
                write_all(file, chunk)
        return size


def digest(path: Path) -> Part:
    """Read a whole file and say what it is: size and hash. Raises UploadRefused "empty"."""
    with path.open("rb") as file:
        size, sha256 = os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256")
    if not size:
        raise refused("empty")
    return Part(path, size, sha256.hexdigest())


def write_all(file: BinaryIO, chunk: bytes) -> None:
    """Write a chunk to an unbuffered file, which may take only a part of it at a time."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


def lock(file: BinaryIO) -> None:
    """Let one request at a time at a file; the lock ends when the file is closed.

    A process that was killed holds it for a moment longer than the connection that its client has
    lost; who comes back at once must not be told that the file is busy.
    """
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise refused("busy") from None
            time.sleep(LOCK_PAUSE_SECONDS)
        else:
            return


LOCK_SECONDS, LOCK_PAUSE_SECONDS = 2.0, 0.02


@contextmanager
def out_of_room() -> Iterator[None]:
    """Turn "the disk is full" into an answer; any other fault of the disk stays a bug."""
    try:
        yield
    except OSError as fault:
        if fault.errno in FULL:
            raise refused("space") from fault
        raise

"""Files in a form, written straight to where they arrive: once, counted and hashed on the way.

Without this, the form's parser would write them to the system's temp folder first, which may be
small or kept in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import IO, cast

from flask import request

from formsvc import boundary
from formsvc.evidence.incoming import Incoming, Part, out_of_room, write_all
from formsvc.evidence.refusals import refused
from generator.programme.errors import UploadRefused


class Arriving(RawIOBase):
    """One file of a form on its way. Too large or no room: the rest is let go, and `part` says so.

    The other files of the form go on.
    """

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.size, self._sha256 = 0, hashlib.sha256()
        self._refusal: UploadRefused | None = None
        self.path = incoming.path(incoming.begin())
        self._file = self.path.open("r+b", buffering=0)

    def write(self, chunk: bytes) -> int:  # type: ignore[override]
        """Take a piece of the file."""
        if self._refusal is None:
            self.size += len(chunk)
            try:
                self._take(chunk)
            except UploadRefused as refusal:
                self._refusal = refusal
                self.discard()
        return len(chunk)

    def _take(self, chunk: bytes) -> None:
        if self.size > self.incoming.limit:
            raise self.incoming.too_large()
        self._sha256.update(chunk)
        with out_of_room():
            write_all(self._file, chunk)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Do nothing: the parser turns back to the start, and nobody reads from here."""
        return 0

    def part(self) -> Part:
        """Give the whole file. Raises UploadRefused: too-large, space, empty."""
        if self._refusal is not None:
            raise self._refusal
        if not self.size:
            raise refused("empty")
        return Part(self.path, self.size, self._sha256.hexdigest())

    def discard(self) -> None:
        """Close and delete it, if it is still there."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class FileRequest(boundary.Request):
    """A request whose form's files arrive in `incoming`, once a view says so."""

    incoming: Incoming | None = None
    arriving: tuple[Arriving, ...] = ()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.incoming is None or not filename:  # a field in which no file was chosen
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        stream = Arriving(self.incoming)
        self.arriving += (stream,)
        return cast(IO[bytes], stream)


@contextmanager
def arriving_in(incoming: Incoming, *, most: int) -> Iterator[None]:
    """Let the files of this request's form arrive; what nobody has kept at the end is deleted.

    `most` is the largest request taken, in bytes. Raises UploadRefused "space".
    """
    asked = cast(FileRequest, request)
    asked.incoming = incoming
    boundary.expect_file(most)
    try:
        yield
    finally:
        for each in asked.arriving:
            each.discard()


def arrived() -> list[tuple[str, Arriving]]:
    """Give (sender's name, file) for each file that was chosen in this request's form."""
    sent = request.files.getlist("file")
    return [(each.filename or "", cast(Arriving, each.stream)) for each in sent if each.filename]

"""Harmless copies of a file: what an officer looks at, and what may be passed on.

Both are pixels pasted into a new picture, so nothing else of the original is left in them: no
place, no comment, no second format. They are drawn in a limited child process.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from .checks.inspection import Kind
from .incoming import out_of_room
from .limited import Limits, run

LIMITS = Limits(cpu_seconds=60, wall_seconds=120, written=64 * 1024 * 1024)
PREVIEW_SIZE = 1600
MOST_PAGES = 10
"""How many pages of a PDF its shared copy shows."""


def make_preview(
    original: BinaryIO, kind: Kind, target: Path, size: int = PREVIEW_SIZE, page: int = 1
) -> None:
    """Draw a picture, or one page of a PDF (counted from 1), at most `size` pixels on a side.

    `original` is an open file on disk; `target` is a new file (JPEG, readable by us alone).
    Raises UploadRefused damaged, too-demanding or busy, and FileExistsError; nothing half drawn
    is left.
    """
    _draw(original, target, "preview", kind, str(size), str(page))


def make_shared_copy(original: BinaryIO, kind: Kind, target: Path) -> None:
    """Draw a copy to pass on: of a picture a JPEG in full size (halved above 50 megapixels), of a
    PDF a PDF of its first pages' pixels.

    For the rest as `make_preview`.
    """
    _draw(original, target, "shared", kind, str(PREVIEW_SIZE), str(MOST_PAGES))


def shared_extension(kind: str) -> str:
    """Give the ending, without its dot, of a shared copy's name."""
    return "pdf" if kind == "pdf" else "jpg"


def _draw(original: BinaryIO, target: Path, *words: str) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            original.seek(0)
            with out_of_room():
                run("formsvc.evidence.drawing", *words, file=original, out=out, limits=LIMITS)
                os.fsync(out.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise

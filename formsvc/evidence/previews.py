"""Harmless copies of a file, as JPEG: what an officer looks at, and what may be passed on.

Both are pixels pasted into a new picture, so nothing else of the original is left in them: no
place, no comment, no second format. They are drawn in a limited child process.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from .checks.inspection import Kind
from .limited import Limits, run

LIMITS = Limits(cpu_seconds=60, wall_seconds=120, written=64 * 1024 * 1024)
PREVIEW_SIZE = 1600


def make_preview(
    original: BinaryIO, kind: Kind, target: Path, size: int = PREVIEW_SIZE, page: int = 1
) -> None:
    """Draw a picture, or one page of a PDF (counted from 1), at most `size` pixels on a side.

    `original` is an open file on disk; `target` is a new file (JPEG, readable by us alone).
    Raises UploadRefused damaged, too-demanding or busy, and FileExistsError; nothing half drawn
    is left.
    """
    _draw(original, target, "preview", kind, str(size), str(page))


def shared_copy(original: BinaryIO, kind: Kind, target: Path) -> None:
    """Draw a picture turned upright in its full size (halved above 50 megapixels).

    For the rest as `make_preview`; a PDF has no shared copy, which raises ValueError.
    """
    if kind == "pdf":
        raise ValueError("a PDF is shared as it is, or shown by its pages")
    _draw(original, target, "shared", kind)


def _draw(original: BinaryIO, target: Path, *words: str) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            original.seek(0)
            run("formsvc.evidence.drawing", *words, file=original, out=out, limits=LIMITS)
    except BaseException:
        target.unlink(missing_ok=True)
        raise

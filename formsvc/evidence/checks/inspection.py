"""What the checks say about a file that is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pdf", "jpeg", "png", "webp", "heic"]

MEDIA_TYPES: dict[Kind, tuple[str, str]] = {
    "pdf": ("application/pdf", ".pdf"),
    "jpeg": ("image/jpeg", ".jpg"),
    "png": ("image/png", ".png"),
    "webp": ("image/webp", ".webp"),
    "heic": ("image/heic", ".heic"),
}


@dataclass(frozen=True)
class Inspection:
    """A file's kind, and its size: pixels of a picture as stored, or pages of a PDF."""

    kind: Kind
    width: int | None = None
    height: int | None = None
    pages: int | None = None

    @property
    def media_type(self) -> str:
        """The registered media type, for the record; files are served as plain bytes."""
        return MEDIA_TYPES[self.kind][0]

    @property
    def extension(self) -> str:
        """The ending, with its dot, of the name a copy is downloaded under."""
        return MEDIA_TYPES[self.kind][1]

"""Pictures: decoded whole once, with a limit on their pixels, before they are taken."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from ..refusals import refused
from .inspection import Inspection, Kind

# Phones take 64 and 108 megapixels, and a JPEG is decoded at an eighth of its size.
MOST_PIXELS: dict[Kind, int] = {"jpeg": 120_000_000}
MOST_PIXELS_ELSE = 50_000_000

# JPEGs of phones are often MPO: two pictures in one file (also when only JPEG is asked for).
FORMATS: dict[Kind, tuple[str, ...]] = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "webp": ("WEBP",),
    "heic": ("HEIF",),
}

# What Pillow's readers raise on files that were made to break them.
FAULTS = (
    UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError,
    IndexError, OverflowError, ZeroDivisionError, RuntimeError, struct.error,
)  # fmt: skip


def inspect_image(file: BinaryIO, kind: Kind) -> Inspection:
    """Decode a picture whole (of several in one file the first). Raises UploadRefused."""
    with open_image(file, kind) as image:
        width, height = image.size
        reduce(image, 8)
        image.load()
    return Inspection(kind, width=width, height=height)


@contextmanager
def open_image(file: BinaryIO, kind: Kind) -> Iterator[Image.Image]:
    """Open a picture of this kind and no other; faults while it is used become refusals."""
    if kind == "heic":
        _know_heic()
    try:
        with _most_pixels(kind), Image.open(file, formats=FORMATS[kind]) as image:
            yield image
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise refused("too-many-pixels") from None
    except MemoryError:
        raise refused("too-demanding") from None
    except FAULTS as fault:
        raise refused("damaged") from fault


def reduce(image: Image.Image, by: int) -> None:
    """Decode a JPEG at 1/2, 1/4 or 1/8 of its size, to save memory; others stay as they are."""
    if image.format in FORMATS["jpeg"]:
        width, height = image.size
        image.draft(None, (max(1, width // by), max(1, height // by)))


@contextmanager
def _most_pixels(kind: Kind) -> Iterator[None]:
    """Make Pillow refuse what is over the limit: left alone it warns, then uses 600 MiB."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS.get(kind, MOST_PIXELS_ELSE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged notes in EXIF and the like
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _know_heic() -> None:
    from pillow_heif import register_heif_opener

    # A thumbnail inside may show something else than the picture, so it is never used.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)

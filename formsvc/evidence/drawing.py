"""The limited child process that draws: a file on standard input, its copy on standard output.

`preview KIND SIZE PAGE` or `shared KIND SIZE PAGES` (SIZE of a PDF's pages). A file that cannot be
drawn ends it with a traceback.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO, cast

from PIL import Image, ImageOps

from generator.programme.errors import UploadRefused

from .checks.images import MOST_PIXELS_ELSE, open_image, reduce
from .checks.inspection import Kind
from .previews import LIMITS


def draw_picture(original: BinaryIO, kind: Kind, size: int | None) -> Image.Image:
    """Give a picture turned upright, within `size` pixels a side, or full size when None."""
    with open_image(original, kind) as image:
        if size:
            reduce(image, max(1, max(image.size) // size))
        elif image.width * image.height > MOST_PIXELS_ELSE:
            reduce(image, 2)
        image.load()
        if size:
            image.thumbnail((size, size))
        ImageOps.exif_transpose(image, in_place=True)
        return on_white(image)


def draw_pages(original: BinaryIO, size: int, pages: range) -> Iterator[Image.Image]:
    """Give pages of a PDF (counted from 0) with filled-in fields, the longer side `size` pixels."""
    import pypdfium2

    with pypdfium2.PdfDocument(original.read()) as pdf:
        pdf.init_forms()
        for number in pages[: len(pdf)]:
            leaf = pdf[number]
            width, height = leaf.get_size()
            yield on_white(leaf.render(scale=size / max(width, height)).to_pil())
            leaf.close()


def on_white(image: Image.Image) -> Image.Image:
    """Paste the pixels into a new picture, which carries nothing else.

    Converting is not enough: Pillow hands a JPEG's comment on to the copy.
    """
    if image.mode.startswith("I;16"):
        image = image.point(lambda level: level / 256).convert("L")
    clear = image.has_transparency_data
    mode = "RGBA" if clear else "RGB"
    pixels = image if image.mode == mode else image.convert(mode)
    copy = Image.new("RGB", pixels.size, "white")
    copy.paste(pixels, mask=pixels.getchannel("A") if clear else None)
    return copy


def draw(original: BinaryIO, task: str, kind: Kind, size: int, number: int) -> bytes:
    """Give the copy that the words of the command line ask for."""
    out = io.BytesIO()
    if kind == "pdf" and task == "shared":
        first, *rest = draw_pages(original, size, range(number))
        first.save(out, "PDF", save_all=True, append_images=rest, quality=75)
    elif kind == "pdf":
        (image,) = draw_pages(original, size, range(number - 1, number))
        image.save(out, "JPEG", quality=85)
    else:
        image = draw_picture(original, kind, size if task == "preview" else None)
        image.save(out, "JPEG", quality=85)
    return out.getvalue()


def main() -> None:
    """Draw from standard input to standard output; the last words on errors name a refusal."""
    task, kind, size, number = sys.argv[1:]
    try:
        copy = draw(sys.stdin.buffer, task, cast(Kind, kind), int(size), int(number))
    except UploadRefused as refusal:
        sys.exit(refusal.reason)
    try:
        sys.stdout.buffer.write(copy)
        sys.stdout.buffer.flush()
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        os._exit(_said("space"))  # leaving in order would flush again, and fail again


def _said(reason: str) -> int:
    sys.stderr.write(reason)
    sys.stderr.flush()
    return 1


if __name__ == "__main__":
    LIMITS.impose()
    main()

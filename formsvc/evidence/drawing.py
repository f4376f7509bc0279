"""The limited child process that draws: a file on standard input, a JPEG on standard output.

`preview KIND SIZE PAGE` or `shared KIND`. A file that cannot be drawn ends it with a traceback.
"""

from __future__ import annotations

import sys
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


def draw_page(original: BinaryIO, size: int, page: int) -> Image.Image:
    """Give one page of a PDF with its filled-in fields, its longer side `size` pixels."""
    import pypdfium2

    with pypdfium2.PdfDocument(original.read()) as pdf:
        pdf.init_forms()
        leaf = pdf[page - 1]
        width, height = leaf.get_size()
        image = leaf.render(scale=size / max(width, height)).to_pil()
        return on_white(image)


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


def main() -> None:
    """Draw what the words ask for, from standard input to standard output."""
    task, kind, *numbers = sys.argv[1:]
    if kind == "pdf":
        image = draw_page(sys.stdin.buffer, *map(int, numbers))
    else:
        size = int(numbers[0]) if task == "preview" else None
        image = draw_picture(sys.stdin.buffer, cast(Kind, kind), size)
    image.save(sys.stdout.buffer, "JPEG", quality=85)


if __name__ == "__main__":
    LIMITS.impose()
    try:
        main()
    except UploadRefused as refusal:
        sys.exit(refusal.reason)  # the last line on standard error, which the parent reads

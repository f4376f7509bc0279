"""The picture that others see when a page is shared: the programme's name on its cloths.

Pillow is loaded only when the picture is drawn.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator.look.colour import rgb
from generator.look.dyes import palette
from generator.look.weave import Swatch, swatch
from generator.programme.programme import Programme
from generator.programme.visit import Visit

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
CELL, BAND = 14, 420
MARGIN, LINE = 72, 1.12
FONT = Path(__file__).parent.parent / "look" / "fonts" / "text.woff2"
INK, SHADES = 255, 16
"""Of full ink, and how many steps there are from none to that: a small palette, a small file."""
Dyes = tuple[tuple[str, str], ...]


def share_picture(programme: Programme) -> bytes:
    """Draw the picture as PNG; the same programme gives the same bytes."""
    site, about = programme.site, programme.about
    cloths = tuple(_cloth(visit) for visit in programme.visits[:3])
    dyes = tuple(sorted(palette(site.dyes).items()))
    return _drawn(site.title, str(about.headline), cloths, dyes)


def _cloth(visit: Visit) -> Swatch:
    weave = visit.weave
    return swatch(
        visit.slug,
        draft=weave.draft if weave else None,
        warp=(weave and weave.warp) or None,
        weft=(weave and weave.weft) or None,
        country=visit.country,
    )


@lru_cache(maxsize=4)
def _drawn(title: str, words: str, cloths: tuple[Swatch, ...], dyes: Dyes) -> bytes:
    from PIL import Image, ImageDraw

    colours = dict(dyes)
    ink, paper = colours["indigo"], colours["chalk"]
    said = Image.new("L", SIZE)  # how much ink is where
    draw = ImageDraw.Draw(said)
    draw.rectangle((0, 0, 14, SIZE[1]), fill=INK)
    y = _write(draw, title, MARGIN, 44, 750)
    _write(draw, words, y + 36, 68, 750)
    shades = said.point([round(grey * (SHADES - 1) / INK) for grey in range(INK + 1)])
    picture = Image.frombytes("P", SIZE, shades.tobytes())
    picture.putpalette(_palette(paper, ink, list(colours.values())))
    height = SIZE[1] // max(len(cloths), 1)
    numbers = {name: SHADES + n for n, name in enumerate(colours)}
    for number, cloth in enumerate(cloths):
        box = (SIZE[0] - BAND, number * height, SIZE[0], (number + 1) * height)
        _weave(picture, cloth, box, numbers)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _palette(paper: str, ink: str, colours: list[str]) -> list[int]:
    """Give red, green and blue of the shades from paper to ink, then of the colours."""
    pale, dark = rgb(paper), rgb(ink)
    shades = [
        round(light + (deep - light) * n / (SHADES - 1))
        for n in range(SHADES)
        for light, deep in zip(pale, dark, strict=True)
    ]
    return [*shades, *(part for colour in colours for part in rgb(colour))]


def _weave(
    picture: Image.Image, cloth: Swatch, box: tuple[int, int, int, int], numbers: dict[str, int]
) -> None:
    from PIL import ImageDraw

    rows = cloth.tile()
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = box
    for row, y in enumerate(range(top, bottom, CELL)):
        for column, x in enumerate(range(left, right, CELL)):
            dye = rows[row % len(rows)][column % len(rows[0])]
            ends = (min(x + CELL, right) - 1, min(y + CELL, bottom) - 1)
            draw.rectangle((x, y, *ends), fill=numbers[dye])


def _write(draw: ImageDraw.ImageDraw, words: str, y: float, size: int, weight: int) -> float:
    """Write words in lines that fit beside the cloths; give the place below them."""
    from PIL import ImageFont

    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight])
    for line in _lines(words, font, SIZE[0] - BAND - 2 * MARGIN):
        draw.text((MARGIN, y), line, fill=INK, font=font)
        y += size * LINE
    return y


def _lines(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

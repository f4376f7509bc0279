"""The emblem of the European Union, drawn from its published geometry.

Source: Interinstitutional style guide, annex A1 "Graphics guide to the European emblem": a blue
rectangle 3 by 2; twelve gold stars on a circle whose radius is a third of the height; each star
has five points on a circle of an eighteenth of the height, one point upwards; the stars stand
like the hours on a clock. Blue is Reflex Blue (#003399), gold is Yellow (#FFCC00).
"""

from __future__ import annotations

from math import cos, pi, sin

HEIGHT = 540.0
WIDTH = HEIGHT * 3 / 2
CIRCLE = HEIGHT / 3
STAR = HEIGHT / 18
INNER = (3 - 5**0.5) / 2  # a pentagram's inner radius, as a part of its outer one


def star_centres() -> list[tuple[float, float]]:
    """Give the twelve centres, in units of the drawing, noon first and clockwise."""
    angles = (hour * pi / 6 for hour in range(12))
    return [(WIDTH / 2 + CIRCLE * sin(a), HEIGHT / 2 - CIRCLE * cos(a)) for a in angles]


def emblem(alt: str) -> str:
    """Draw the emblem as SVG, with a text for those who do not see it."""
    outer = [(sin(n * pi / 5), -cos(n * pi / 5)) for n in range(10)]
    points = [
        (x * STAR * (1 if n % 2 == 0 else INNER), y * STAR * (1 if n % 2 == 0 else INNER))
        for n, (x, y) in enumerate(outer)
    ]
    stars = "".join(
        "M" + "L".join(f"{cx + x:.1f} {cy + y:.1f}" for x, y in points) + "Z"
        for cx, cy in star_centres()
    )
    return (
        f'<svg class="eu-emblem" role="img" aria-label="{alt}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<path fill="#039" d="M0 0h{WIDTH:g}v{HEIGHT:g}H0z"/><path fill="#fc0" d="{stars}"/></svg>'
    )

"""A map of Europe as inline SVG: points that are links, threads between them.

Drawn at build time without script, style or picture file; colours come from look.css.
The projection is Lambert's azimuthal equal-area around 52° N 10° E, the one of the EU's
statistical maps (ETRS89-LAEA, EPSG:3035), on a sphere.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path

from markupsafe import Markup, escape

from generator.look.map_labels import Label, placed

DATA = Path(__file__).parent / "data" / "europe.json"
WIDTH, HEIGHT = 720, 640
SCALE = 900.0
"""Units of the drawing per radius of the Earth."""
MIDDLE = (285.0, 350.0)
"""Where 52° N 10° E stands in the drawing."""

Xy = tuple[float, float]


@dataclass(frozen=True)
class MapPoint:
    """A place on the map. `kind` is a class: visit, cluster or host."""

    title: str
    latitude: float
    longitude: float
    url: str
    kind: str = "visit"
    label: str = ""
    """Words beside the knot; left out where they would cover others."""

    @property
    def at(self) -> Xy:
        """Its place in the drawing."""
        return projected(self.longitude, self.latitude)


def projected(longitude: float, latitude: float) -> Xy:
    """Degrees to units of the drawing."""
    middle, north, east = radians(52), radians(latitude), radians(longitude - 10)
    closeness = 1 + sin(middle) * sin(north) + cos(middle) * cos(north) * cos(east)
    k = SCALE * sqrt(2 / closeness)
    x = k * cos(north) * sin(east)
    y = k * (cos(middle) * sin(north) - sin(middle) * cos(north) * cos(east))
    return (MIDDLE[0] + x, MIDDLE[1] - y)


def map_svg(
    points: Sequence[MapPoint],
    threads: Iterable[tuple[MapPoint, MapPoint]] = (),
    *,
    title: str,
    about: str = "",
    home: Collection[str] = (),
    uid: str = "map",
) -> Markup:
    """Draw the map. `home` are codes of countries to tint; `about` tells it in words.

    Give a list of the same links beside it: on a phone the labels of clusters are left out.
    """
    wishes = [Label(p.label, p.at, 18 if p.kind == "visit" else 14) for p in points]
    labels = placed(wishes, WIDTH, HEIGHT)
    drawn = [_point(point, label) for point, label in zip(points, labels, strict=True)]
    # Not role="img": links inside an image cannot be reached.
    return Markup(
        '<svg class="map" viewBox="0 0 {w} {h}" role="group" aria-labelledby="{uid}-t"'
        '{described}><title id="{uid}-t">{title}</title>{about}{land}{threads}{points}</svg>'
    ).format(
        w=WIDTH,
        h=HEIGHT,
        uid=uid,
        title=title,
        described=Markup(' aria-describedby="{}-d"').format(uid) if about else "",
        about=Markup('<desc id="{}-d">{}</desc>').format(uid, about) if about else "",
        land=_land(frozenset(home)),
        threads=Markup("").join(_thread(one.at, other.at) for one, other in threads),
        points=Markup("").join(drawn),
    )


@cache
def _outlines() -> dict[str, str]:
    """The path of each country, by its code."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return {
        code: "".join(_path(ring, data["unit"]) for ring in rings)
        for code, rings in data["countries"].items()
    }


def _path(ring: list[int], unit: int) -> str:
    """A ring as a path in whole units, relative after its start; short, and sharp enough."""
    corners: list[tuple[int, int]] = []
    x = y = 0
    for dx, dy in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + dx, y + dy
        px, py = projected(x / unit, y / unit)
        if not corners or corners[-1] != (round(px), round(py)):
            corners.append((round(px), round(py)))
    if len(corners) < 3 or not any(
        -40 < x < WIDTH + 40 and -40 < y < HEIGHT + 40 for x, y in corners
    ):
        return ""
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(corners))
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-")


@cache
def _land(home: frozenset[str]) -> Markup:
    outlines = _outlines()
    rest = "".join(path for code, path in outlines.items() if code not in home)
    tinted = "".join(outlines.get(code, "") for code in sorted(home))
    return Markup(f'<path class="land" d="{rest}"/>') + (  # noqa: S704 - numbers from our data
        Markup(f'<path class="home" d="{tinted}"/>') if tinted else ""  # noqa: S704
    )


def _thread(one: Xy, other: Xy) -> Markup:
    """A curve that hangs a little, like a thread between two pins."""
    (ax, ay), (bx, by) = one, other
    sag = 0.12 * sqrt((bx - ax) ** 2 + (by - ay) ** 2)
    middle = f"{(ax + bx) / 2:.0f} {(ay + by) / 2 + sag:.0f}"
    return Markup(  # noqa: S704 - numbers
        f'<path class="thread" d="M{ax:.0f} {ay:.0f}Q{middle} {bx:.0f} {by:.0f}"/>'
    )


def _point(point: MapPoint, label: Label | None) -> Markup:
    x, y = point.at
    words = (
        Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
            f"{label.at[0]:.0f}", f"{label.at[1]:.0f}", label.anchor, label.words
        )
        if label
        else ""
    )
    radius = 8 if point.kind == "visit" else 5
    return Markup(
        '<a class="{kind}" href="{url}" aria-label="{title}"><title>{title}</title>'
        '<circle class="knot" cx="{x}" cy="{y}" r="{r}"/>{words}</a>'
    ).format(
        kind=escape(point.kind),
        url=point.url,
        title=point.title,
        x=f"{x:.0f}",
        y=f"{y:.0f}",
        r=radius,
        words=words,
    )

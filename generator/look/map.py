"""A map of Europe as inline SVG: points that are links, threads between them.

Drawn at build time without script, style or picture file; colours come from look.css.
The projection is Lambert's azimuthal equal-area around 52° N 10° E, the one of the EU's
statistical maps (ETRS89-LAEA, EPSG:3035), on a sphere.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import groupby, pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from markupsafe import Markup

from generator.look.escaping import escape_text
from generator.look.made_once import made_once
from generator.look.map_labels import Label, placed

DATA = Path(__file__).parent / "data" / "europe.json"
WIDTH, HEIGHT = 720, 640
SCALE = 900.0
"""Units of the drawing per radius of the Earth."""
MIDDLE = (285.0, 350.0)
"""Where 52° N 10° E stands in the drawing."""

Xy = tuple[float, float]
Places = tuple[Xy, ...]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
CLOSEST = 5.0
"""How much nearer than the map of Europe a small map may come."""


class View(NamedTuple):
    """A piece of the drawing: how much nearer than Europe, its size, and where 52° N 10° E is."""

    zoom: float = 1.0
    width: int = WIDTH
    height: int = HEIGHT
    middle: Xy = MIDDLE

    @classmethod
    def around(cls, places: Sequence[Xy], width: int = 420, height: int = 300) -> View:
        """Come as near as these places of the drawing allow, with room around them.

        Views stand some steps apart, so that places near each other share the drawing of the land.
        """
        zoom, (x, y) = CLOSEST, places[0] if places else MIDDLE
        if len(places) != 1:
            xs, ys = [x for x, _ in places] or [x], [y for _, y in places] or [y]
            wide, high = max(xs) - min(xs), max(ys) - min(ys)
            zoom = min(CLOSEST, width / (1.7 * wide + 1), height / (1.7 * high + 1))
            zoom = round(max(1.0, zoom), 1)
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        middle = (width / 2 - (x - MIDDLE[0]) * zoom, height / 2 - (y - MIDDLE[1]) * zoom)
        return cls(zoom, width, height, (_step(middle[0]), _step(middle[1])))

    def window(self) -> Box:
        """What is in sight, as a box of the drawing of Europe."""
        (x, y), zoom = self.middle, self.zoom
        left, top = MIDDLE[0] - x / zoom, MIDDLE[1] - y / zoom
        return left, top, left + self.width / zoom, top + self.height / zoom

    def at(self, place: Xy) -> Xy:
        """Move a place of the drawing of Europe into this view."""
        (x, y), (mx, my) = place, self.middle
        return (mx + (x - MIDDLE[0]) * self.zoom, my + (y - MIDDLE[1]) * self.zoom)


EUROPE = View()
STEP = 40
"""Between two views of the same size, in units of the view; a tenth of its width."""


def _step(place: float) -> int:
    return round(place / STEP) * STEP


class MapPoint(NamedTuple):
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


SIN_52, COS_52 = sin(radians(52)), cos(radians(52))


def projected(longitude: float, latitude: float) -> Xy:
    """Degrees to units of the drawing."""
    north, east = radians(latitude), radians(longitude - 10)
    up, along = sin(north), cos(north)
    toward = along * cos(east)
    k = SCALE * sqrt(2 / (1 + SIN_52 * up + COS_52 * toward))
    return (MIDDLE[0] + k * along * sin(east), MIDDLE[1] - k * (COS_52 * up - SIN_52 * toward))


def map_svg(
    points: Sequence[MapPoint],
    threads: Iterable[tuple[MapPoint, MapPoint]] = (),
    *,
    title: str,
    about: str = "",
    home: Collection[str] = (),
    uid: str = "map",
    view: View = EUROPE,
) -> Markup:
    """Draw the map. `home` are codes of countries to tint; `about` tells it in words.

    Give a list of the same links beside it: on a phone the labels of clusters are left out.
    """
    wishes = [Label(one.label, view.at(one.at), _size(one, view)) for one in points]
    labels = placed(wishes, view.width, view.height)
    drawn = map(_point, points, wishes, labels)
    name = escape_text(uid)
    described = f' aria-describedby="{name}-d"' if about else ""
    desc = f'<desc id="{name}-d">{escape_text(about)}</desc>' if about else ""
    hung = "".join(_thread(view.at(a.at), view.at(b.at)) for a, b in threads)
    # Not role="img": links inside an image cannot be reached.
    return Markup(  # noqa: S704 - every text is escaped
        f'<svg class="map" viewBox="0 0 {view.width} {view.height}" role="group" '
        f'aria-labelledby="{name}-t"{described}><title id="{name}-t">{escape_text(title)}'
        f"</title>{desc}{_land(frozenset(home), view)}{hung}{''.join(drawn)}</svg>"
    )


def _size(point: MapPoint, view: View) -> int:
    """The size of its words in look.css; for those that a phone writes larger, that size."""
    if not point.kind.startswith("visit"):
        return 16
    return 24 if view.width == WIDTH else 18


Drawn = tuple[int, int, str]
"""Where a ring starts, and its steps in whole units."""


@dataclass(frozen=True, eq=False)
class Ring:
    """A coast or a border in the drawing of Europe, with the box around it."""

    places: Places
    box: Box
    near: Drawn | None
    """How it is drawn where the view comes closest, as it does for all hosts and clusters."""

    def drawn(self, zoom: float) -> Drawn | None:
        """Draw it; views that come equally near share it: they stand whole units apart."""
        return self.near if zoom == CLOSEST else self._drawn(zoom)

    @cache  # noqa: B019 - the outline of Europe lives as long as the program
    def _drawn(self, zoom: float) -> Drawn | None:
        return _drawn(self.places, zoom)


def _drawn(places: Places, zoom: float) -> Drawn | None:
    """Draw a ring from 52° N 10° E at 0, 0. None: a mere dot."""
    left, top = -MIDDLE[0] * zoom, -MIDDLE[1] * zoom
    whole = [(round(left + x * zoom), round(top + y * zoom)) for x, y in places]
    corners = [corner for corner, _ in groupby(whole)]
    if len(corners) < 3:
        return None
    steps = " ".join([f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(corners)])
    return *corners[0], steps.replace(" -", "-")


class Land(NamedTuple):
    """A country in the drawing of Europe: its rings, and the box around them."""

    code: str
    rings: list[Ring]
    box: Box


@cache
def outline() -> list[Land]:
    """The land of each country; it is put into the drawing once, and kept."""
    data = DATA.read_bytes()
    made_of = f"{crc32(data)} {crc32(Path(__file__).read_bytes())}"
    drawing = made_once("europe", made_of, partial(_drawing, data))
    return [Land(code, [Ring(*ring) for ring in rings], box) for code, rings, box in drawing]


def _drawing(data: bytes) -> list[tuple[str, list[tuple[Places, Box, Drawn | None]], Box]]:
    """Put the rings of each country into the drawing, with all that a Ring and a Land have."""
    found = json.loads(data)
    drawing = []
    for code, written in found["countries"].items():
        rings = [_places(ring, found["unit"]) for ring in written]
        around = _around(place for places in rings for place in places)
        made = [(places, _around(places), _drawn(places, CLOSEST)) for places in rings]
        drawing.append((code, made, around))
    return drawing


def _places(ring: list[int], unit: int) -> Places:
    x = y = 0
    places = []
    for dx, dy in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + dx, y + dy
        places.append(projected(x / unit, y / unit))
    return tuple(places)


def _around(places: Iterable[Xy]) -> Box:
    xs, ys = zip(*places, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _in_sight(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _path(ring: Ring, view: View) -> str:
    """A ring as a path in whole units, relative after its start; empty when it is a mere dot."""
    drawn = ring.drawn(view.zoom)
    if drawn is None:
        return ""
    x, y, steps = drawn
    start = f"M{x + round(view.middle[0])} {y + round(view.middle[1])}".replace(" -", "-")
    return f"{start}l{steps}z"


@lru_cache(maxsize=512)
def _land(home: frozenset[str], view: View) -> str:
    window = view.window()
    outlines = {
        code: "".join([_path(ring, view) for ring in rings if _in_sight(ring.box, window)])
        for code, rings, box in outline()
        if _in_sight(box, window)
    }
    rest = "".join(path for code, path in outlines.items() if code not in home)
    tinted = "".join(outlines.get(code, "") for code in sorted(home))
    home_land = f'<path class="home" d="{tinted}"/>' if tinted else ""
    return f'<path class="land" d="{rest}"/>{home_land}'


def _thread(one: Xy, other: Xy) -> str:
    """A curve that hangs a little, like a thread between two pins."""
    (ax, ay), (bx, by) = one, other
    sag = 0.12 * sqrt((bx - ax) ** 2 + (by - ay) ** 2)
    middle = f"{(ax + bx) / 2:.0f} {(ay + by) / 2 + sag:.0f}"
    return f'<path class="thread" d="M{ax:.0f} {ay:.0f}Q{middle} {bx:.0f} {by:.0f}"/>'


def _point(point: MapPoint, wish: Label, label: Label | None) -> str:
    x, y = wish.at
    words = ""
    if label:
        place = f'x="{label.at[0]:.0f}" y="{label.at[1]:.0f}" text-anchor="{label.anchor}"'
        words = f"<text {place}>{escape_text(label.words)}</text>"
    radius = 8 if point.kind == "visit" else 5
    title = escape_text(point.title)
    return (
        f'<a class="{point.kind}" href="{escape_text(point.url)}" aria-label="{title}">'
        f'<title>{title}</title><circle class="knot" cx="{x:.0f}" cy="{y:.0f}" r="{radius}"/>'
        f"{words}</a>"
    )

"""The European emblem keeps its published geometry."""

from __future__ import annotations

import re
from math import hypot

import pytest

from generator.look.emblem import HEIGHT, WIDTH, emblem, star_centres

DRAWN = emblem("Emblem of the European Union")
STARS = [
    [tuple(map(float, point.split())) for point in star.split("L")]
    for star in re.findall(r"M([^MZ]+)Z", re.search(r'fill="#fc0" d="([^"]+)"', DRAWN)[1])
]


def test_it_is_half_as_long_again_as_it_is_high():
    assert WIDTH / HEIGHT == 1.5


def test_twelve_stars_stand_on_a_circle_of_a_third_of_the_height():
    centres = star_centres()

    assert len(centres) == len(STARS) == 12
    for x, y in centres:
        assert hypot(x - WIDTH / 2, y - HEIGHT / 2) == pytest.approx(HEIGHT / 3)
    assert centres[0] == pytest.approx((WIDTH / 2, HEIGHT / 2 - HEIGHT / 3))
    assert centres[3] == pytest.approx((WIDTH / 2 + HEIGHT / 3, HEIGHT / 2))


def test_every_star_has_five_points_one_straight_up():
    for (x, y), corners in zip(star_centres(), STARS, strict=True):
        reach = [hypot(a - x, b - y) for a, b in corners]
        assert reach[::2] == pytest.approx([HEIGHT / 18] * 5, abs=0.1)
        assert max(reach[1::2]) < HEIGHT / 18 / 2
        assert corners[0] == pytest.approx((x, y - HEIGHT / 18), abs=0.1)


def test_it_has_words_for_those_who_do_not_see_it():
    assert 'role="img" aria-label="Emblem of the European Union"' in DRAWN

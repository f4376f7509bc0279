"""The map of a programme: links on land, words that do not cover each other."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from generator.look.map import HEIGHT, WIDTH, MapPoint, map_svg, projected
from generator.look.map_labels import Label, placed

LIBEREC = MapPoint("Northern Bohemia", 50.77, 15.06, "/visits/northern-bohemia/", label="Liberec")
PRATO = MapPoint("Next Technology", 43.88, 11.1, "/partners/ntt/", "cluster", "NTT")
POINTS = st.builds(
    MapPoint,
    st.text("abc <&>\"'", min_size=1, max_size=8),
    st.floats(36, 70),
    st.floats(-9, 30),
    st.just("/visits/x/"),
    st.sampled_from(["visit", "cluster"]),
    st.text("abcdefg ", max_size=18),
)


def drawn(points=(LIBEREC, PRATO), **more):
    return map_svg(list(points), [(PRATO, LIBEREC)], title="Where we are", **more)


def test_a_map_is_under_forty_kilobytes():
    assert len(drawn(home=["CZ", "IT"]).encode()) < 40_000


def test_a_map_has_links_and_words_but_no_style_and_no_script():
    root = ET.fromstring(drawn(about="Two places."))

    assert root.get("role") == "group"
    assert [link.get("href") for link in root.iter("a")] == [LIBEREC.url, PRATO.url]
    assert {text.text for text in root.iter("text")} == {"Liberec", "NTT"}
    assert not re.search(r"style|script", drawn())


@given(st.lists(POINTS, max_size=8))
def test_a_map_is_whole_whatever_the_names(points):
    root = ET.fromstring(drawn(points))

    assert [link.get("aria-label") for link in root.iter("a")] == [p.title for p in points]


@given(st.lists(POINTS, max_size=12))
def test_no_label_covers_another_or_leaves_the_map(points):
    labels = placed([Label(p.label, p.at, 18) for p in points], WIDTH, HEIGHT)

    boxes = [label.box for label in labels if label]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert min(left, top) >= 0
        assert right <= WIDTH
        assert bottom <= HEIGHT
        for other in boxes[:number]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart


def test_every_country_of_the_scheme_is_in_the_drawing():
    for latitude, longitude in [(64.1, -21.9), (38.7, -9.1), (40.2, 44.5), (35.2, 33.4), (69, 25)]:
        x, y = projected(longitude, latitude)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_a_country_without_outline_is_left_out_quietly():
    assert drawn(home=["LI"]).count("<path") == 2

"""Every record's cloth: its own, the same for ever, small, and safe to put into a page."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.look.drafts import DRAFTS
from generator.look.dyes import DYES
from generator.look.weave import FAMILIES, GOES_WITH, Loom, chosen, cloth, tile

SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,4}", fullmatch=True)
COUNTRIES = st.sampled_from(["CZ", "IT", "FR", "ES", "SK", "DK", "XK", None])
ECOSYSTEMS = st.sampled_from(["textiles", "digital", "health", "mobility", None])
DYE_NAMES = st.lists(st.sampled_from(sorted(DYES)), min_size=1, max_size=4)


@given(SLUGS, COUNTRIES, ECOSYSTEMS)
def test_a_cloth_is_under_a_kilobyte(slug, country, ecosystem):
    assert len(cloth(slug, country=country, ecosystem=ecosystem).encode()) < 1000 + 2 * len(slug)


@given(SLUGS, COUNTRIES, ECOSYSTEMS)
def test_a_cloth_shows_only_dyes_and_at_least_two(slug, country, ecosystem):
    drawn = cloth(slug, country=country, ecosystem=ecosystem)

    colours = set(re.findall(r'"(#[0-9a-f]+)"', drawn))
    assert colours <= set(DYES.values())
    assert len(colours) >= 2


@given(SLUGS, st.sampled_from(sorted(DRAFTS)), DYE_NAMES, DYE_NAMES)
def test_a_named_cloth_has_no_style_and_no_script(slug, draft, warp, weft):
    drawn = cloth(slug, draft=draft, warp=warp, weft=weft)

    assert "style" not in drawn
    assert "script" not in drawn
    assert 'aria-hidden="true"' in drawn


@given(st.text(min_size=1, max_size=40))
def test_whatever_the_name_the_id_is_plain(name):
    drawn = cloth("liberec", uid=name)

    identity = re.search(r'id="([^"]*)"', drawn)
    assert re.fullmatch(r"[a-zA-Z0-9-]+", identity[1])
    assert f"url(#{identity[1]})" in drawn


@given(SLUGS, COUNTRIES, ECOSYSTEMS)
def test_a_tile_is_what_threading_and_treadling_say(slug, country, ecosystem):
    draft, warp, weft = chosen(slug, country, ecosystem)
    rows = tile(draft, warp, weft)

    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows[0]) % len(warp) == 0
    assert len(rows) % len(weft) == 0
    assert {dye for row in rows for dye in row} <= {*warp, *weft}


def test_the_same_cloth_is_woven_in_every_process():
    ask = "from generator.look.weave import cloth; print(cloth('liberec', country='CZ'))"

    woven = [
        subprocess.run(
            [sys.executable, "-c", ask],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert woven == [f"{cloth('liberec', country='CZ')}\n"] * 2


def test_two_records_of_one_page_have_patterns_of_their_own():
    ids = [re.search(r'id="([^"]*)"', cloth(slug))[1] for slug in ("lyon", "valencia")]

    assert len(set(ids)) == 2


def test_visits_of_one_country_share_its_dye():
    assert {chosen(slug, "CZ", None)[1][0] for slug in "abcdefgh"} & set(GOES_WITH)
    warps = [{*chosen(slug, "CZ", None)[1], *chosen(slug, "CZ", None)[2]} for slug in "abcdefgh"]
    assert set.intersection(*warps)


def test_a_record_may_name_only_its_draft():
    drawn = cloth("lyon", draft="herringbone")

    assert len(set(re.findall(r'"(#[0-9a-f]+)"', drawn))) >= 2


@pytest.mark.parametrize(("key", "value"), [("draft", "tartan"), ("warp", ["mauve"])])
def test_an_unknown_draft_or_dye_is_refused(key, value):
    with pytest.raises(KeyError):
        cloth("lyon", **{key: value})


def test_a_programme_weaves_in_its_own_dyes():
    drawn = Loom({"indigo": "#004d40"}).cloth("lyon", draft="twill", warp=["indigo"])

    assert "#004d40" in drawn


def test_every_style_names_a_draft_that_we_have():
    assert {draft for family in FAMILIES for draft, _, _ in family} <= set(DRAFTS)


def test_what_goes_together_can_be_told_apart():
    from generator.look.colour import contrast

    pairs = [(one, other) for one, others in GOES_WITH.items() for other in others]
    assert {pair for pair in pairs if contrast(DYES[pair[0]], DYES[pair[1]]) < 1.6} == set()

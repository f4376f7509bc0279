"""What the stylesheet promises: readable in both schemes, nothing outside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import generator.look
from generator.look.colour import contrast
from generator.look.dyes import override_css, palette

LOOK = Path(generator.look.__file__).parent
CSS = (LOOK / "look.css").read_text(encoding="utf-8")

#: Words, and the grounds they stand on somewhere.
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "link") for ground in ("chalk", "linen")),
    ("ink", "linen-2"),
    ("indigo", "chalk"),
    ("indigo", "indigo-wash"),
    ("ink", "indigo-wash"),
    ("ink", "weld-wash"),
    ("ink", "madder-wash"),
    ("ink", "verdigris-wash"),
    ("on-indigo", "indigo"),
    ("madder", "chalk"),
    ("madder", "linen"),
    ("madder", "madder-wash"),
    ("weld-ink", "chalk"),
    ("weld-ink", "weld-wash"),
    ("verdigris", "chalk"),
    ("verdigris", "linen"),
    ("verdigris", "verdigris-wash"),
    ("logwood", "chalk"),
    ("logwood", "logwood-wash"),
]


def schemes(css: str) -> dict[str, dict[str, str]]:
    """The tokens of the light scheme, and those the dark one puts over them."""
    light, dark = re.findall(r":root\s*\{([^}]*)\}", css)[:2]
    read = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", light))
    return {"light": read, "dark": read | dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", dark))}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_can_be_read(scheme, ink, ground):
    tokens = schemes(CSS)[scheme]

    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#ffe600", "#00ff00", "#111111", "#ffffff", "#7a0019"])
def test_words_can_be_read_in_any_programmes_dyes(scheme, colour):
    own = dict.fromkeys(("indigo", "madder", "weld", "verdigris", "logwood"), colour)
    tokens = schemes(CSS)[scheme] | schemes(override_css(own))[scheme]

    assert {pair for pair in PAIRS if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5} == set()
    if scheme == "light":
        assert contrast("#ffffff", tokens["indigo-deep"]) >= 7


def test_a_programme_without_dyes_adds_nothing():
    assert override_css({}) == ""
    assert override_css({"walnut": "#000000"}) == ""


def test_a_colour_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="no colour"):
        palette({"indigo": "#12345"})


def test_every_token_that_is_used_is_set():
    used = set(re.findall(r"var\(--([\w-]+)", CSS))
    set_here = set(re.findall(r"--([\w-]+):", CSS))

    assert used - set_here == set()


def test_the_stylesheet_asks_no_other_host():
    assert re.findall(r"https?:|//[a-z]|@import", CSS) == []
    for name in re.findall(r'url\("?([^")]+)', CSS):
        assert (LOOK / name).is_file()


@pytest.mark.parametrize(
    "rule", ["prefers-color-scheme: dark", "forced-colors", "prefers-reduced-motion", "print"]
)
def test_the_stylesheet_listens_to_the_system(rule):
    assert f"({rule}" in CSS or f"@media {rule}" in CSS


@pytest.mark.parametrize("path", sorted(LOOK.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_a_style_attribute_or_a_script_of_its_own(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", text) == []

"""A site in two languages: English at the root, Czech in /cs/, English words where none are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.site.build import build
from generator.site.version import service_folder

FAQ = """---
title: Otázky
description: Na co se lidé ptají.
---
# Otázky

Kdo smí jet?
"""


@pytest.fixture
def czech(content):
    """The shipped content, also in Czech: one page and one title are translated."""
    config = content.parent / "site_config.yml"
    two = re.sub(r"languages: .*", "languages: [en, cs]", config.read_text("utf-8"))
    config.write_text(two, "utf-8")
    pages = content / "translations/cs/pages"
    shutil.rmtree(pages)
    pages.mkdir()
    (pages / "faq.md").write_text(FAQ, "utf-8")
    (pages / "privacy.md").unlink(missing_ok=True)
    visit = content / "visits/lyon.yml"
    written = re.sub(
        r"^short_title: (.*)$",
        r"short_title: {en: \1, cs: Lyon česky}",
        visit.read_text(),
        flags=re.M,
    )
    visit.write_text(written, "utf-8")
    return content


@pytest.fixture
def site(czech, tmp_path):
    build(czech, tmp_path / "site")
    return tmp_path / "site"


def html(site, url):
    return (site / url / "index.html").read_text("utf-8")


def test_every_english_page_has_its_place_in_the_other_language(site):
    english = {path.relative_to(site) for path in site.rglob("index.html")}
    czech = {path.relative_to("cs") for path in english if path.parts[0] == "cs"}

    assert czech == {path for path in english if path.parts[0] != "cs"}


def test_a_page_names_its_language(site):
    assert '<html lang="en">' in html(site, "visits/lyon")
    assert '<html lang="cs">' in html(site, "cs/visits/lyon")
    assert '<html lang="cs">' in html(site, "cs/faq")


def test_a_translated_page_says_its_words_and_another_says_that_it_is_english(site):
    assert "Kdo smí jet?" in html(site, "cs/faq")
    assert 'prose">' in html(site, "cs/faq")
    assert 'prose" lang="en">' in html(site, "cs/privacy")
    assert "Lyon česky" in html(site, "cs/visits")
    assert "Lyon česky" not in html(site, "visits")


@pytest.mark.parametrize("url", ["", "visits/lyon/", "faq/"])
def test_pages_point_to_each_other_in_every_language(site, url):
    for page in (html(site, url), html(site, f"cs/{url}")):
        told = dict(re.findall(r'rel="alternate" hreflang="([a-z-]+)" href="([^"]+)"', page))
        assert told == {
            "en": f"http://localhost:8000/{url}",
            "cs": f"http://localhost:8000/cs/{url}",
        }


def test_a_page_s_own_address_has_its_language(site):
    for url in ("cs/visits/lyon/", "cs/faq/", "visits/lyon/"):
        assert f'rel="canonical" href="http://localhost:8000/{url}"' in html(site, url)


def test_there_is_a_shell_a_language(site):
    shells = service_folder(site) / "shells"

    assert '<html lang="cs">' in (shells / "cs.html").read_text("utf-8")
    assert {path.stem for path in shells.iterdir()} == {"en", "cs", "office"}


def test_a_change_reaches_both_languages(czech, site, tmp_path):
    visit = czech / "visits/lyon.yml"
    visit.write_text(visit.read_text("utf-8").replace("Lyon česky", "Lyon znovu"), "utf-8")

    build(czech, site)

    build(czech, tmp_path / "fresh")
    shown = {path.relative_to(site): path.read_bytes() for path in site.rglob("*.html")}
    assert shown == {path: (tmp_path / "fresh" / path).read_bytes() for path in shown}
    assert "Lyon znovu" in html(site, "cs/visits")


def test_the_engine_s_own_build_gives_the_english_pages(czech, site, tmp_path):
    words = [
        str(Path(sys.executable).parent / "mkdocs"),
        "build",
        "--strict",
        "-d",
        str(tmp_path / "out"),
    ]
    theme = Path(__file__).parents[2] / "generator/look/theme"
    config = (czech.parent / "mkdocs.yml").read_text().replace("generator/look/theme", str(theme))
    (czech.parent / "mkdocs.yml").write_text(config)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(words, cwd=czech.parent, env=env, check=True, capture_output=True)

    pages = [path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.html")]

    assert len(pages) > 20
    for path in pages:
        assert (tmp_path / "out" / path).read_bytes() == (site / path).read_bytes(), path

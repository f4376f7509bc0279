"""The same content gives the same bytes: twice, by the engine's own command, and the slow way."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build as run_engine
from mkdocs.config import load_config

from generator.site import engine, stamping
from generator.site.build import build
from generator.site.stamping import Turn
from generator.site.stencil import Stencil
from generator.site.version import service_folder

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ours") / "site"
    build(ROOT / "content", folder)
    return folder


def run(*words, seed):
    env = {**os.environ, "PYTHONHASHSEED": seed, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True)


def test_the_engine_s_own_strict_build_gives_the_same_site(site, tmp_path):
    run(str(BIN / "mkdocs"), "build", "--strict", "--site-dir", str(tmp_path / "out"), seed="0")

    theirs = files(tmp_path / "out")

    ours = {path: body for path, body in files(site).items() if path[:3] not in ("cs/", "it/")}
    del theirs["sitemap.xml"], ours["sitemap.xml"]  # ours names all languages
    assert theirs.keys() == ours.keys()
    assert [path for path, body in ours.items() if theirs[path] != body] == []


def test_two_builds_of_one_state_are_the_same_in_every_byte(site, tmp_path):
    for seed in ("1", "2"):
        run(str(BIN / "xchange"), "build", "--site", str(tmp_path / seed), seed=seed)

    assert files(tmp_path / "1") == files(tmp_path / "2") == files(site)
    halves = [files(service_folder(folder)) for folder in (tmp_path / "1", tmp_path / "2", site)]
    assert halves[0] == halves[1] == halves[2]


def valued(text):
    """Put values of the page in the places of the theme's markers."""
    current = r'{% if \1 == page.meta.current %} aria-current="page"{% endif %}'
    text = re.sub(r"@@current:{{ (\S+) }}@@", current, text)
    text = re.sub(r"@@(\w+:){{ (\S+) }}@@", r'{{ page.meta.parts["\1" ~ \2] }}', text)
    return re.sub(r"@@(\w+)@@", r'{{ page.meta.parts["\1"] }}', text)


@pytest.fixture(scope="module")
def slow(tmp_path_factory, programme):
    """Render records as real pages of the engine, by a theme with values in place of markers."""
    folder = tmp_path_factory.mktemp("slow")
    theme = shutil.copytree(engine.THEME, folder / "theme")
    for name, written in (("record", "slow"), ("partials/header", "partials/slow-header")):
        text = valued((theme / f"{name}.html").read_text())
        (theme / f"{written}.html").write_text(
            text.replace("partials/header", "partials/slow-header")
        )
    today = programme.site.today
    marked = "".join(
        f"@@{name}@@" for name in ("title", "description", "canonical", "head", "main", "bodyclass")
    )
    turn = Turn(programme, Stencil.cut(marked), "en", today)
    (folder / "pages").mkdir()
    shown = {}
    for page in first_middle_last(turn.pages):
        parts = turn.heads.parts(page) | {"main": str(turn.main(page)), "bodyclass": page.bodyclass}
        front = {"template": "slow.html", "current": page.current, "parts": parts}
        name = page.url.strip("/").replace("/", "-")
        (folder / "pages" / f"{name}.md").write_text(
            f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n"
        )
        shown[page.path] = folder / "out" / name / "index.html"
    config = load_config(
        config_file=str(ROOT / "mkdocs.yml"),
        docs_dir=str(folder / "pages"),
        site_dir=str(folder / "out"),
        theme={"name": "material", "custom_dir": str(theme), "font": False},
    )
    config.plugins["xchange"].take(programme, "en", today)
    run_engine(config)
    return shown


def first_middle_last(pages):
    for template in ("visit", "host", "cluster"):
        found = [page for page in pages if page.template == template]
        yield from {
            page.url: page for page in (found[0], found[len(found) // 2], found[-1])
        }.values()


def test_records_rendered_the_slow_way_are_the_same_in_every_byte(site, slow):
    assert len(slow) == 9

    assert {path: file.read_bytes() for path, file in slow.items()} == {
        path: (site / path).read_bytes() for path in slow
    }


def test_whichever_process_is_the_slower_the_site_is_the_same(site, tmp_path, monkeypatch):
    """What is done beside the stamping never takes the place of a stamped page."""

    def stamped_first(work, things, *, meanwhile):
        done = work(things)
        meanwhile()
        return done

    monkeypatch.setattr(stamping, "in_two", stamped_first)
    build(ROOT / "content", tmp_path / "site")

    assert files(tmp_path / "site") == files(site)

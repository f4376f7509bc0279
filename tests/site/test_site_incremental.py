"""A build after a change makes what a build from nothing would make, and no more than it must."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from processes import copy_content

from generator import forking, state
from generator.programme.errors import ContentError
from generator.site import engine
from generator.site.build import build
from generator.site.stencil import StencilBroken
from generator.site.version import cache_folder, service_folder, stamp_file

HOST = "hosts/elmarco.yml"
VISIT = "visits/northern-bohemia.yml"


def replace(old, new):
    return lambda path: path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def copy(name, old="", new=""):
    """Copy a file, and change in the copy what two records may not share."""

    def edit(path):
        replace(old, new)(Path(shutil.copy(path, path.with_name(name))))

    return edit


EDITS = {
    "a host's summary": (HOST, replace("Makes machines", "Builds machines")),
    "a host's name": (HOST, replace("name: Elmarco", "name: Elmarco Works")),
    "a visit's closing date": (VISIT, replace("closes_on: 2021-08-20", "closes_on: 2021-08-27")),
    "a visit's seats": ("visits/valencia.yml", replace("seats: 15", "seats: 16")),
    "a cluster's short name": ("clusters/clutex.yml", replace("short_name: ", "short_name: The ")),
    "a new host": (HOST, copy("another.yml", "name: Elmarco", "name: Another")),
    "a new visit": (VISIT, copy("again.yml", "nanofibres, composites", "wool, composites")),
    "a rule": ("rules/terms.yml", replace("title: ", "title: Now ")),
    "the lump sums": ("lump_sums/eye-2021.yml", replace("CZ: 610", "CZ: 620")),
    "a document": ("documents/quality-manual.yml", replace("title: ", "title: The ")),
    "an editorial page": ("pages/faq.md", replace("\n\n", "\n\nMore words.\n\n")),
    "a new editorial page": ("pages/faq.md", copy("faq2.md")),
    "a mail": ("mails/en/confirm.txt", replace("Subject: ", "Subject: Please ")),
    "the title": ("../site_config.yml", replace("title: EXTRATEX", "title: The EXTRATEX")),
    "the programme date": ("../site_config.yml", replace("2021-06-15", "2021-09-27")),
    "the engine's settings": ("../mkdocs.yml", replace("permalink: false", "permalink: true")),
}


def tree(site):
    """Give every file of a version, the service's half too."""
    found = {}
    for folder in (site, service_folder(site)):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[f"{folder.suffix}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found


@pytest.fixture
def content(tmp_path):
    return english(tmp_path)


def english(folder):
    """Copy the shipped content in English alone: a change in three languages only takes longer."""
    copy_content(folder)
    config = folder / "site_config.yml"
    config.write_text(
        re.sub(r"languages: .*", "languages: [en]", config.read_text("utf-8")), "utf-8"
    )
    return folder / "content"


@pytest.fixture(scope="module")
def with_builders(tmp_path_factory):
    """What a build from nothing makes when Elmarco builds machines."""
    folder = tmp_path_factory.mktemp("builders")
    content = english(folder)
    replace("Makes machines", "Builds machines")(content / HOST)
    build(content, folder / "fresh")
    return tree(folder / "fresh")


@pytest.fixture
def site(content, tmp_path):
    build(content, tmp_path / "site")
    return tmp_path / "site"


@pytest.mark.parametrize(("name", "edit"), EDITS.values(), ids=EDITS.keys())
def test_a_build_after_an_edit_makes_what_a_clean_build_makes(content, site, tmp_path, name, edit):
    before = tree(site)
    edit(content / name)

    build(content, site)

    build(content, tmp_path / "fresh")
    assert tree(site) == tree(tmp_path / "fresh")
    assert tree(site) != before


def test_the_pages_of_a_deleted_record_go(content, site, tmp_path):
    (content / "visits/lyon.yml").unlink()

    done = build(content, site)

    build(content, tmp_path / "fresh")
    assert done.removed == 1
    assert not (site / "visits/lyon").exists()
    assert tree(site) == tree(tmp_path / "fresh")


def test_only_pages_that_show_the_record_are_written(content, site):
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    replace("name: Elmarco", "name: Elmarco Works")(content / HOST)

    build(content, site)

    written = {
        path.parent.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if before[path] != path.stat().st_mtime_ns
    }
    assert written == {"hosts", "hosts/elmarco", "search", "visits/northern-bohemia"}


@pytest.mark.parametrize("name", ["pages", "frames", "records", "records.index", "state"])
@pytest.mark.parametrize("how", ["emptied", "cut", "garbled", "gone"])
def test_a_broken_cache_is_neither_trusted_nor_fatal(content, site, with_builders, name, how):
    path = cache_folder(site) / name
    body = path.read_bytes()
    middle = len(body) // 2
    {
        "emptied": lambda: path.write_bytes(b""),
        "cut": lambda: path.write_bytes(body[:middle]),
        "garbled": lambda: path.write_bytes(body[:middle] + b"\0\1\2" + body[middle + 3 :]),
        "gone": path.unlink,
    }[how]()
    replace("Makes machines", "Builds machines")(content / HOST)

    build(content, site)

    assert tree(site) == with_builders


def test_a_page_that_somebody_changed_or_removed_is_put_right(content, site):
    before = tree(site)
    (site / "hosts/elmarco/index.html").write_text("spoiled")
    (site / "visits/index.html").unlink()

    done = build(content, site)

    assert tree(site) == before
    assert done.written == 2


def test_without_its_stamp_a_site_is_compared_whole(content, site):
    before = tree(site)
    (site / "hosts/elmarco/index.html").write_text("spoiled")
    (site / "left-over.html").write_text("old")
    stamp_file(site).unlink()

    done = build(content, site)

    assert tree(site) == before
    assert (done.written, done.removed) == (1, 1)


def test_a_clean_build_uses_nothing_that_is_kept(content, site):
    before = tree(site)
    frames = str(cache_folder(site) / "frames")
    kept = state.load(frames)
    kept["frames"]["en"][1]["faq/index.html"] = b"kept from an earlier build"
    state.save(frames, kept)

    build(content, site, clean=True)

    assert tree(site) == before


def test_a_lost_marker_stops_the_build_and_changes_nothing(content, site, tmp_path, monkeypatch):
    before = tree(site)
    shutil.copytree(engine.THEME, tmp_path / "theme")
    replace("@@main@@", "")(tmp_path / "theme/record.html")
    monkeypatch.setattr(engine, "THEME", tmp_path / "theme")

    with pytest.raises(StencilBroken, match="lost these markers: main"):
        build(content, site, clean=True)

    assert tree(site) == before
    assert stamp_file(site).exists()


LED_BY_NOBODY = replace("lead: clutex", "lead: nobody")


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    ("name", "edit", "words"),
    [
        (VISIT, LED_BY_NOBODY, 'partner cluster "nobody" is unknown'),
        (VISIT, replace("call: extratex-2021", "call: spring"), 'call "spring" is unknown'),
        ("calls/extratex-2021.yml", replace("rules: terms", "rules: no"), '"no" is unknown'),
        ("programme.yml", replace("call: extratex-2021", "call: spring"), '"spring" is unknown'),
        (HOST, copy("twin.yml"), "is the name of"),
    ],
)
def test_files_that_do_not_fit_together_stop_the_build_and_change_nothing(
    content, site, monkeypatch, processes, name, edit, words
):
    """The files are looked at together while pages are made already."""
    before = tree(site)
    monkeypatch.setattr(forking, "can_fork", lambda: processes == 2)
    monkeypatch.setattr(forking, "WORTH_IT", 10)
    edit(content / name)

    with pytest.raises(ContentError, match=words):
        build(content, site)

    assert tree(site) == before
    assert stamp_file(site).exists()


@pytest.mark.parametrize("edit", [LED_BY_NOBODY, replace("title: ", "title: [")])
def test_what_the_engine_finds_is_told_after_the_mistakes_of_the_content(content, site, edit):
    (content / "pages/faq.md").write_text("# FAQ\n\n[There](nowhere.md)\n", "utf-8")
    edit(content / VISIT)

    with pytest.raises(ContentError) as told:
        build(content, site)

    assert {problem.file.rpartition("/")[2] for problem in told.value.problems} == {
        "faq.md",
        "northern-bohemia.yml",
    }


def xchange(*words):
    """Run the command as a person does, and say which libraries it loaded."""
    code = (
        "import sys; from generator import start; start.main(); "
        "print([name for name in ('click', 'pydantic', 'mkdocs', 'yaml') if name in sys.modules])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=True
    )


def test_a_build_with_nothing_to_do_ends_before_anything_is_loaded(content, site):
    settle(site)

    done = xchange("build", "--content", content, "--site", site)

    assert done.stdout == "[]\n"
    assert "0 files written" in done.stderr


def settle(site):
    """Let files that were saved in the moment of the build count as old ones."""
    path = str(cache_folder(site) / "state")
    known = state.load(path)
    known["inputs"] = {place: state.signatures(place) for place in known["inputs"]}
    state.save(path, known)


def holds(content, site):
    return state.still_holds(state.load(str(cache_folder(site) / "state")), str(content), str(site))


@pytest.mark.parametrize(
    "name", [HOST, "pages/faq.md", "mails/en/confirm.txt", "../site_config.yml", "../mkdocs.yml"]
)
def test_every_kind_of_input_is_looked_at(content, site, name):
    settle(site)
    assert holds(content, site)

    with (content / name).open("a") as file:
        file.write("\n")

    assert not holds(content, site)


def test_a_build_holds_until_the_programme_s_midnight(content, tmp_path):
    replace("today: 2021-06-15", "")(content.parent / "site_config.yml")
    site = tmp_path / "site"
    build(content, site)

    known = state.load(str(cache_folder(site) / "state"))

    zone = ZoneInfo("Europe/Rome")
    first, last = (datetime.fromtimestamp(known[key], zone) for key in ("from", "until"))
    assert (first.hour, last.hour, (last.date() - first.date()).days) == (0, 0, 1)
    assert first.date() == datetime.now(zone).date() != date(2021, 6, 15)


def test_another_version_of_a_tool_makes_everything_again(content, site, monkeypatch):
    monkeypatch.setattr(state, "FORM", state.FORM + 1)

    assert state.load(str(cache_folder(site) / "state")) == {}

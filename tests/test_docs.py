"""The page for editors names only what there is, and shows pictures that are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from generator.cli import main
from generator.programme.vocabularies import NoticeKind
from generator.reader.codes import codes

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "editors.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"^\s*(xchange .+)$|`(xchange [^`]+)`", GUIDE, re.MULTILINE)))


@pytest.mark.parametrize("line", [first or second for first, second in COMMANDS])
def test_every_command_in_the_guide_exists_with_its_options(line):
    words = shlex.split(line.replace("…", "x"))[1:]
    command: click.Command | None = main
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words.pop(0))

    assert command
    known = {name for option in command.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_codes_that_the_guide_explains_exist():
    named = re.findall(r"--explain (\S+)", GUIDE)

    assert set(named) - {"all", "CODE"} <= set(codes())


def test_every_kind_of_notice_is_explained():
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == {*NoticeKind}


@pytest.mark.parametrize("name", re.findall(r"^!\[[^\]]+\]\(([^/\s]\S*)\)", GUIDE, re.MULTILINE))
def test_every_picture_of_the_guide_is_there(name):
    assert (ROOT / "docs" / name).is_file()


@pytest.mark.parametrize("name", re.findall(r"`(content/[\w./-]+\.\w+)`", GUIDE))
def test_every_file_that_the_guide_names_is_there_or_is_to_be_written(name):
    new = ("porto-home-textiles.yml", "translations/cs/", "mails/cs/", "eye-2024.yml")

    assert (ROOT / name).is_file() or any(part in name for part in new)

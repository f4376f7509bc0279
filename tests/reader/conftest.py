from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.programme.errors import ContentProblem
from generator.reader.folder import check

SMALL = Path(__file__).parents[1] / "sites" / "small"

Edit = Callable[[str, str, str], list[ContentProblem]]


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    """A copy of the small site; the current folder is the one that holds it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SMALL, tmp_path / "content")
    return Path("content")


@pytest.fixture
def after(small) -> Edit:
    """Replace words in one file of the small site, and give the problems."""

    def edit(name: str, old: str, new: str) -> list[ContentProblem]:
        path = small / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return check(small)[1]

    return edit

"""What many tests share: the real content, and a copy of it to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from generator.programme.programme import Programme
from generator.reader.folder import read

pytest_plugins = ["service_fixtures"]
# A busy machine may take its time over an example; that is no fault of the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The shipped programme."""
    return read(ROOT / "content")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for name in ("site_config.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path / "content"

"""What many tests share: the real content, and a copy of it to break; and which worker runs what."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from generator.programme.programme import Programme
from generator.reader.folder import read

pytest_plugins = ["service_fixtures"]
# A busy machine may take its time over an example; that is no fault of the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "tests" / "browser"


class ByFile(LoadScopeScheduling):
    """Gives each file to one worker, so that what its tests share is made once.

    All that drives the browser goes to one worker, the others do the rest meanwhile. (Marks
    of `xdist_group` do nothing: pytest 9 has no `_nodeid` for xdist 3.8 to write them into.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Take ours, whatever `--dist` says."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that take longest come first: the browser's, and those that are marked slow.

    The quick ones at the end keep all workers busy to the last.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path.parent != BROWSER, item.path not in slow))


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

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from formsvc.evidence.store import FolderStore


@pytest.fixture
def store(tmp_path) -> FolderStore:
    return FolderStore(tmp_path / "evidence")


def a_part(folder: Path, data: bytes = b"letter", name: str = "letter from José.pdf") -> Path:
    part = folder / name
    part.write_bytes(data)
    return part


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_put_can_be_read_back_and_the_part_is_gone(store, tmp_path):
    part = a_part(tmp_path)

    key = store.put(part)

    with store.open(key) as file:
        assert file.read() == b"letter"
    assert not part.exists()


def test_a_file_lies_two_folders_deep_under_a_name_of_chance(store, tmp_path):
    key = store.put(a_part(tmp_path))

    assert re.fullmatch("[0-9a-f]{32}", key)
    assert store.path(key) == store.root / key[:2] / key[2:4] / key


def test_only_the_service_itself_can_read_a_file(store, tmp_path):
    path = store.path(store.put(a_part(tmp_path)))

    assert mode(path) == 0o600
    assert [mode(folder) for folder in (path.parent, path.parent.parent, store.root)] == [0o700] * 3


def test_the_same_bytes_twice_are_two_files(store, tmp_path):
    first = store.put(a_part(tmp_path))
    second = store.put(a_part(tmp_path))

    assert sorted([first, second]) == list(store.keys())


def test_a_removed_file_is_gone_and_may_be_removed_again(store, tmp_path):
    key = store.put(a_part(tmp_path))

    store.remove(key)
    store.remove(key)

    assert list(store.keys()) == []
    with pytest.raises(FileNotFoundError):
        store.open(key)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_a_name_that_is_no_key_is_never_looked_for(store, name):
    for method in (store.open, store.remove, store.path):
        with pytest.raises(ValueError, match="not a key"):
            method(name)


def test_a_link_is_not_taken_for_a_file(store, tmp_path):
    link = tmp_path / "x.part"
    link.symlink_to("/etc/passwd")

    with pytest.raises(OSError, match="symbolic"):
        store.put(link)


def test_files_of_others_are_not_listed(store, tmp_path):
    key = store.put(a_part(tmp_path))
    (store.path(key).parent / "notes.txt").write_text("mine")
    (store.path(key).parent / ("0" * 32)).write_text("in the wrong folder")

    assert list(store.keys()) == [key] or key.startswith("0000")


def test_the_file_is_flushed_then_renamed_then_its_folders_are_flushed(tmp_path):
    """Watch the order with Python's audit hook and a wrapper of os.fsync, in a process of its own."""
    seen = subprocess.run(
        [sys.executable, "-c", WATCH, str(tmp_path)], capture_output=True, text=True, check=True
    )

    flushed_file, *new_folders, renamed, flushed_folder = seen.stdout.split()
    assert flushed_file == "fsync:file"
    assert set(new_folders) == {"fsync:folder"}  # each new folder through its parent
    assert len(new_folders) == 3
    assert (renamed, flushed_folder) == ("rename", "fsync:folder")


WATCH = """
import os, stat, sys
from pathlib import Path
from formsvc.evidence.store import FolderStore

real = os.fsync
def fsync(descriptor):
    print("fsync:folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "fsync:file")
    real(descriptor)
os.fsync = fsync
sys.addaudithook(lambda event, _: print("rename") if event == "os.rename" else None)

root = Path(sys.argv[1])
(root / "a.part").write_bytes(b"a")
FolderStore(root / "evidence").put(root / "a.part")
"""

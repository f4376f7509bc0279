"""`xchange up` as a person starts it, for tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).parents[1]
XCHANGE = ROOT / ".venv/bin/xchange"
T = TypeVar("T")


def until(happened: Callable[[], T], seconds: float = 180) -> T:
    """Wait for something that another process does, and give it; only a fault waits that long."""
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def copy_content(folder: Path) -> None:
    """Make a folder in which `xchange` finds the shipped programme."""
    shutil.copytree(ROOT / "content", folder / "content")
    for name in ("site_config.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder / name)


def make_real(folder: Path) -> None:
    """Take away what a real programme may not have."""
    settings = folder / "site_config.yml"
    kept = [line for line in settings.read_text().splitlines() if not line.startswith("today:")]
    settings.write_text("\n".join(kept).replace("http://localhost:8000", "https://real.example"))
    for path in [*(folder / "content").rglob("*.md"), *(folder / "content").rglob("*.yml")]:
        path.write_text(path.read_text().replace("office@example.org", "office@real.example"))
    for path in (folder / "content").rglob("*.yml"):
        lines = path.read_text().splitlines()
        path.write_text(
            "\n".join(line for line in lines if not line.strip().startswith("examples:"))
        )


class Up:
    """One `xchange up` in a folder, with what it said."""

    def __init__(self, folder: Path, *words: str, umask: int = -1, **environ: str) -> None:
        self.folder = folder
        self.said: list[str] = []
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [shutil.which("xchange") or XCHANGE, "up", "--port", "0", *words],
            cwd=folder,
            env={**kept, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            umask=umask,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))

    def says(self, words: str) -> bool:
        return any(words in line for line in self.said)

    def wait_until_ready(self) -> None:
        try:
            until(lambda: self.says("Ready: ") or self.process.poll() is not None)
            assert self.process.poll() is None, self.said
        except AssertionError:
            self.end()
            raise

    @property
    def port(self) -> int:
        (line,) = [line for line in self.said if line.startswith("Ready: ")]
        return int(re.search(r"localhost:(\d+)/", line)[1])

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as fault:
            with fault:
                return fault.code, fault.read().decode()

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, words: str) -> psutil.Process | None:
        """The oldest living process whose command line has these words.

        While a process becomes another program it has no command line for a moment:
        keep what was found, and do not ask again.
        """
        found = [each for each in alive(self.children()) if words in _command(each)]
        return min(found, key=lambda each: each.pid, default=None)

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(60)
        self._reader.join(60)
        self.process.stdout.close()
        return code


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [each for each in processes if each.is_running() and _command(each)]


def _command(process: psutil.Process) -> str:
    """The command line; a process that has ended has none."""
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""

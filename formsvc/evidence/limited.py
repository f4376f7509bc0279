"""Running our own code on somebody's file in a child process that cannot do much harm.

The child gets the file as its standard input and none of our environment (no secret key, no
database), sets its own limits before it reads a byte, and answers on its standard output. A
crash, an endless loop or a bomb ends the child, never the service. (Limits are set by the child
itself: Python code between fork and exec is not safe beside other threads.)
"""

from __future__ import annotations

import logging
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .refusals import REASONS, refused

ROOT = Path(__file__).parents[2]
MEMORY = 1024 * 1024 * 1024
AT_ONCE = threading.BoundedSemaphore(2)  # in one process: memory is used at most twice
PATIENCE = 30  # seconds to wait for a turn

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of processor and of waiting, bytes written to a file."""

    cpu_seconds: int
    wall_seconds: int
    written: int = 0

    def impose(self) -> None:
        """Bind the process that calls this, for good."""
        for what, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, self.cpu_seconds),
            (resource.RLIMIT_FSIZE, self.written),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 64),
        ):
            resource.setrlimit(what, (most, most))


def run(module: str, *words: str, file: IO[bytes], out: IO[bytes] | int, limits: Limits) -> bytes:
    """Run `python -m module words` on an open file; give what it wrote when `out` is a pipe.

    Raises UploadRefused: busy (no turn came), too-demanding (a limit was met), damaged (the
    child fell over the file; its traceback goes to the log).
    """
    command = [sys.executable, "-P", "-s", "-B", "-m", module, *words]
    with _turn():
        try:
            child = subprocess.run(
                command, stdin=file, stdout=out, stderr=subprocess.PIPE,
                env=_environment(), timeout=limits.wall_seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise refused("too-demanding") from None
    if child.returncode:
        raise refused(_why(child))
    return child.stdout or b""


def _why(child: subprocess.CompletedProcess[bytes]) -> str:
    """Give the code of the refusal: named by the child, or guessed from the way it ended."""
    last = child.stderr[-2000:].decode(errors="replace").strip()
    if last in REASONS:
        return last
    log.warning("a limited process ended with %s: %s", child.returncode, last)
    return "too-demanding" if child.returncode < 0 or "MemoryError" in last else "damaged"


def _environment() -> dict[str, str]:
    # one arena: each further one reserves 64 MiB of the address space that is limited
    return {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1",
            "PATH": os.defpath}  # fmt: skip


@contextmanager
def _turn() -> Iterator[None]:
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise refused("busy")
    try:
        yield
    finally:
        AT_ONCE.release()

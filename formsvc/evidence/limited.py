"""Running our own code on somebody's file in a child process that cannot do much harm.

The child gets the file and none of our environment (no secret key, no database), sets its own
limits before it reads a byte, and answers. A crash, an endless loop or a bomb ends the child, never
the service. `run` starts a program for each file; `Ready` keeps one that has loaded all it needs,
and forks. (The service itself never forks: Python code between fork and exec is not safe beside
other threads.)
"""

from __future__ import annotations

import atexit
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, NoReturn

from generator.programme.errors import UploadRefused

from .refusals import REASONS, refused

ROOT = Path(__file__).parents[2]
MEMORY = 1024 * 1024 * 1024
AT_ONCE = threading.BoundedSemaphore(2)  # in one process: memory is used at most twice
PATIENCE = 30  # seconds to wait for a turn
ANSWERED, FELL = b"+", b"-"
LONGEST_ANSWER = 1024 * 1024

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
    with _turn():
        try:
            child = subprocess.run(
                [*_python(module), *words], stdin=file, stdout=out, stderr=subprocess.PIPE,
                env=_environment(), timeout=limits.wall_seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise refused("too-demanding") from None
    if child.returncode:
        raise refused(_why(child.stderr, child.returncode))
    return child.stdout or b""


class Ready:
    """A process that is kept, and forks a limited child for each file.

    It is started when the first file comes, and ends with ours: then nobody holds the other end of
    the socket on which it gets the files. It never looks at one itself; all that its children share
    is what it has loaded.
    """

    def __init__(self, module: str, limits: Limits) -> None:
        self.module, self.limits = module, limits
        self._one_by_one = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def run(self, file: IO[bytes]) -> bytes:
        """Have a child look at an open file, and give what it answers.

        Raises UploadRefused as `run` does.
        """
        with _turn():
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    self._send(file.fileno(), theirs.fileno())
                try:
                    said = _heard(ours, self.limits.wall_seconds)
                except TimeoutError:
                    raise refused("too-demanding") from None
        mark, told = said[:1], said[1:]
        if mark != ANSWERED:
            raise refused(_why(told, 1 if mark else -signal.SIGKILL))
        return told

    def _send(self, *files: int) -> None:
        """Hand open files over; to a new process when there is none, or it was killed."""
        with self._one_by_one:
            control = self._control
            if control is None or self._process is None or self._process.poll() is not None:
                control = self._start()
            socket.send_fds(control, [b"."], files)

    def _start(self) -> socket.socket:
        self.end()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                _python(self.module), stdin=theirs.fileno(), env=_environment()
            )
        return self._control

    def end(self) -> None:
        """Let the process end, if there is one."""
        if self._control and self._process:
            self._control.close()
            self._process.wait()


def serve(answer: Callable[[BinaryIO], str], limits: Limits) -> None:
    """Be such a process: for each open file that comes over standard input, let a child answer."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    with socket.socket(fileno=os.dup(0)) as control:
        while True:
            _, files, _, _ = socket.recv_fds(control, 1, 2)
            if not files:
                return
            file, to = files
            if os.fork() == 0:
                control.close()
                _answer(file, to, answer, limits)
            os.close(file)
            os.close(to)


def _answer(file: int, to: int, answer: Callable[[BinaryIO], str], limits: Limits) -> NoReturn:
    os.dup2(file, 0)  # in the place of the socket
    limits.impose()
    signal.alarm(limits.wall_seconds)
    try:
        told = ANSWERED + answer(os.fdopen(0, "rb")).encode()
    except UploadRefused as refusal:
        told = FELL + refusal.reason.encode()
    except BaseException:
        told = FELL + traceback.format_exc()[-2000:].encode()
    os.write(to, told)
    os._exit(0)


def _heard(child: socket.socket, seconds: float) -> bytes:
    """Hear a child out; one that answers in drips, or without end, gets no more time for it.

    Raises TimeoutError.
    """
    said, until = b"", time.monotonic() + seconds
    while len(said) <= LONGEST_ANSWER:
        child.settimeout(max(until - time.monotonic(), 0.001))
        piece = child.recv(LONGEST_ANSWER)
        if not piece:
            return said
        said += piece
    raise TimeoutError


def _python(module: str) -> list[str]:
    return [sys.executable, "-P", "-s", "-B", "-m", module]


def _why(said: bytes, code: int) -> str:
    """Give the code of the refusal: named by the child, or guessed from the way it ended."""
    last = said[-2000:].decode(errors="replace").strip()
    if last in REASONS:
        return last
    log.warning("a limited process ended with %s: %s", code, last)
    return "too-demanding" if code < 0 or "MemoryError" in last else "damaged"


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

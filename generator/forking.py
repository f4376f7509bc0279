"""Work on many things in two processes, where it pays.

A fork shares what is already loaded; its results come back through a file. With few things, on
one processor, in a program with threads, or where there is no fork, the work is done right here.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Generic, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")
Sent = TypeVar("Sent")

WORTH_IT = 200
"""Fewer things are done before a second process is up."""
BATCH = 100
"""So many things are taken in one piece at most, and their results sent in one."""
GROWTH = 1.2
"""A batch is so much larger than the one before."""
LAST = 8
"""At most one part in so many of what is left is taken, so that both processes end together."""
PAUSE_S = 0.0005
"""Between two looks whether the other process has sent something."""


AT_END: list[Callable[[], None]] = []
"""What every process of a build does before it leaves."""


def do_at_end() -> None:
    """Do it."""
    for last in AT_END:
        last()


def can_fork() -> bool:
    """Say whether a second process can be had, and would run beside this one."""
    threading = sys.modules.get("threading")  # whoever has threads has loaded it
    is_alone = threading is None or threading.active_count() == 1
    return hasattr(os, "fork") and is_alone and len(os.sched_getaffinity(0)) > 1


class Beside(Generic[Result]):
    """Work that a forked process does; `results()` gives what it gives, `arrived()` what is there.

    Results are pickled one by one into a file that both processes hold, each behind its length,
    so the other process never waits for this one, and this one holds no more of them than it asks
    for. A fault in the work is raised by `results()`.
    """

    def __init__(self, work: Callable[[], Iterable[Result]]) -> None:
        let_leave()
        self._file = _shared_file()
        self._at, self._ended, self._done = 0, False, False
        self._pid = os.fork()
        if self._pid == 0:
            _answer(work, self._file)

    def results(self) -> Iterator[Result]:
        """Give what the other process gives, and has not given yet."""
        with self._file:
            while not self._done:
                yield from self._opened(self._next())

    def arrived(self) -> Iterator[Result]:
        """Give what the other process has given by now; do not wait for more."""
        while not self._done and (body := self._come()):
            yield from self._opened(body)

    def _opened(self, body: bytes) -> Iterator[Result]:
        import pickle  # both processes load it, beside each other

        what, found = pickle.loads(body)  # noqa: S301 - from our own fork
        if what == RESULT:
            yield found
            return
        self._done = self._ended = True
        _LEAVING.append(self._pid)
        if what == FAULT:
            raise found

    def _next(self) -> bytes:
        """Wait for the next result."""
        while not (body := self._come()):
            if self._ended:
                words = "the second process of the build died; is there memory enough?"
                raise RuntimeError(words)
            self._ended = os.waitpid(self._pid, os.WNOHANG)[0] != 0
            time.sleep(0 if self._ended else PAUSE_S)
        return body

    def _come(self) -> bytes:
        """Take the next result, if it has come whole; empty bytes if it has not."""
        file = self._file.fileno()
        head = os.pread(file, HEAD, self._at)
        length = int.from_bytes(head, "big")
        if len(head) < HEAD or os.fstat(file).st_size < self._at + HEAD + length:
            return b""
        body = os.pread(file, length, self._at + HEAD)
        self._at += HEAD + length
        return body

    def _wait(self) -> None:
        if not self._ended:
            os.waitpid(self._pid, 0)
        self._ended = True

    def drop(self) -> None:
        """End the other process; nobody needs its results."""
        if not self._ended:
            import signal

            os.kill(self._pid, signal.SIGKILL)
        self._wait()
        self._file.close()


_LEAVING: list[int] = []
"""Processes that have done their work; to give back their memory takes them some milliseconds."""


def let_leave(*, wait: bool = False) -> None:
    """Part with the processes that have left; or wait for those that are about to."""
    for pid in _LEAVING.copy():
        if os.waitpid(pid, 0 if wait else os.WNOHANG)[0]:
            _LEAVING.remove(pid)


RESULT, FAULT, DONE = range(3)
HEAD = 8
"""Bytes of a length."""


def _shared_file() -> IO[bytes]:
    """Open a file that only this process and its forks know; in memory, where that can be."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("results"), "r+b", buffering=0)
    import tempfile

    return tempfile.TemporaryFile(buffering=0)


def _answer(work: Callable[[], Iterable[Any]], file: IO[bytes]) -> None:
    """Do the work in the fork, and leave without running what the parent has planned to run."""
    _LEAVING.clear()  # they are no children of this one
    try:
        try:
            for found in work():
                _send(file, (RESULT, found))
            _send(file, (DONE, None))
        except BaseException as fault:
            _send(file, (FAULT, fault))
        do_at_end()
    finally:
        os._exit(0)


def _send(file: IO[bytes], found: tuple[int, Any]) -> None:
    import pickle

    body = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
    view = memoryview(len(body).to_bytes(HEAD, "big") + body)
    while view:
        view = view[file.write(view) :]


class InTwo(Generic[Thing, Sent]):
    """Work on many things that a second process begins at once; whichever is free takes the next.

    Args:
        things: what to work on, the longest first: those are taken one by one.
        theirs: what the second process makes of some of them, small enough to be sent.
    """

    def __init__(self, things: list[Thing], theirs: Callable[[list[Thing]], Sent]) -> None:
        self.things, self._batches = things, list(_batches(things))
        self.began_ns = time.time_ns()
        self._free = _Numbers(len(self._batches))
        self._other = Beside(lambda: ((n, theirs(self._batches[n])) for n in self._free))

    def results(
        self,
        ours: Callable[[list[Thing]], list[Result]],
        unpack: Callable[[list[Thing], Sent], list[Result]],
        meanwhile: Callable[[], None] = lambda: None,
        begin_s: float = 0.0,
    ) -> list[Result]:
        """Take part in the work until it is done; give one result for each thing, in their order.

        Args:
            ours: does the work on some of the things here.
            unpack: makes whole what the second process sent, between two pieces of own work.
            meanwhile: what else is to be done here; the other process need not wait for it.
            begin_s: what it costs this process to begin; so it does only where that pays.
        """
        done: dict[int, list[Result]] = {}
        try:
            meanwhile()
            unpack_s = self._catch_up(done, unpack)
            while self._pays(unpack_s, begin_s) and (n := next(self._free, None)) is not None:
                begin_s = 0.0
                done[n] = ours(self._batches[n])
                for m, sent in self._other.arrived():  # else all wait until one process is idle
                    done[m] = unpack(self._batches[m], sent)
            for n, sent in self._other.results():
                done[n] = unpack(self._batches[n], sent)
        except BaseException:
            self.drop()
            raise
        self.things, self._batches = [], []  # they may be large, and their work is done
        self._free.close()
        return [result for n in sorted(done) for result in done[n]]

    def _catch_up(
        self,
        done: dict[int, list[Result]],
        unpack: Callable[[list[Thing], Sent], list[Result]],
    ) -> float:
        """Make whole what has come meanwhile; give the seconds that one thing took."""
        began, before = time.perf_counter(), len(done)
        for n, sent in self._other.arrived():
            done[n] = unpack(self._batches[n], sent)
        count = sum(len(found) for found in list(done.values())[before:])
        return (time.perf_counter() - began) / max(1, count)

    def _pays(self, unpack_s: float, begin_s: float) -> bool:
        """Say whether to take part would end the work sooner.

        The other process alone needs its time for all that is left, while this one unpacks. With
        both at work, the time that this one has left over is shared, less what it costs to begin.
        """
        if not begin_s:
            return True
        left = self._left()
        taken = max(1, len(self.things) - left)
        other_s = (time.time_ns() - self.began_ns) / 1e9 / taken
        return left * (other_s - unpack_s) > 1.5 * begin_s

    def _left(self) -> int:
        """Say how many things nobody has taken yet."""
        free = self._free.count()
        return sum(map(len, self._batches[-free:])) if free else 0

    def drop(self) -> None:
        """Give the work up."""
        self._other.drop()
        self._free.close()


def in_two(
    work: Callable[[list[Thing]], list[Result]],
    things: list[Thing],
    *,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[Result]:
    """Do the work on all things, in two processes when there are many; the order is kept.

    Args:
        work: gives one result for each thing.
        things: what to work on, the longest first.
        meanwhile: what else is to be done here; the other process need not wait for it.
    """
    if len(things) < WORTH_IT or not can_fork():
        meanwhile()
        return work(things)
    return InTwo(things, work).results(work, lambda _, found: found, meanwhile)


def _batches(things: list[Thing]) -> Iterator[list[Thing]]:
    """Cut things into batches: at first of one thing, then larger, towards the end smaller."""
    start, size = 0, 1.0
    while start < len(things):
        taken = max(1, min(int(size), (len(things) - start) // LAST))
        yield things[start : start + taken]
        start, size = start + taken, min(size * GROWTH, BATCH)


class _Numbers:
    """The numbers below `count`, each given once, whichever process asks: they lie in a pipe."""

    def __init__(self, count: int) -> None:
        self._pipe, theirs = os.pipe()
        self._is_open = True
        os.write(theirs, b"".join(n.to_bytes(2, "big") for n in range(count)))
        os.close(theirs)

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        number = os.read(self._pipe, 2)
        if not number:
            raise StopIteration
        return int.from_bytes(number, "big")

    def count(self) -> int:
        """Say how many nobody has taken."""
        import fcntl  # not everywhere, but wherever there is a fork
        import termios

        waiting = array("i", [0])
        fcntl.ioctl(self._pipe, termios.FIONREAD, waiting)
        return waiting[0] // 2

    def close(self) -> None:
        """Let go of the pipe."""
        if self._is_open:
            os.close(self._pipe)
        self._is_open = False


@contextmanager
def without_gc() -> Iterator[None]:
    """Keep the collector of circular garbage still: a build makes none, and it looks at all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

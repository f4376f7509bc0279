"""Work on many things in two processes, where it pays.

A fork shares what is already loaded; its results come back through a file. With few things, on
one processor, in a program with threads, or where there is no fork, the work is done right here.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Generic, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

WORTH_IT = 300
"""Fewer things are done before a second process is up."""
BATCH = 250
"""So many results are sent in one piece."""


def can_fork() -> bool:
    """Say whether a second process can be had, and would run beside this one."""
    return (
        hasattr(os, "fork") and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1
    )


class Beside(Generic[Result]):
    """Work that a forked process does; `results()` waits for it and gives what it gave.

    Results are pickled one by one into a file that both processes hold, so the other process
    never waits for this one, and this one holds no more of them than it asks for. A fault in the
    work is raised by `results()`.
    """

    def __init__(self, work: Callable[[], Iterable[Result]]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by results() or drop()
        self._pid = os.fork()
        if self._pid == 0:
            _answer(work, self._file)

    def results(self) -> Iterator[Result]:
        """Wait for the other process and give its results."""
        os.waitpid(self._pid, 0)
        with self._file:
            self._file.seek(0)
            while True:
                try:
                    what, found = pickle.load(self._file)  # noqa: S301 - from our own fork
                except EOFError:
                    words = "the second process of the build died; is there memory enough?"
                    raise RuntimeError(words) from None
                if what == DONE:
                    return
                if what == FAULT:
                    raise found
                yield found

    def drop(self) -> None:
        """End the other process; nobody needs its results."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        self._file.close()


RESULT, FAULT, DONE = range(3)


def _answer(work: Callable[[], Iterable[Any]], file: IO[bytes]) -> None:
    """Do the work in the fork, and leave without running what the parent has planned to run."""
    try:
        try:
            for found in work():
                pickle.dump((RESULT, found), file, pickle.HIGHEST_PROTOCOL)
            pickle.dump((DONE, None), file)
        except BaseException as fault:
            pickle.dump((FAULT, fault), file)
        file.flush()
    finally:
        os._exit(0)


def in_two(
    work: Callable[[list[Thing]], list[Result]],
    things: list[Thing],
    *,
    pack: Callable[[list[Result]], Any] = list,
    unpack: Callable[[list[Thing], Any], list[Result]] = lambda _, packed: packed,
    share: float = 0.5,
) -> list[Result]:
    """Do the work on all things, a share of them in a second process; the order is kept.

    Args:
        work: gives one result for each thing.
        things: what to work on.
        pack: makes some of the second process's results small before they are sent.
        unpack: makes them whole again here.
        share: how much of the things the second process takes.
    """
    if len(things) < WORTH_IT or not can_fork():
        return work(things)
    here = int(len(things) * (1 - share))
    rest = [things[n : n + BATCH] for n in range(here, len(things), BATCH)]
    other = Beside(lambda: (pack(work(some)) for some in rest))
    try:
        done = work(things[:here])
    except BaseException:
        other.drop()
        raise
    for some, packed in zip(rest, other.results(), strict=True):
        done += unpack(some, packed)
    return done


@contextmanager
def without_gc() -> Iterator[None]:
    """Keep the collector of circular garbage still: it would walk every record again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def collect_only_new() -> None:
    """Let the collector work again, on what is made from now on: rendering leaves circles."""
    gc.freeze()
    gc.enable()

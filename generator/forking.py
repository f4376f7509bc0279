"""Work on many things in two processes, where it pays.

A fork shares what is already loaded; its results come back through a pipe. With few things, on
one processor, in a program with threads, or where there is no fork, the work is done right here.
"""

from __future__ import annotations

import gc
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

WORTH_IT = 300
"""Fewer things are done before a second process is up."""


def can_fork() -> bool:
    """Say whether a second process can be had, and would run beside this one."""
    return (
        hasattr(os, "fork") and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1
    )


class Beside(Generic[Result]):
    """A function that runs in a forked process; `result()` waits for what it gives.

    The result is pickled. A fault in the function is raised by `result()`.
    """

    def __init__(self, work: Callable[[], Result]) -> None:
        readable, writable = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(readable)
            _answer(work, writable)
        os.close(writable)
        self._pipe = readable

    def result(self) -> Result:
        """Wait for the other process and give its result."""
        with open(self._pipe, "rb") as pipe:  # noqa: PTH123 - a descriptor
            try:
                good, found = pickle.load(pipe)  # noqa: S301 - from our own fork
            except EOFError:
                raise RuntimeError("the second process died; is there memory enough?") from None
            finally:
                os.waitpid(self._pid, 0)
        if good:
            return found  # type: ignore[no-any-return]
        raise found

    def drop(self) -> None:
        """End the other process; nobody needs its result."""
        os.close(self._pipe)
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)


def _answer(work: Callable[[], Any], pipe: int) -> None:
    """Do the work in the fork, and leave without running what the parent has planned to run."""
    try:
        try:
            body = pickle.dumps((True, work()), pickle.HIGHEST_PROTOCOL)
        except BaseException as fault:
            body = pickle.dumps((False, fault), pickle.HIGHEST_PROTOCOL)
        with open(pipe, "wb") as file:
            file.write(body)
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
        pack: makes the second process's results small before they are sent.
        unpack: makes them whole again here.
        share: how much of the things the second process takes.
    """
    if len(things) < WORTH_IT or not can_fork():
        return work(things)
    here = int(len(things) * (1 - share))
    other = Beside(lambda: pack(work(things[here:])))
    try:
        done = work(things[:here])
    except BaseException:
        other.drop()
        raise
    return done + unpack(things[here:], other.result())


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

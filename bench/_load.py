"""Clients that ask over several connections at once, and the floors that stand beside them."""

from __future__ import annotations

import http.client
import math
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """One request, and the status that its answer must have (None: any)."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    status: int | None = 200


@dataclass(frozen=True)
class Answer:
    """The parts of an answer that the benchmark looks at."""

    body: str
    cookie: str


@dataclass(frozen=True)
class Load:
    """The seconds that each request took, and those from the first to the last."""

    seconds: list[float]
    wall: float

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.wall


def ask(port: int, request: Request, patience: float = 60) -> Answer:
    """Send one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        return _ask(connection, request)
    finally:
        connection.close()


def hammer(port: int, requests: Sequence[Request], connections: int) -> Load:
    """Send all requests, each connection the next one as soon as it has its answer."""
    waiting, seconds, faults = deque(requests), [], []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            while waiting:
                seconds.append(_timed(connection, waiting.popleft()))
        except IndexError:  # another one took the last
            pass
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Load(seconds, time.perf_counter() - began)


def keep_asking(port: int, request: Request, going: Callable[[], bool]) -> list[float]:
    """Send the same request over one connection, again and again; give the seconds of each."""
    connection, seconds = http.client.HTTPConnection("127.0.0.1", port, timeout=120), []
    try:
        while going():
            seconds.append(_timed(connection, request))
    finally:
        connection.close()
    return seconds


def _timed(connection: http.client.HTTPConnection, request: Request) -> float:
    began = time.perf_counter()
    _ask(connection, request)
    return time.perf_counter() - began


def _ask(connection: http.client.HTTPConnection, request: Request) -> Answer:
    connection.request(request.method, request.path, request.body, request.headers)
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    if request.status not in (None, answer.status):
        raise RuntimeError(
            f"{request.method} {request.path}: {answer.status}, not {request.status}\n{body}"
        )
    cookies = answer.headers.get_all("Set-Cookie") or []
    return Answer(body, "; ".join(each.partition(";")[0] for each in cookies))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def bare_commits(folder: Path, seconds: float) -> float:
    """Rows a second that bare sqlite3 commits one by one, with the service's own promises."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, words TEXT)")
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        connection.execute("INSERT INTO rows (words) VALUES ('one candidature')")
        count += 1
    rate = count / (time.perf_counter() - began)
    connection.close()
    return rate

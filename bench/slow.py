"""Slow clients in front of the shipped nginx: does everybody else still get an answer?

    dev.py bench slow [--json]        .venv/bin/python bench/slow.py --connections 200 --seconds 3

The web server runs as `xchange up` starts it, behind nginx with deploy/nginx-main.conf and
deploy/nginx.conf; only ports and places are changed. A process of its own holds so many
connections: first with requests whose headers never end, then with forms whose bodies never end, a
few bytes every two seconds, a new one for each that nginx closes. Meanwhile a page of the site and
two of the form service are asked for, one every 0.3 seconds, each over a new connection. One
machine, one source address: a distributed flood is another matter.

    idle_probes, idle_answered, idle_worst
                                   the same pages before, without slow clients
    headers_held, body_held        connections held, the fewest seen at any probe after the start
    headers_probes, body_probes    pages asked for
    headers_answered, …            answered with 200; must be all
    headers_worst, …               seconds of the slowest; the goal is under 0.1
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path

from _nginx import proxy
from _service import VISIT, Deployment

GOAL = 0.1
IDLE = "idle"
EVERY, DRIP = 0.3, 2.0
OPENED_A_SECOND = 500
PAGES = ("/apply/", "/", f"/apply/visits/{VISIT}")
HEAD = f"POST /apply/candidature?visit={VISIT} HTTP/1.1\r\nHost: localhost\r\n"
SLOW = {
    "headers": (HEAD.encode(), b"X-Slow: yes\r\n"),
    "body": (
        f"{HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n".encode(),
        b"a=b&",
    ),
}


async def hold(port: int, connections: int, kind: str, held) -> None:
    """Hold so many slow connections until the process is ended."""
    first, more = SLOW[kind]

    async def slow(number: int) -> None:
        await asyncio.sleep(number / OPENED_A_SECOND)
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                with held.get_lock():
                    held.value += 1
                try:
                    await drip(writer)
                finally:
                    with held.get_lock():
                        held.value -= 1
                    writer.close()

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while not writer.transport.is_closing():
            await writer.drain()
            await asyncio.sleep(DRIP)
            writer.write(more)

    await asyncio.gather(*(slow(number) for number in range(connections)))


def attack(port: int, connections: int, kind: str, held) -> None:
    asyncio.run(hold(port, connections, kind, held))


def measure(
    port: int, kind: str, connections: int, seconds: float, say: Callable[[str], None]
) -> dict:
    """Ask for pages while slow clients hold their connections."""
    here = multiprocessing.get_context("spawn")
    held = here.Value("i", 0)
    attacker = here.Process(target=attack, args=(port, connections, kind, held), daemon=True)
    if connections:
        attacker.start()
    try:
        opened = time.monotonic() + 60
        while held.value < connections and time.monotonic() < opened:
            time.sleep(0.05)
        times, counts, until = [], [], time.monotonic() + seconds
        for page in cycle(PAGES):
            if time.monotonic() > until:
                break
            times.append(probe(port, page))
            counts.append(held.value)
            time.sleep(EVERY)
    finally:
        if connections:
            attacker.kill()
            attacker.join()
    answered = [each for each in times if each is not None]
    worst = max(answered, default=float("inf"))
    say(
        f"  {kind}: {min(counts)} held, {len(answered)} of {len(times)} answered, worst {worst:.3f} s"
    )
    return {
        f"{kind}_held": min(counts),
        f"{kind}_probes": len(times),
        f"{kind}_answered": len(answered),
        f"{kind}_worst": round(worst, 4),
    }


def probe(port: int, page: str) -> float | None:
    """Give the seconds of a page, or None for any answer but 200."""
    began, connection = time.perf_counter(), HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return time.perf_counter() - began if answer.status == 200 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--connections", type=int, default=1500)
    parser.add_argument("--seconds", type=float, default=30, help="for each kind")
    args = parser.parse_args()
    if not shutil.which("nginx"):
        raise SystemExit("nginx is needed: apt-get install nginx-light")
    say = (lambda words: print(words, file=sys.stderr)) if args.json else print
    found = {"connections": args.connections}
    with tempfile.TemporaryDirectory(prefix="xchange-slow-") as name:
        place = Path(name)
        here = Deployment(place / "var", XCHANGE_PROXY_HOPS="1")
        with here.served() as server, proxy(place, here.data, server.port) as port:
            found |= measure(port, IDLE, 0, args.seconds, say)
            for kind in SLOW:
                found |= measure(port, kind, args.connections, args.seconds, say)
    for kind in SLOW:
        good = (
            found[f"{kind}_answered"] == found[f"{kind}_probes"] and found[f"{kind}_worst"] < GOAL
        )
        say(
            f"slow {kind:8} every page answered, worst under {GOAL} s: {'reached' if good else 'MISSED'}"
        )
    if args.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()

"""How fast the service stores what people send, beside the floors of the same machine.

    dev.py bench service [--json]        .venv/bin/python bench/service.py --quick

The web server runs as `xchange up` starts it (gunicorn, one process a core, 16 threads each)
on a folder of its own with the real site, a real database and this machine's loopback; nothing
stands in front. Clients, server and database share the processors. Floor and service are measured
one after the other in each round; a figure is the median of the rounds' ratios.

    submit_vs_sqlite     candidatures sent a second by the real last POST over 16 connections, on
                         drafts made before, to rows a second that bare sqlite3 commits one by one
                         over one connection (WAL, synchronous=FULL). Each has an address of its
                         own, so no limit on mails is met, and no limit on new drafts either.
    submit_p99_vs_median of those POSTs
    read_p99_vs_idle     p99 of one officer's views of the queue, one after the other, while 15
                         connections send candidatures, to p99 of the same when nobody writes
    upload_rss_mib_one   growth of memory while a 20 MiB file is taken in: the peaks of gunicorn's
                         master and workers (VmHWM, begun anew before), added up, less what they
                         had before, after warming up with small files. The limited child
                         processes that look at the files are not counted.
    upload_rss_vs_inflight_eight
                         the same for eight at once, to the 160 MiB in flight
    upload_vs_raw        MiB a second of eight uploads at once (a PDF with a scan in it), to the
                         same bodies streamed by a bare WSGI app under the same server into
                         a flushed file
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pikepdf
from _load import Load, Request, ask, bare_commits, hammer, keep_asking, percentile
from _machine import file_system
from _service import AFTER, Deployment, Server, form, token

CONNECTIONS, AT_ONCE = 16, 8
BOUNDARY = "a-line-between-the-parts"
GOALS = {
    "submit_vs_sqlite": (">=", 0.03),
    "submit_p99_vs_median": ("<=", 5),
    "read_p99_vs_idle": ("<=", 5),
    "upload_rss_mib_one": ("<=", 10),
    "upload_rss_vs_inflight_eight": ("<=", 0.3),
    "upload_vs_raw": (">=", 0.4),
}


@dataclass(frozen=True)
class Size:
    """How much is done: rounds, candidatures a round, page views when idle, MiB of a file."""

    rounds: int
    sent: int
    views: int
    queue: int
    floor_seconds: float
    mib: int


FULL = Size(rounds=5, sent=320, views=400, queue=200, floor_seconds=1.0, mib=20)
QUICK = Size(rounds=1, sent=32, views=20, queue=5, floor_seconds=0.1, mib=2)


def measure(place: Path, size: Size, say: Callable[[str], None]) -> dict[str, float]:
    """Run everything; give the figures by name."""
    here = Deployment(place)
    here.submitted(size.queue)
    accepted = here.accepted(AT_ONCE)
    with here.served() as server:
        found = submits(here, server, size, say) | reads(here, server, size, say)
    with here.served(AFTER) as server, here.served(web_app="_raw:application") as raw:
        return found | uploads(here, server, raw, accepted, size, say)


def submits(here: Deployment, server: Server, size: Size, say) -> dict[str, float]:
    """Send drafts over 16 connections, each round after the floor."""
    hammer(server.port, last_posts(here, server, 2 * CONNECTIONS), CONNECTIONS)
    ratios, seconds = [], []
    for _ in range(size.rounds):
        posts, before = last_posts(here, server, size.sent), here.sent()
        floor = bare_commits(here.data, size.floor_seconds)
        load = hammer(server.port, posts, CONNECTIONS)
        if here.sent() - before != size.sent:
            raise RuntimeError("not every candidature that was acknowledged is stored")
        say(f"  {load.rate:,.0f} candidatures a second, {floor:,.0f} bare commits")
        ratios.append(load.rate / floor)
        seconds += load.seconds
    return {
        "submit_vs_sqlite": median(ratios),
        "submit_p99_vs_median": percentile(seconds, 0.99) / median(seconds),
    }


def last_posts(here: Deployment, server: Server, count: int) -> list[Request]:
    """Make drafts, and the POST that sends each."""
    references = here.drafts(count)
    cookies = [here.cookie(each) for each in references]
    paths = [f"/apply/candidature/{each}/check" for each in references]
    page = ask(server.port, Request("GET", paths[0], {"Cookie": cookies[0]}))
    fields = {"csrf_token": token(page.body)}
    return [form(path, fields, cookie) for path, cookie in zip(paths, cookies, strict=True)]


def reads(here: Deployment, server: Server, size: Size, say) -> dict[str, float]:
    """View the queue when nobody writes, then while others write."""
    view = Request("GET", "/review/", {"Cookie": here.officer(server.port)})
    hammer(server.port, [view] * 2 * CONNECTIONS, CONNECTIONS)
    left = iter(range(size.views))
    idle = keep_asking(server.port, view, lambda: next(left, None) is not None)
    posts = last_posts(here, server, size.rounds * size.sent)
    # A process of their own: the writers' work must not delay this one's clock.
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        writing = pool.submit(hammer, server.port, posts, CONNECTIONS - 1)
        busy = keep_asking(server.port, view, lambda: not writing.done())
        writing.result()
    for name, seconds in (("idle", idle), ("while others write", busy)):
        middle, slow = 1000 * median(seconds), 1000 * percentile(seconds, 0.99)
        say(
            f"  {len(seconds)} views of the queue {name}: median {middle:.1f} ms, p99 {slow:.1f} ms"
        )
    return {"read_p99_vs_idle": percentile(busy, 0.99) / percentile(idle, 0.99)}


def uploads(
    here: Deployment, server: Server, raw: Server, accepted: list[str], size: Size, say
) -> dict[str, float]:
    """Send evidence one by one and eight at once; watch the server's memory."""
    small, large = (
        posts(here, server, accepted, scan(count)) for count in (2**14, size.mib * 2**20)
    )
    for _ in range(3):
        hammer(server.port, small, AT_ONCE)
    one, _ = grown(server, large[:1], 1)
    ratios, growths = [], []
    for _ in range(size.rounds):
        growth, load = grown(server, large, AT_ONCE)
        floor = hammer(raw.port, [_at_raw(each) for each in large], AT_ONCE)
        say(f"  {_speed(load, size)}, raw {_speed(floor, size)}; grown by {growth:.1f} MiB")
        ratios.append(load.rate / floor.rate)
        growths.append(growth)
    return {
        "upload_rss_mib_one": one,
        "upload_rss_vs_inflight_eight": max(growths) / (AT_ONCE * size.mib),
        "upload_vs_raw": median(ratios),
    }


def _at_raw(request: Request) -> Request:
    return Request("POST", "/", {}, request.body)


def _speed(load: Load, size: Size) -> str:
    return f"{load.rate * size.mib:,.0f} MiB a second"


def grown(server: Server, requests: list[Request], connections: int) -> tuple[float, Load]:
    """Send requests; give the MiB by which the server grew at most meanwhile, and the times."""
    before = server.resident()
    server.forget_peaks()
    load = hammer(server.port, requests, connections)
    return server.peak() - before, load


def posts(here: Deployment, server: Server, accepted: list[str], file: bytes) -> list[Request]:
    """The upload of one file to each case; the form's token is the same for all."""
    found = []
    cookies = [here.cookie(each) for each in accepted]
    page = ask(server.port, Request("GET", f"/apply/case/{accepted[0]}", {"Cookie": cookies[0]}))
    body = multipart(token(page.body), file)
    for reference, cookie in zip(accepted, cookies, strict=True):
        headers = {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        path = f"/apply/case/{reference}/evidence/attendance"
        found.append(Request("POST", path, headers, body, status=302))
    return found


def multipart(csrf: str, file: bytes) -> bytes:
    """A form with one file, as a browser packs it."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="list.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return b"".join((head.encode(), file, f"\r\n--{BOUNDARY}--\r\n".encode()))


def scan(size: int) -> bytes:
    """A PDF of about so many bytes: one page and a picture that does not get smaller by packing."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        picture = document.make_stream(os.urandom(size), Filter=pikepdf.Name.DCTDecode)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im1=picture))
        document.save(out, compress_streams=False)
    return out.getvalue()


def line(name: str, value: float) -> str:
    """One row of the table."""
    sign, goal = GOALS[name]
    reached = value >= goal if sign == ">=" else value <= goal
    return f"{name:30} {value:>9.3f}   {sign} {goal:<6} {'reached' if reached else 'MISSED'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="seconds only; says nothing of speed")
    args = parser.parse_args()
    say = (lambda words: print(words, file=sys.stderr)) if args.json else print
    with tempfile.TemporaryDirectory(prefix="xchange-bench-") as place:
        kind = file_system(Path(place))
        say(
            f"On {kind}, {os.cpu_count()} processors, Python {sys.version.split()[0]}. No limit on mails or drafts is met."
        )
        found = measure(Path(place), QUICK if args.quick else FULL, say)
    for name in GOALS:
        say(line(name, found[name]))
    if args.json:
        print(json.dumps({**{n: round(v, 4) for n, v in found.items()}, "file_system": kind}))


if __name__ == "__main__":
    main()

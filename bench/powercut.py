"""What is lost when the power is cut at the moment of an acknowledgement: counts, and no times.

    dev.py bench powercut [--json]        .venv/bin/python bench/powercut.py --candidatures 4

A client applies (every step) and sends files, one after the other, while strace writes down what
the web server asks of the system. Afterwards the disk is rebuilt as it was at each acknowledgement,
from flushed bytes and flushed names alone, and once more with some sectors of what was not flushed
(bench/_disk.py says what the model knows). The database is opened on each of these disks, and
everything acknowledged until then is looked for. The same is done with `synchronous=NORMAL`: a
model that finds nothing lost there would prove nothing.

    cuts               acknowledgements at which the power was cut, twice each
    lost               acknowledged by then, and not on the disk (candidature, draft or file)
    cuts_with_normal, lost_with_normal
                       the same with a database that does not wait for the disk
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from _clients import Client, Told, apply, upload
from _disk import CALLS, Disk
from _service import WEB_APP, Deployment, Server

from formsvc.up.ports import listening

LONGEST_WRITE = 2**20
ACK = re.compile(
    rb"HTTP/1\.1 302 .*\r\nLocation: /apply/(candidature|case)/(X-\w{4}-\w\w)(/sent|#\w+|/\w+)\r\n",
    re.S,
)


def cut_at_every_ack(
    place: Path, candidatures: int, files: int, seed: int, web_app: str
) -> tuple[int, int]:
    """Give (acknowledgements, things lost at any of them) of one run of a server."""
    here = Deployment(place / "var")
    cases = here.held(1)
    here.app.extensions["xchange_engine"].dispose()
    disk, trace = Disk(here.data), place / "trace"
    tracer = ("strace", "-f", "-y", "--seccomp-bpf", "-s", str(LONGEST_WRITE), "-o", str(trace),
              "-e", f"trace={CALLS}", "-e", "signal=none")  # fmt: skip
    with listening(0) as sockets:
        numbers = [each.fileno() for each in sockets]
        child = here.web_server(numbers, web_app=web_app, under=tracer)
        try:
            server = Server(sockets[0].getsockname()[1], child)
            told = visit(here, server, cases[0], candidatures, files, seed)
        finally:
            child.ask_to_end()
            child.end(10.0)
    return replay(disk, trace, place, told, random.Random(seed))


def visit(
    here: Deployment, server: Server, case: str, candidatures: int, files: int, seed: int
) -> Told:
    """Apply and send files; give what was acknowledged."""
    told, chance = Told(), random.Random(seed)
    for number in range(candidatures):
        apply(Client(server.port, told, "127.0.0.1"), number)
        if number < files:
            client = Client(server.port, told, "127.0.0.1")
            client.cookies["xchange_apply"] = here.cookie(case).partition("=")[2]
            upload(client, case, number, chance)
    if told.thrown_back:
        raise RuntimeError(told.thrown_back[0])
    return told


def replay(
    disk: Disk, trace: Path, place: Path, told: Told, chance: random.Random
) -> tuple[int, int]:
    """Cut the power at every answer that acknowledges something."""
    drafts, sent, files, cuts, lost = set(), set(), 0, 0, 0
    for answer in disk.play(trace):
        found = ACK.match(answer)
        if found is None:
            continue
        reference, what = found[2].decode(), found[3].decode()
        if what == "/sent":
            sent.add(reference)
        elif what.startswith("#"):
            files += 1
        else:
            drafts.add(reference)
        for some in (None, chance):
            after = disk.cut(place / "disk", some)
            lost += missing(after, drafts, sent, files)
            shutil.rmtree(after)
        cuts += 1
    if sent != told.sent.keys() or files != len(told.files) or not disk.flushes:
        raise RuntimeError("the trace does not show what the clients were told")
    return cuts, lost


def missing(place: Path, drafts: set[str], sent: set[str], files: int) -> int:
    """Count what was acknowledged and is not on this disk."""
    with closing(sqlite3.connect(place / "xchange.db")) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return len(drafts) + files
        cases = dict(database.execute("SELECT reference, sent_at FROM cases"))
        rows = database.execute("SELECT key, sha256 FROM stored_files").fetchall()
    whole = sum(sha256 == digest(kept) for key, sha256 in rows for kept in stored(place, key))
    return (
        sum(reference not in cases for reference in drafts)
        + sum(cases.get(reference) is None for reference in sent)
        + files - whole
    )  # fmt: skip


def stored(place: Path, key: str) -> Iterator[Path]:
    path = place / "files" / key[:2] / key[2:4] / key
    if path.is_file():
        yield path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--candidatures", type=int, default=20)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if not shutil.which("strace"):
        raise SystemExit("strace is needed: apt-get install strace")
    found = {}
    for suffix, web_app in (("", WEB_APP), ("_with_normal", "_normal:make_app()")):
        with tempfile.TemporaryDirectory(prefix="xchange-powercut-") as place:
            cuts, lost = cut_at_every_ack(
                Path(place).resolve(), args.candidatures, args.files, args.seed, web_app
            )
        found |= {f"cuts{suffix}": cuts, f"lost{suffix}": lost}
    for name, value in found.items():
        print(f"{name:18} {value:>6}", file=sys.stderr if args.json else sys.stdout)
    if args.json:
        print(json.dumps(found))
    raise SystemExit(found["lost"] > 0 or found["lost_with_normal"] == 0)


if __name__ == "__main__":
    main()

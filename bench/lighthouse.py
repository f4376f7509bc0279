"""How Lighthouse judges the public pages on a phone, one page of each type.

    dev.py bench lighthouse [--json]        .venv/bin/python bench/lighthouse.py --quick

The shipped programme is built into a temporary folder and served by `xchange up`: the real app
under gunicorn, with its real headers. It sends text as it is. nginx (deploy/nginx.conf)
compresses it, so a real site sends fewer bytes than the pages that are judged here.

Lighthouse comes from npm, at one exact version, into the temporary folder too. It judges each
page as its own phone profile does: a small screen, a slow line and a slow processor, all
simulated. The figure for performance is the median of the rounds, as it depends on what else the
machine does; the other figures are the worst of the rounds. Whatever keeps a page below the aim
is named under the table.

Needs npm, Node.js 18.16 or newer, and Chromium (or the program that CHROME_PATH names). Without
them it says what is missing and exits with 2.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median_low

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LIGHTHOUSE = "lighthouse@12.8.2"
ROUNDS = 3
SECONDS_TO_START, SECONDS_A_PAGE = 120, 180
PAGES = {
    "home": "/",
    "visits": "/visits/",
    "visit": "/visits/northern-bohemia/",
    "hosts": "/hosts/",
    "host": "/hosts/elmarco/",
    "may-i-go": "/may-i-go/",
    "rules": "/rules/",
    "editorial": "/how-it-works/",
}
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
HEAD = f"{'page':10} {'address':28} {'performance':>11} {'accessibility':>13} {'best practices':>14} {'SEO':>5}"
FLAGS = (
    "--quiet",
    "--form-factor=mobile",
    "--throttling-method=simulate",
    f"--only-categories={','.join(AIMS)}",
    "--output=json",
    "--output-path=stdout",
    "--no-enable-error-reporting",
    # Root needs --no-sandbox, and the only pages that are opened are our own.
    "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
)


def chromium() -> str | None:
    """Where the browser is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    wanted = os.environ.get("CHROME_PATH")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, names)), None)


def missing() -> list[str]:
    """Say what this machine lacks and how to get it."""
    lacks = {
        "npm is missing. On Debian or Ubuntu: apt-get install npm": shutil.which("npm"),
        "Node.js is missing. On Debian or Ubuntu: apt-get install nodejs": shutil.which("node"),
        "Chromium is missing. On Debian or Ubuntu: apt-get install chromium, "
        "or name a browser in CHROME_PATH": chromium(),
    }
    return [words for words, there in lacks.items() if not there]


def install(place: Path) -> Path:
    """Install Lighthouse below a folder; give its program."""
    words = ["npm", "install", "--prefix", str(place), "--no-audit", "--no-fund", LIGHTHOUSE]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"npm could not install {LIGHTHOUSE}; is the network up?\n{done.stderr}")
    return place / "node_modules/.bin/lighthouse"


@contextmanager
def serving(place: Path) -> Iterator[str]:
    """Build the site below a folder and serve it; give its address."""
    environ = {
        **os.environ,
        "XCHANGE_ENV": "development",
        "XCHANGE_DATA": str(place),
        "NO_MKDOCS_2_WARNING": "1",
    }
    said = place / "up.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [str(BIN / "xchange"), "up", "--port", "0"],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
        )
    try:
        yield _address(process, said)
    except SystemExit as fault:
        state = "still runs" if process.poll() is None else f"ended with {process.returncode}"
        words = f"{fault}\n`xchange up` {state}; it said:\n{said.read_text('utf-8')}"
        raise SystemExit(words) from fault
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    """Wait until the server is ready; give the address that it names."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if ready := re.search(r"Ready: (http://[^/\s]+)/", said.read_text("utf-8")):
            return ready[1]
        time.sleep(0.1)
    raise SystemExit("The site is not served.")


def judge(program: Path, place: Path, url: str) -> dict:
    """Run Lighthouse on one page; give its report."""
    browser = chromium() or ""
    environ = {**os.environ, "CHROME_PATH": browser, "TMPDIR": str(place)}
    words = [str(program), url, *FLAGS]
    done = subprocess.run(
        words, env=environ, capture_output=True, text=True, check=False, timeout=SECONDS_A_PAGE
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed on {url}\n{done.stderr}")
    return json.loads(done.stdout)


def figures(reports: list[dict]) -> dict[str, int]:
    """One page's figures, of 100: the median for performance, the worst for the others."""
    scores = {name: [score(report, name) for report in reports] for name in AIMS}
    return {
        name: median_low(found) if name == "performance" else min(found)
        for name, found in scores.items()
    }


def score(report: dict, name: str) -> int:
    """A report's figure for one category; nothing found out counts as nothing reached."""
    return round(100 * (report["categories"][name]["score"] or 0))


def in_the_way(reports: list[dict]) -> list[str]:
    """Name what keeps a page below an aim, in the words of Lighthouse."""
    found = figures(reports)
    return sorted(
        {
            f"{name}: {words}"
            for name, aim in AIMS.items()
            if found[name] < aim
            for report in reports
            for words in _faults(report, name)
        }
    )


def _faults(report: dict, name: str) -> Iterator[str]:
    for reference in report["categories"][name]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        counts = reference["weight"] and audit["scoreDisplayMode"] in ("binary", "numeric", "error")
        if counts and (audit["score"] or 0) < 0.9:
            yield f"{audit['title']} ({audit['id']})"


def line(page: str, found: dict[str, int]) -> str:
    """One row of the table."""
    performance, accessibility, practices, seo = (found[name] for name in AIMS)
    return (
        f"{page:10} {PAGES[page]:28} {performance:>11} {accessibility:>13} {practices:>14} {seo:>5}"
    )


def measure(place: Path, rounds: int, say: Callable[[str], None]) -> dict[str, dict[str, int]]:
    """Judge every page so many times; give its figures by page."""
    program = install(place)
    found = {}
    with serving(place) as address:
        say(HEAD)
        for page, path in PAGES.items():
            reports = [judge(program, place, address + path) for _ in range(rounds)]
            found[page] = figures(reports)
            say(line(page, found[page]))
            for words in in_the_way(reports):
                say(f"{'':10} {words}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="one round in place of three")
    args = parser.parse_args()
    if lacks := missing():
        print(*lacks, sep="\n", file=sys.stderr)
        raise SystemExit(2)
    say = (lambda words: print(words, file=sys.stderr)) if args.json else print
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as place:
        found = measure(Path(place), 1 if args.quick else ROUNDS, say)
    if args.json:
        print(json.dumps({"lighthouse": LIGHTHOUSE.partition("@")[2], "pages": found}))


if __name__ == "__main__":
    main()

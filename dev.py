#!/usr/bin/env python3
"""The way in, for a machine that has only Python: python3 dev.py run | test | setup | bench | xchange.

Uses the standard library only. It makes .venv from the locks (every package pinned by hash) and
then hands over to the real command. A stamp of the lock and the Python version makes the second
start quick.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"run": "core", "test": "test", "bench": "bench"}


def main() -> None:
    """Read the words after dev.py and do what they ask."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="make .venv with everything that tests and editors need")
    commands.add_parser("run", help="check, build and run everything, with live preview")
    test = commands.add_parser("test", help="lint, types, imports and all tests")
    test.add_argument("rest", nargs=argparse.REMAINDER, help="given to pytest, e.g. -k lump_sum")
    bench = commands.add_parser("bench", help="run the benchmarks, or the one named")
    bench.add_argument("name", nargs="?", help="a program under bench/, without .py")
    bench.add_argument("--json", action="store_true", help="print one JSON object a benchmark")
    xchange = commands.add_parser("xchange", help="run the xchange command")
    xchange.add_argument("rest", nargs=argparse.REMAINDER)
    args = parser.parse_args()

    os.chdir(ROOT)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the engine's banner reads like an error
    if args.command in ("run", "xchange"):
        install("core")
        os.environ.setdefault("XCHANGE_ENV", "development")
        hand_over("xchange", *(["up", "--reload"] if args.command == "run" else args.rest))
    elif args.command == "setup":
        install("test")
        print("Ready. The command is .venv/bin/xchange; start with `make run`.")
    elif args.command == "test":
        install("test")
        run_tests(args.rest)
    else:
        install("bench")
        run_benchmarks(args.name, args.json)


def install(wanted: str) -> None:
    """Make .venv hold the wanted lock, or more; do nothing when it does already.

    The locks grow: core is in test, test is in bench, so a larger one serves a smaller wish.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older Python
        raise SystemExit(
            "Python 3.11 or newer is needed; this is " + ".".join(map(str, sys.version_info[:3]))
        )
    order = ["core", "test", "bench"]
    stamp = VENV / "xchange.stamp"
    have = stamp.read_text().split() if stamp.exists() else []
    if any(have == [name, fingerprint(name)] for name in order[order.index(wanted) :]):
        return
    print(f"Setting up .venv from locks/{wanted}.lock (once, under a minute besides downloads)…")
    stamp.unlink(missing_ok=True)
    if not BIN.exists():
        make_venv()
    for step, arguments in (
        ("build tools", ["--require-hashes", "-r", "locks/build.lock"]),
        (
            "packages",
            [
                "--use-pep517",  # Flask-Principal is source only: build it with the pinned tools
                "--no-build-isolation",
                "--require-hashes",
                "-r",
                f"locks/{wanted}.lock",
            ],
        ),
        # Compatible mode puts the folder on Python's path; the other one loads a finder at every
        # start, which costs more than a build with nothing to do.
        (
            "xchange itself",
            [
                "--no-deps",
                "--no-build-isolation",
                "--config-settings=editable_mode=compat",
                "-e",
                ".",
            ],
        ),
    ):
        print(f"  {step}…", flush=True)
        pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*pip, *arguments], check=False).returncode:
            raise SystemExit(
                f"Could not install {step}. The lines above say why; is the network up?"
            )
    stamp.write_text(f"{wanted} {fingerprint(wanted)}")


def make_venv() -> None:
    """Create .venv, or say which package of the system is missing."""
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(
            "Python cannot make a virtual environment here.\n"
            "On Debian or Ubuntu: apt-get install python3-venv\n" + done.stdout.decode()
        )


def fingerprint(lock: str) -> str:
    """Change when the lock, the project file or the Python version changes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (f"locks/{lock}.lock", "locks/build.lock", "pyproject.toml"):
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()[:16]


def run_tests(rest: list[str]) -> None:
    """Every check that CI makes, the quick ones first; stop at the first that fails."""
    checks = [
        ["ruff", "format", "--check", "--quiet", "."],
        ["ruff", "check", "--quiet", "."],
        ["mypy"],
        ["lint-imports"],
    ]
    if not rest:
        for check in checks:
            print("::", *check, flush=True)
            if subprocess.run([str(BIN / check[0]), *check[1:]], check=False).returncode:
                raise SystemExit(1)
    # Three workers keep two cores busy: tests often wait for a browser or another process.
    hand_over("pytest", *(rest or ["-n", "3", "--no-loadscope-reorder"]))


def run_benchmarks(name: str | None, as_json: bool) -> None:
    """Run one program under bench/, or all of them in the order of their names."""
    programs = sorted(path for path in (ROOT / "bench").glob("*.py") if path.stem[0] != "_")
    if name:
        programs = [path for path in programs if path.stem == name]
        if not programs:
            raise SystemExit(f"There is no bench/{name}.py.")
    for program in programs:
        done = subprocess.run(
            [python(), str(program), *(["--json"] if as_json else [])], check=False
        )
        if done.returncode:
            raise SystemExit(done.returncode)


def python() -> str:
    """Where the environment's Python stands."""
    return str(BIN / "python")


def hand_over(command: str, *arguments: str) -> None:
    """Become the command, so that signals and exit codes are its own."""
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    os.execv(BIN / command, [command, *arguments])


if __name__ == "__main__":
    main()

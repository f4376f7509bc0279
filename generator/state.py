"""What the last build saw and made, so that a build with nothing to do ends at once.

This file is read before anything else of ours, so it imports only what Python has loaded anyway.
Files are compared by size and time of change; a file that changed in the very moment of the build
counts as changed next time.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

Signatures = dict[str, tuple[int, int]]
"""Size and time of change, by path below a folder; an empty path for a file itself."""

GENERATOR = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
TICK_NS = 20_000_000
"""No file system counts time more coarsely than this, of those that have fractions at all."""
FORM = 2
"""Count up when what is written here changes its shape."""


_INSTALLED: list[str] = []
"""What is installed, once somebody has looked: it does not change while a program runs."""


def tools() -> tuple[object, ...]:
    """Name everything besides the content that decides the bytes of a site."""
    for folder in () if _INSTALLED else sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder):  # noqa: PTH112
            _INSTALLED.extend(name for name in os.listdir(folder) if name.endswith("-info"))  # noqa: PTH208
    return (FORM, sys.version, tuple(sorted(_INSTALLED)), os.environ.get("XCHANGE_TODAY", ""))


def signatures(place: str) -> Signatures:
    """Look at a file, or at every file below a folder; nothing is there: an empty answer."""
    try:
        found: Signatures = {}
        _look(place, "", found)
    except NotADirectoryError:
        seen = os.stat(place)  # noqa: PTH116
        return {"": (seen.st_size, seen.st_mtime_ns)}
    except FileNotFoundError:
        return {}
    return found


def _look(folder: str, below: str, found: Signatures) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    _look(entry.path, f"{below}{entry.name}/", found)
            else:
                seen = entry.stat()
                found[below + entry.name] = (seen.st_size, seen.st_mtime_ns)


def settled(found: Signatures, since_ns: int) -> Signatures:
    """Spoil the signatures of files that changed while, or just before, they were read."""
    late = since_ns - TICK_NS
    return {path: seen if seen[1] < late else (-1, 0) for path, seen in found.items()}


def code_sum(code: Signatures | None = None) -> int:
    """Name our own code by the signatures of its files, when somebody has looked already."""
    found = signatures(GENERATOR) if code is None else code
    return zlib.crc32(repr(sorted(found.items())).encode())


def load(path: str) -> dict[str, Any]:
    """Read a state; one that is broken, or of another version, is as good as none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            sum_, body = file.read(4), file.read()
        if sum_ == zlib.crc32(body).to_bytes(4, "big"):
            found = marshal.loads(body)  # noqa: S302 - plain values, written by us, sum checked
            if isinstance(found, dict) and found.get("tools") == tools():
                return found
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return {}


def save(path: str, state: Mapping[str, object]) -> None:
    """Write a state by one rename."""
    body = marshal.dumps({**state, "tools": tools()})
    part = f"{path}.part"
    with open(part, "wb") as file:  # noqa: PTH123
        file.write(zlib.crc32(body).to_bytes(4, "big") + body)
    os.replace(part, path)  # noqa: PTH105


def still_holds(state: dict[str, object], content: str, site: str) -> bool:
    """Say whether a build of this content into this site would change nothing."""
    try:
        return (
            state["content"] == os.path.abspath(content)  # noqa: PTH100
            and state["shown_on"] == os.environ.get("XCHANGE_TODAY", "")
            and state["from"] <= time.time() < state["until"]  # type: ignore[operator]
            and _version(f"{site}.version") == state["version"]
            and _version(f"{site}.service/version") == state["version"]
            and all(signatures(place) == seen for place, seen in state["inputs"].items())  # type: ignore[attr-defined]
            and not changed(site, state["site"])  # type: ignore[arg-type]
        )
    except (KeyError, OSError):
        return False


def _version(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


def changed(folder: str, known: Signatures) -> set[str]:
    """Give the files that are no longer what they were, or no longer there."""
    found = set()
    for path, seen in known.items():
        try:
            now = os.stat(f"{folder}/{path}")  # noqa: PTH116
        except OSError:
            found.add(path)
        else:
            if (now.st_size, now.st_mtime_ns) != seen:
                found.add(path)
    return found

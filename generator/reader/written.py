"""The files of a content folder, and what is known of one before its model looks at it.

To load the models takes as long as to read three hundred files, so a second process takes the
first look at files (`first_look`) while the first loads the models. This is what both share.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from generator.forking import WORTH_IT, InTwo, can_fork
from generator.reader.nodes import Mistake, Tree

SCHEMAS = {
    "site": "site-config",
    "programme": "programme",
    "calls": "call",
    "rules": "rule-pack",
    "lump_sums": "lump-sums",
    "clusters": "cluster",
    "hosts": "host",
    "visits": "visit",
    "documents": "document",
}
"""The JSON Schema of each kind of file, by its name in docs/schemas."""
SINGLE = ("site", "programme")
"""Kinds of which there is one file; the others have a folder of that name."""
BYTE_ORDER_MARK = "\ufeff"
MOST = 1 << 16
"""Bytes that are read at once; records are smaller."""


class Wanted(NamedTuple):
    """A file that the reader asks for."""

    path: Path
    kind: str


@dataclass(slots=True)
class Written:
    """What is known of one file before its model looks at it."""

    wanted: Wanted
    tree: Tree
    odd: list[Mistake] = field(default_factory=list)
    """What cannot be true of its values; worth telling when the model takes the record."""
    told: list[Mistake] = field(default_factory=list)
    """What is wrong with its words."""
    said: tuple[Any, ...] = ()
    """What its words say about other files (`Findings.packed`)."""
    digest: bytes = b""

    def packed(self) -> Packed:
        """Make it small, to be sent to the process that asked for it."""
        wrong = self.tree.mistakes, self.odd, self.told
        mistakes = [list(map(tuple, each)) for each in wrong] if any(wrong) else None
        return self.digest, self.tree.value, mistakes, self.said

    @classmethod
    def unpacked(cls, wanted: Wanted, packed: Packed) -> Written:
        """Make it whole again."""
        digest, value, mistakes, said = packed
        tree = Tree(value, text=str if value is None else partial(text_again, wanted.path))
        if mistakes is None:
            return cls(wanted, tree, [], [], said, digest)
        tree.mistakes, odd, told = ([Mistake(*one) for one in each] for each in mistakes)
        return cls(wanted, tree, odd, told, said, digest)


Packed = tuple[bytes, Any, list[list[tuple[Any, ...]]] | None, tuple[Any, ...]]
"""Digest, values, mistakes (of the file, of its values, of its words), and mentions."""
Ahead = InTwo[Wanted, bytes]
"""Files that a second process is reading already."""


def body_of(path: Path) -> bytes:
    """Read a file; `Path.read_bytes` takes twice the time, asking the system of what kind it is."""
    file = os.open(path, os.O_RDONLY)
    try:
        pieces = [os.read(file, MOST)]
        while len(pieces[-1]) == MOST:
            pieces.append(os.read(file, MOST))
    finally:
        os.close(file)
    return b"".join(pieces)


def text_of(body: bytes) -> str:
    """Give the text of a file, its lines parted as editors count them."""
    text = body.decode("utf-8")
    return text.replace("\r\n", "\n") if "\r" in text else text


def text_again(path: Path) -> str:
    """Read the text of a file again, when somebody asks for a place in it."""
    return text_of(path.read_bytes()).removeprefix(BYTE_ORDER_MARK)


def all_unpacked(wanted: list[Wanted], sent: bytes) -> list[Written]:
    """Take files that were sent."""
    return list(map(Written.unpacked, wanted, marshal.loads(sent)))  # noqa: S302 - from our fork


def begin(wanted: list[Wanted]) -> Ahead | None:
    """Begin to read files in a second process; None where that does not pay."""
    return InTwo(wanted, _all_packed) if len(wanted) >= WORTH_IT and can_fork() else None


def _all_packed(wanted: list[Wanted]) -> bytes:
    from generator.reader.first_look import all_packed  # this process may not need it

    return all_packed(wanted)


def wanted_in(content: Path) -> Iterator[Wanted]:
    """Give the files of records, and the two files that every programme has."""
    yield Wanted(site_config_file(content), "site")
    yield Wanted(content / "programme.yml", "programme")
    for folder in SCHEMAS:
        if folder not in SINGLE and (content / folder).is_dir():
            # `glob` and sorting paths would take ten times as long as names.
            place = content / folder
            for name in sorted(os.listdir(place)):  # noqa: PTH208
                if name.endswith(".yml"):
                    yield Wanted(place / name, folder)


def site_config_file(content: Path) -> Path:
    """Find site_config.yml: in the content folder, beside it, or in the current folder."""
    places = (content, content.resolve().parent, Path.cwd())
    found = (place / "site_config.yml" for place in places)
    return next((path for path in found if path.is_file()), content.parent / "site_config.yml")

"""A file of the content as it is written: its values, and what its words say.

No model has looked at it yet. To load the models takes as long as to read three hundred files, so
nothing here needs one: a second process reads files this far while the first loads the models.
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
from generator.reader.checks.glance import glance
from generator.reader.checks.passages import walk
from generator.reader.checks.syntax import head_mistakes, plain
from generator.reader.checks.texts import NOTHING, Findings, tree_findings
from generator.reader.checks.values import value_mistakes
from generator.reader.kept import digest_of
from generator.reader.nodes import Mistake, Tree, parse

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
    findings: Findings = NOTHING
    odd: list[Mistake] = field(default_factory=list)
    """What cannot be true of its values; worth telling when the model takes the record."""
    digest: bytes = b""

    def packed(self) -> Packed:
        """Make it small, to be sent to the process that asked for it."""
        wrong = self.tree.mistakes, self.odd, self.findings.mistakes
        mistakes = [list(map(tuple, each)) for each in wrong] if any(wrong) else None
        return self.digest, self.tree.value, mistakes, self.findings.packed()

    @classmethod
    def unpacked(cls, wanted: Wanted, packed: Packed) -> Written:
        """Make it whole again."""
        digest, value, mistakes, mentions = packed
        text = str if value is None else partial(text_again, wanted.path)
        tree, findings = Tree(value, text=text), Findings.unpacked(mentions)
        if mistakes is None:
            return cls(wanted, tree, findings, [], digest)
        tree.mistakes, odd, told = ([Mistake(*one) for one in each] for each in mistakes)
        return cls(wanted, tree, findings._replace(mistakes=tuple(told)), odd, digest)


Packed = tuple[bytes, Any, list[list[tuple[Any, ...]]] | None, tuple[Any, ...]]
"""Digest, values, mistakes (of the file, of its values, of its words), and mentions."""
Ahead = InTwo[Wanted, bytes]
"""Files that a second process is reading already."""


def written(wanted: Wanted) -> Written:
    """Read one file."""
    try:
        body = body_of(wanted.path)
        text = text_of(body)
    except FileNotFoundError:
        gone = Mistake((1, 1), "missing-file", "this file is missing", "every programme needs it")
        return Written(wanted, Tree(mistakes=[gone]))
    except UnicodeDecodeError:
        bad = Mistake((1, 1), "not-utf-8", "this file is not UTF-8 text", "save it as UTF-8")
        return Written(wanted, Tree(mistakes=[bad]))
    tree = parse(text.removeprefix(BYTE_ORDER_MARK))
    tree.mistakes[:] = [plain(mistake, text) for mistake in tree.mistakes]
    tree.mistakes.extend(head_mistakes(text, SCHEMAS[wanted.kind]))
    if tree.value is None:
        return Written(wanted, tree)
    record = glance(tree.value)
    odd = list(value_mistakes(walk(tree.value), tree)) if record.is_doubtful else []
    return Written(wanted, tree, tree_findings(record, tree, text), odd, digest_of(body))


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


def all_packed(wanted: list[Wanted]) -> bytes:
    """Read files, to send them; plain values take half the time as marshal writes them."""
    return marshal.dumps([written(one).packed() for one in wanted])


def all_unpacked(wanted: list[Wanted], sent: bytes) -> list[Written]:
    """Take files that were sent."""
    return list(map(Written.unpacked, wanted, marshal.loads(sent)))  # noqa: S302 - from our fork


def begin(wanted: list[Wanted]) -> Ahead | None:
    """Begin to read files in a second process; None where that does not pay."""
    return InTwo(wanted, all_packed) if len(wanted) >= WORTH_IT and can_fork() else None


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

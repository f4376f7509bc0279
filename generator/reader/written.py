"""The files of a content folder, and what is known of one by its first look.

To load the models takes as long as to read three hundred files, so a second process takes the
first look at files (`first_look`) while the first loads the models. This is what both share.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

from generator.forking import WORTH_IT, InTwo, can_fork
from generator.programme.languages import ENGLISH
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
PAGES, MAILS = "pages", "mails"
"""Kinds of files that are no records; each has words in one language."""
SINGLE = ("site", "programme")
"""Kinds of which there is one file; the others have a folder of that name."""
BYTE_ORDER_MARK = "\ufeff"
MOST = 1 << 16
"""Bytes that are read at once; records are smaller."""


class Wanted(NamedTuple):
    """A file that the reader asks for: where it is, its kind, and the language of its words.

    The place is plain text: ten thousand paths take longer to make than their folders to list.
    """

    file: str
    kind: str
    language: str = ENGLISH


class Written(NamedTuple):
    """What is known of one file by its first look; the model of a record has not seen it yet."""

    wanted: Wanted
    tree: Tree
    odd: Sequence[Mistake] = ()
    """What cannot be true of its values; worth telling when the model takes the record."""
    told: Sequence[Mistake] = ()
    """What is wrong with its words."""
    said: tuple[Any, ...] = ()
    """What its words say about other files (`Findings.packed`)."""
    digest: bytes = b""

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong with a page or a mail: as a file, and in its words."""
        return (*self.tree.mistakes, *self.told)

    def packed(self) -> Packed:
        """Make it small, to be sent to the process that asked for it."""
        wrong = self.tree.mistakes, self.odd, self.told
        mistakes = [list(map(tuple, each)) for each in wrong] if any(wrong) else None
        return self.digest, self.tree.value, mistakes, self.said

    @classmethod
    def unpacked(cls, wanted: Wanted, packed: Packed) -> Written:
        """Make it whole again."""
        digest, value, mistakes, said = packed
        tree = Tree(value, text=str if value is None else partial(text_again, wanted.file))
        if mistakes is None:
            return cls(wanted, tree, (), (), said, digest)
        tree.mistakes, odd, told = ([Mistake(*one) for one in each] for each in mistakes)
        return cls(wanted, tree, odd, told, said, digest)


Packed = tuple[bytes, Any, list[list[tuple[Any, ...]]] | None, tuple[Any, ...]]
"""Digest, values, mistakes (of the file, of its values, of its words), and mentions."""
Ahead = InTwo[Wanted, bytes]
"""Files that a second process is reading already."""


def body_of(file: str) -> bytes:
    """Read a file; `Path.read_bytes` takes twice the time, asking the system of what kind it is."""
    opened = os.open(file, os.O_RDONLY)
    try:
        pieces = [os.read(opened, MOST)]
        while len(pieces[-1]) == MOST:
            pieces.append(os.read(opened, MOST))
    finally:
        os.close(opened)
    return b"".join(pieces)


def text_of(body: bytes) -> str:
    """Give the text of a file, its lines parted as editors count them."""
    text = body.decode("utf-8")
    return text.replace("\r\n", "\n") if "\r" in text else text


def text_again(file: str) -> str:
    """Read the text of a file again, when somebody asks for a place in it."""
    return text_of(body_of(file)).removeprefix(BYTE_ORDER_MARK)


def all_unpacked(wanted: list[Wanted], sent: bytes) -> list[Written]:
    """Take files that were sent."""
    return list(map(Written.unpacked, wanted, marshal.loads(sent)))  # noqa: S302 - from our fork


def begin(wanted: list[Wanted], texts: str = "") -> Ahead | None:
    """Begin to read files in a second process; None where that does not pay.

    Args:
        wanted: the files.
        texts: where it is kept what was seen in pages and mails; an empty name for nowhere.
    """
    if len(wanted) < WORTH_IT or not can_fork():
        return None
    return InTwo(wanted, Look(texts).packed)


class Look:
    """Takes the first look at files, with what it takes loaded where it is taken.

    Args:
        texts: where it is kept what was seen in pages and mails; an empty name for nowhere.
        code: names our own code, when somebody knows.
    """

    def __init__(self, texts: str = "", code: int | None = None) -> None:
        self.texts, self.code = texts, code

    @cached_property
    def kept(self) -> dict[str, Packed]:
        """What was seen in pages and mails when they were read before."""
        from generator.reader import kept_texts

        return kept_texts.load(self.texts, self.code)

    def packed(self, wanted: list[Wanted]) -> bytes:
        """Read files, to send them."""
        from generator.reader.first_look import all_packed

        return all_packed(wanted, self.kept)

    def written(self, wanted: list[Wanted]) -> list[Written]:
        """Read files."""
        from generator.reader.first_look import written

        return [written(one, self.kept) for one in wanted]


def all_in(content: str) -> list[Wanted]:
    """Give every file that has words or values, the longest first: pages, mails, records."""
    return [*texts_in(content), *records_in(content)]


def records_in(content: str) -> Iterator[Wanted]:
    """Give the files of records, and the two files that every programme has."""
    yield Wanted(site_config_file(content), "site")
    yield Wanted(f"{content}/programme.yml", "programme")
    for kind in SCHEMAS:
        folder = f"{content}/{kind}"
        if kind not in SINGLE and os.path.isdir(folder):  # noqa: PTH112
            for name in sorted(os.listdir(folder)):  # noqa: PTH208 - see `Wanted`
                if name.endswith(".yml"):
                    yield Wanted(f"{folder}/{name}", kind)


def texts_in(content: str) -> Iterator[Wanted]:
    """Give the pages and the mails of every language."""
    for file in files_below(f"{content}/pages", ".md"):
        yield Wanted(file, PAGES)
    for language in folders_in(f"{content}/translations"):
        for file in files_below(f"{content}/translations/{language}/pages", ".md"):
            yield Wanted(file, PAGES, language)
    for language in folders_in(f"{content}/mails"):
        for file in files_below(f"{content}/mails/{language}", ".txt"):
            yield Wanted(file, MAILS, language)


def folders_in(folder: str) -> list[str]:
    """Give the names of the folders in a folder; it may be missing."""
    return sorted(next(os.walk(folder), ("", [], []))[1])


def files_below(folder: str, ending: str) -> list[str]:
    """Give the places of all files below a folder whose names end so; it may be missing."""
    places = os.walk(folder)
    return sorted(
        f"{at}/{name}" for at, _, names in places for name in names if name.endswith(ending)
    )


def site_config_file(content: str) -> str:
    """Find site_config.yml: in the content folder, beside it, or in the current folder."""
    beside = os.path.dirname(os.path.realpath(content))  # noqa: PTH120
    found = [f"{folder}/site_config.yml" for folder in (content, beside, os.getcwd())]  # noqa: PTH109
    return next(filter(os.path.isfile, found), found[1])

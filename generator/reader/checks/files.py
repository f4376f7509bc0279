"""The files themselves: where they stand, and what they are called."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.reader.meant import suggestion
from generator.reader.nodes import Mistake

OTHERS = ("pages", "translations", "mails", "files")
"""Folders beside those of records."""
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def slug_of(words: str) -> str:
    """Make a name for a file and an address: accents folded, one dash between words."""
    folded = unicodedata.normalize("NFKD", words.casefold().translate(LETTERS))
    return re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")


def stray_mistakes(content: Path, folders: Iterable[str]) -> Iterator[tuple[Path, Mistake]]:
    """Give the files that nobody reads, since their folder or their name is not what we know."""
    known = [*folders, *OTHERS]
    for path in sorted(content.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and path.name not in known:
            said = f'the folder "{path.name}" is not read'
            yield path, Mistake((1, 1), "unknown-folder", said, suggestion(path.name, known))
        elif path.is_dir() and path.name in folders:
            yield from _strays_in(path)


def _strays_in(folder: Path) -> Iterator[tuple[Path, Mistake]]:
    # Names alone: a path for each of ten thousand records would take its time.
    for name in sorted(os.listdir(folder)):  # noqa: PTH208
        if name.startswith(".") or name.endswith(".yml"):
            continue
        path = folder / name
        if path.suffix.lower() in (".yaml", ".yml"):
            said, hint = f'the name ends in "{path.suffix}"', f'call it "{path.stem}.yml"'
            yield path, Mistake((1, 1), "wrong-extension", said, hint)
        else:
            said = "this is not a record, and nobody reads it"
            hint = "records end in .yml; pictures and documents stand in content/files"
            yield path, Mistake((1, 1), "stray-file", said, hint)


def name_mistake(path: Path) -> Mistake:
    """Refuse a name that would make a bad address."""
    said = f'the name "{path.name}" cannot be an address'
    hint = f'use small letters, digits and single dashes: "{slug_of(path.stem) or "name"}.yml"'
    return Mistake((1, 1), "file-name", said, hint)

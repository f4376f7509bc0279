"""Words that were never finished: placeholders, and sentences that end in a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.reader.nodes import Mistake, Path, Tree

PLACEHOLDER = re.compile(r"\b(new block|lorem ipsum|tbc|tbd|todo|fixme|xxx)\b", re.IGNORECASE)
UNFINISHED = re.compile(r":\s*$")


def wording_mistakes(tree: Tree) -> Iterator[Mistake]:
    """Give the placeholders and unfinished sentences of a record."""
    for path, words in _texts(tree.value, ()):
        found = PLACEHOLDER.search(words)
        if found:
            yield Mistake(
                tree.place(path),
                "placeholder",
                f'"{found[0]}" is a placeholder',
                "write the text, or leave the key out",
            )
        if UNFINISHED.search(words):
            yield Mistake(
                tree.place(path),
                "unfinished",
                "the text ends in a colon and nothing follows",
                "finish the sentence",
            )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _texts(inner, (*path, n))

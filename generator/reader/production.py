"""What a real programme may not contain: examples and a moved date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.reader.checks.passages import Passage
from generator.reader.nodes import Mistake, Tree
from generator.reader.nodes import Path as Keys

MADE_UP = re.compile(r"(?:[\w.+-]+@)?\b(?:[\w-]+\.)*example\.(?:org|com|net)\b")
"""Addresses at the domains that RFC 2606 keeps for examples."""


def production_mistakes(tree: Tree) -> Iterator[Mistake]:
    """Give every example, and the day that the site is shown as of."""
    if "public_url" in tree.value and tree.value.get("today"):
        yield Mistake(
            tree.place(("today",)), "moved-date", "the site is shown as of another day", "remove it"
        )
    if str(tree.value.get("public_url", "")).startswith("http://"):
        words = "the public address does not start with https"
        yield Mistake(tree.place(("public_url",)), "not-https", words, "use https")
    for path in _examples(tree.value, ()):
        words = "this value is made up for the example"
        yield Mistake(tree.place(path), "example", words, "write the real one, or leave it out")
    for path, value in _strings(tree.value, ()):
        found = MADE_UP.search(value)
        if found:
            words = f'"{found[0]}" is an address that belongs to nobody'
            yield Mistake(tree.place(path), "made-up-address", words, "write the real one")


def made_up_addresses(content: Path) -> Iterator[tuple[Path, Mistake]]:
    """Give the addresses in pages and mails that belong to nobody."""
    for path in sorted([*content.rglob("*.md"), *content.glob("mails/*/*.txt")]):
        text = path.read_text("utf-8", errors="replace")
        passage = Passage(text, text)
        for found in MADE_UP.finditer(text):
            words = f'"{found[0]}" is an address that belongs to nobody'
            yield (
                path,
                passage.mistake(found.start(), "made-up-address", words, "write the real one"),
            )


def _examples(value: Any, path: Keys) -> Iterator[Keys]:
    if isinstance(value, dict):
        for name in value.get("examples") or ():
            yield (*path, name)
        for key, inner in value.items():
            yield from _examples(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _examples(inner, (*path, n))


def _strings(value: Any, path: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _strings(inner, (*path, n))

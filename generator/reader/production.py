"""What a real programme may not contain: examples and a moved date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.reader.nodes import Mistake, Path, Tree


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


def _examples(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for name in value.get("examples") or ():
            yield (*path, name)
        for key, inner in value.items():
            yield from _examples(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _examples(inner, (*path, n))

"""Add a notice to the text of a visit, and leave every other character as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reader.nodes import Tree, parse

KEY = "notices"
BEFORE = ("results", "examples", "sources")
"""A visit without notices gets them before the first of these."""
DASH = re.compile(r"^( *)-( +)\S")
ASIDE = re.compile(r"^\s*(#.*)?$")
"""An empty line or a comment: it belongs to what follows it."""


def with_notice(text: str, rows: Sequence[str]) -> str | None:
    """Give the text with one more notice at the end of its notices.

    Args:
        text: the file of a visit.
        rows: the keys of the notice, a line each.

    Returns:
        None when the notices are not a list of lines with dashes.
    """
    tree = parse(text)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    known = isinstance(tree.value, dict) and tree.value.get(KEY)
    if not isinstance(tree.value, dict) or (KEY in tree.value and not known):
        return None
    at = _end_of(KEY, tree, lines) if known else _home(tree, lines)
    margin, gap = _style(tree, lines) if known else ("  ", " ")
    if margin is None:
        return None
    inside = f"{margin} {gap}"
    new = [f"{margin}-{gap}{rows[0]}\n", *(f"{inside}{row}\n" for row in rows[1:])]
    lines[at:at] = new if known else [f"{KEY}:\n", *new]
    changed = "".join(lines)
    return changed if _only_that_changed(tree, parse(changed)) else None


def _style(tree: Tree, lines: Sequence[str]) -> tuple[str | None, str]:
    """How the notices that are there are indented."""
    found = DASH.match(lines[tree.place((KEY, 0))[0] - 1])
    return (found[1], found[2]) if found else (None, "")


def _top_lines(tree: Tree) -> dict[str, int]:
    """The line of each key of the record, counted from 0."""
    return {str(path[0]): place[0] - 1 for path, place in tree.keys_at.items() if len(path) == 1}


def _end_of(key: str, tree: Tree, lines: Sequence[str]) -> int:
    tops = _top_lines(tree)
    after = [line for line in tops.values() if line > tops[key]]
    return _back_over_asides(min(after, default=len(lines)), lines)


def _home(tree: Tree, lines: Sequence[str]) -> int:
    tops = _top_lines(tree)
    known = [tops[key] for key in BEFORE if key in tops]
    return _back_over_asides(min(known, default=len(lines)), lines)


def _back_over_asides(at: int, lines: Sequence[str]) -> int:
    while at and ASIDE.match(lines[at - 1]):
        at -= 1
    return at


def _only_that_changed(before: Tree, after: Tree) -> bool:
    if not isinstance(after.value, dict) or after.mistakes != before.mistakes:
        return False
    old, new = dict(before.value), dict(after.value)
    had, has = old.pop(KEY, []), new.pop(KEY, [])
    return old == new and has[: len(had)] == had and len(has) == len(had) + 1

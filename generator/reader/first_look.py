"""The first look at a file: its YAML, its words and its values, before its model looks at it.

A second process can do this while the first loads the models, so nothing here needs one; and the
first loads nothing of this, unless so much is left to read that it takes part.
"""

from __future__ import annotations

import marshal

from generator.reader.checks.glance import glance
from generator.reader.checks.passages import walk
from generator.reader.checks.syntax import head_mistakes, plain
from generator.reader.checks.texts import tree_findings
from generator.reader.checks.values import value_mistakes
from generator.reader.kept import digest_of
from generator.reader.nodes import Mistake, Tree, parse
from generator.reader.written import (
    BYTE_ORDER_MARK,
    SCHEMAS,
    Wanted,
    Written,
    body_of,
    text_of,
)


def written(wanted: Wanted) -> Written:
    """Read one file."""
    try:
        body = body_of(wanted.file)
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
    found = tree_findings(record, tree, text)
    told = list(found.mistakes)
    return Written(wanted, tree, odd, told, found.packed(), digest_of(body))


def all_packed(wanted: list[Wanted]) -> bytes:
    """Read files, to send them; plain values take half the time as marshal writes them."""
    return marshal.dumps([written(one).packed() for one in wanted])

"""The first look at a file: its words, and of a record its YAML and its values, before its model.

A second process can do this while the first loads the models, so nothing here needs one; and the
first loads nothing of this, unless so much is left to read that it takes part.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping

from generator.digests import digest_of
from generator.reader.checks.glance import glance
from generator.reader.checks.page_words import page_written
from generator.reader.checks.passages import walk
from generator.reader.checks.syntax import head_mistakes, plain
from generator.reader.checks.texts import tree_findings
from generator.reader.checks.values import value_mistakes
from generator.reader.nodes import Mistake, Tree, parse
from generator.reader.written import (
    BYTE_ORDER_MARK,
    MAILS,
    PAGES,
    SCHEMAS,
    Packed,
    Wanted,
    Written,
    body_of,
    text_of,
)


def written(wanted: Wanted, kept: Mapping[str, Packed]) -> Written:
    """Read one file; `kept` is what was seen in pages and mails when they were read before."""
    try:
        body = body_of(wanted.file)
        text = text_of(body)
    except FileNotFoundError:
        gone = Mistake((1, 1), "missing-file", "this file is missing", "every programme needs it")
        return Written(wanted, Tree(mistakes=[gone]))
    except UnicodeDecodeError:
        bad = Mistake((1, 1), "not-utf-8", "this file is not UTF-8 text", "save it as UTF-8")
        return Written(wanted, Tree(mistakes=[bad]))
    if wanted.kind in (PAGES, MAILS):
        digest, known = digest_of(body), kept.get(wanted.file)
        if known and known[0] == digest:
            return Written.unpacked(wanted, known)
        return _text(wanted, text)._replace(digest=digest)
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


def _text(wanted: Wanted, text: str) -> Written:
    if wanted.kind == PAGES:
        return page_written(wanted, text)
    from generator.reader.checks.mail_words import mail_written  # mails change seldom

    return mail_written(wanted, text)


def all_packed(wanted: list[Wanted], kept: Mapping[str, Packed]) -> bytes:
    """Read files, to send them; plain values take half the time as marshal writes them."""
    return marshal.dumps([written(one, kept).packed() for one in wanted])

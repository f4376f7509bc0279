"""Every file of a content folder read: what is kept, what is new, in two processes when it pays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from generator.reader.kept import Kept
from generator.reader.kinds import MODELS
from generator.reader.nodes import Tree
from generator.reader.small import MANY, made_small
from generator.reader.sources import Source, keep, slug_in, source_of
from generator.reader.written import (
    Ahead,
    Look,
    Wanted,
    Written,
    all_in,
    all_unpacked,
    begin,
    text_again,
)

AT_ONCE = 32
"""So many files take one step before they take the next: a processor is quicker at the same thing
again, by a tenth."""


FIRST_LOOK = "generator.reader.first_look"
LOADING_S = 0.008
"""What it takes this process to load the first look."""


class Files(NamedTuple):
    """A content folder: its records, each in a file, and its pages and mails."""

    sources: list[Source]
    texts: list[Written]


def read_files(
    content: Path,
    kept: Kept | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Files:
    """Read every file, in their order; `meanwhile` is done while a second process reads."""
    wanted = ahead.things if ahead else all_in(str(content))
    many = len(wanted) > MANY
    found = _kept_sources(wanted, kept, many) if kept and kept.before and not ahead else {}
    fresh = [one for one in wanted if one.file not in found] if found else wanted
    look = Look(kept.texts, kept.code) if kept else Look()

    def looked_at(some: list[Written]) -> list[Source | Written]:
        return [_source(one, kept, many) if one.wanted.kind in MODELS else one for one in some]

    def ours(some: list[Wanted]) -> list[Source | Written]:
        few = [some[n : n + AT_ONCE] for n in range(0, len(some), AT_ONCE)]
        return [one for each in few for one in looked_at(look.written(each))]

    def theirs(some: list[Wanted], sent: bytes) -> list[Source | Written]:
        return looked_at(all_unpacked(some, sent))

    if not ahead and fresh:
        import_module(FIRST_LOOK)  # before a fork, for both processes
    other = ahead or begin(fresh, look.texts)
    if other:
        read = other.results(ours, theirs, meanwhile, begin_s=LOADING_S if ahead else 0.0)
    else:
        meanwhile()
        read = ours(fresh)
    found |= {one.file: one for one in read if isinstance(one, Source)}
    texts = [one for one in read if isinstance(one, Written)]
    return Files([found[one.file] for one in wanted if one.kind in MODELS], texts)


def _source(written: Written, kept: Kept | None, many: bool) -> Source:
    source = source_of(written, MODELS[written.wanted.kind], many=many)
    if kept:
        keep(kept, source)
    return source


def _kept_sources(wanted: list[Wanted], kept: Kept, many: bool) -> dict[str, Source]:
    """Read the records that were kept; their models look at them again."""
    found = {}
    for file, kind, _ in wanted:
        json = kept.find(file) if kind in MODELS else None
        if json is not None:
            tree = Tree(text=partial(text_again, file))
            record = MODELS[kind].model_validate_json(json)
            record = made_small(record) if many else record
            said, digest = kept.told(file)
            found[file] = Source(file, kind, slug_in(file), tree, record, said, digest)
    return found

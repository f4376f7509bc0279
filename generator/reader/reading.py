"""Every file of a content folder read: what is kept, what is new, in two processes when it pays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from generator.reader.kept import Kept
from generator.reader.kinds import MODELS
from generator.reader.nodes import Tree
from generator.reader.small import MANY, made_small
from generator.reader.sources import Source, keep, slug_in, source_of
from generator.reader.written import (
    Ahead,
    Wanted,
    Written,
    all_unpacked,
    begin,
    text_again,
    wanted_in,
)

AT_ONCE = 32
"""So many files take one step before they take the next: a processor is quicker at the same thing
again, by a tenth."""


FIRST_LOOK = "generator.reader.first_look"
FEW = 400
"""So many files a second process has read before this one has loaded what it takes."""


def read_sources(
    content: Path,
    kept: Kept | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[Source]:
    """Read every file, in their order; `meanwhile` is done while a second process reads."""
    wanted = ahead.things if ahead else list(wanted_in(str(content)))
    many = len(wanted) > MANY
    found = _kept_sources(wanted, kept, many) if kept and kept.before and not ahead else {}
    fresh = [one for one in wanted if one.file not in found] if found else wanted

    def looked_at(some: list[Written]) -> list[Source]:
        sources = [source_of(one, MODELS[one.wanted.kind], many=many) for one in some]
        if kept:
            for source in sources:
                keep(kept, source)
        return sources

    def ours(some: list[Wanted]) -> list[Source]:
        from generator.reader.first_look import written

        few = [some[n : n + AT_ONCE] for n in range(0, len(some), AT_ONCE)]
        return [source for each in few for source in looked_at(list(map(written, each)))]

    def theirs(some: list[Wanted], sent: bytes) -> list[Source]:
        return looked_at(all_unpacked(some, sent))

    if not ahead and fresh:
        import_module(FIRST_LOOK)  # before a fork, for both processes
    other = ahead or begin(fresh)
    if other:
        read = other.results(ours, theirs, meanwhile, leave=FEW if ahead else 0)
    else:
        meanwhile()
        read = ours(fresh)
    if not found:
        return read
    found |= {source.file: source for source in read}
    return [found[one.file] for one in wanted]


def _kept_sources(wanted: list[Wanted], kept: Kept, many: bool) -> dict[str, Source]:
    """Read the records that were kept; their models look at them again."""
    found = {}
    for file, kind in wanted:
        json = kept.find(file)
        if json is not None:
            tree = Tree(text=partial(text_again, file))
            record = MODELS[kind].model_validate_json(json)
            record = made_small(record) if many else record
            said, digest = kept.told(file)
            found[file] = Source(file, kind, slug_in(file), tree, record, said, digest)
    return found

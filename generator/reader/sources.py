"""One file of the content: its values, its record, and what is wrong in it alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from generator.programme.content import SLUG
from generator.reader.checks.files import name_mistake, slug_of
from generator.reader.checks.records import record_mistakes
from generator.reader.checks.remainder import remainder
from generator.reader.checks.texts import NOTHING, Findings
from generator.reader.checks.wording import placeholder_places
from generator.reader.explain import mistakes
from generator.reader.kept import Kept
from generator.reader.nodes import Mistake, Tree
from generator.reader.small import made_small
from generator.reader.written import Written, text_again


class Source(NamedTuple):
    """One file: its path, its tree, the record when the model took it, and what its words say."""

    path: Path
    kind: str
    slug: str
    tree: Tree
    record: Any
    findings: Findings = NOTHING
    digest: bytes = b""


def source_of(written: Written, model: type[BaseModel], *, many: bool = False) -> Source:
    """Let its model look at a file; `many` says that there are many of them."""
    (path, kind), tree = written.wanted, written.tree
    slug = path.stem
    if tree.value is None:
        return Source(path, kind, slug, tree, None)
    record = _record(path, slug, model, tree)
    more = [*written.odd, *record_mistakes(record, tree)] if record is not None else []
    if more:
        told = {mistake.place for mistake in tree.mistakes}
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told)
    if written.findings.mistakes:
        _add(tree, written.findings.mistakes)
    tree.forget(partial(text_again, path))
    if many and record is not None:
        record = made_small(record)
    mentions = written.findings.mentions()
    return Source(path, kind, slug, tree, record, mentions, written.digest)


def keep(kept: Kept, source: Source) -> None:
    """Keep a record that has no mistake."""
    if source.record is not None and not source.tree.mistakes:
        json = json_of(source.record)
        kept.add(source.path, source.digest, json, source.findings.packed())


def _add(tree: Tree, more: Iterable[Mistake]) -> None:
    """Add mistakes of words; where a placeholder stands, what the model says of it is noise."""
    noise = placeholder_places(more)
    tree.mistakes[:] = [mistake for mistake in tree.mistakes if mistake.place not in noise]
    tree.mistakes.extend(more)


def json_of(record: BaseModel) -> bytes:
    """Write a record as its model writes it, as bytes at once."""
    return record.__pydantic_serializer__.to_json(record, by_alias=True)


def _record(path: Path, slug: str, model: type[BaseModel], tree: Tree) -> Any:
    if not isinstance(tree.value, dict):
        tree.mistakes.append(
            Mistake((1, 1), "wrong-type", "this file must have keys", "key: value")
        )
        return None
    value = dict(tree.value)
    if "slug" in value:
        place = tree.keys_at[("slug",)]
        words = 'the short name comes from the name of the file; leave "slug" out'
        tree.mistakes.append(Mistake(place, "unknown-key", '"slug" is not a key here', words))
    if "slug" in model.model_fields:
        if not SLUG.match(slug):
            tree.mistakes.append(name_mistake(path))
            slug = slug_of(slug) or "x"
        value["slug"] = slug
    try:
        return model.model_validate(value)
    except ValidationError as fault:
        told = {mistake.place for mistake in tree.mistakes}
        more = mistakes(fault, model, tree)
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told - {(1, 1)})
        return remainder(model, value, fault)

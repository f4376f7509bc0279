"""One file of the content: its values, its record, and what is wrong in it alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.programme.content import SLUG
from generator.programme.text import Text
from generator.reader.checks.files import name_mistakes, slug_of
from generator.reader.checks.records import record_mistakes
from generator.reader.checks.remainder import remainder
from generator.reader.checks.texts import NOTHING, Findings
from generator.reader.checks.wording import placeholder_places
from generator.reader.explain import mistakes
from generator.reader.kept import Kept
from generator.reader.nodes import Mistake, Tree
from generator.reader.written import Written, text_again

SHARED: dict[frozenset[str], set[str]] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path, its tree, the record when the model took it, and what its words say."""

    path: Path
    kind: str
    tree: Tree
    record: Any
    findings: Findings = NOTHING
    digest: bytes = b""


def source_of(written: Written, model: type[BaseModel]) -> Source:
    """Let its model look at a file."""
    (path, kind), tree = written.wanted, written.tree
    if tree.value is None:
        return Source(path, kind, tree, None)
    record = _record(path, model, tree)
    if record is not None:
        told = {mistake.place for mistake in tree.mistakes}
        more = (*written.odd, *record_mistakes(record, tree))
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told)
    _add(tree, written.findings.mistakes)
    tree.forget(partial(text_again, path))
    return Source(path, kind, tree, record, written.findings.mentions(), written.digest)


def keep(kept: Kept, source: Source) -> None:
    """Keep a record that has no mistake."""
    if source.record is not None and not source.tree.mistakes:
        json = source.record.model_dump_json(by_alias=True).encode()
        kept.add(source.path, source.digest, json, source.findings.packed())


def _add(tree: Tree, more: Iterable[Mistake]) -> None:
    """Add mistakes of words; where a placeholder stands, what the model says of it is noise."""
    noise = placeholder_places(more)
    tree.mistakes[:] = [mistake for mistake in tree.mistakes if mistake.place not in noise]
    tree.mistakes.extend(more)


def _record(path: Path, model: type[BaseModel], tree: Tree) -> Any:
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
        tree.mistakes.extend(name_mistakes(path))
        value["slug"] = path.stem if SLUG.match(path.stem) else slug_of(path.stem) or "x"
    try:
        return _small(model.model_validate(value))
    except ValidationError as fault:
        told = {mistake.place for mistake in tree.mistakes}
        more = mistakes(fault, model, tree)
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told - {(1, 1)})
        return remainder(model, value, fault)


def of_json(model: type[BaseModel], json: bytes) -> BaseModel:
    """Read a record that was kept; the model looks at it again."""
    return _small(model.model_validate_json(json))


def _small(part: BaseModel) -> BaseModel:
    """Make a record anew, value by value: so Python keeps the names of its fields once for all.

    As pydantic leaves it, each record has a dictionary of its own, and a set of the fields that
    were written; both are larger than what stands in them. Short words that many records share,
    like a country or a technology, are kept once too.
    """
    made = object.__new__(type(part))
    for name, value in part.__dict__.items():
        kind = type(value)
        if kind is str:
            value = _once(value)
        elif kind is tuple and value:
            first = type(value[0])
            if first is str:
                value = tuple(map(_once, value))
            elif first is not Text and issubclass(first, BaseModel):
                value = tuple(map(_small, value))
        elif kind not in PLAIN and issubclass(kind, BaseModel):
            value = _small(value)
        _set(made, name, value)
    written = part.model_fields_set
    _set(made, "__pydantic_fields_set__", SHARED.setdefault(frozenset(written), written))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


@lru_cache(maxsize=2048)
def _once(words: str) -> str:
    """Give the words that were first equal to these."""
    return words


_set = object.__setattr__
PLAIN = frozenset({int, float, bool, Text, type(None)})
"""Asking pydantic's models of what kind these are is slow."""

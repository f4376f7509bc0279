"""One file of the content: its values, its record, and what is wrong in it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from generator.reader.written import Written, text_again

SHARED: dict[frozenset[str], set[str]] = {}


class Source(NamedTuple):
    """One file: its path, its tree, the record when the model took it, and what its words say."""

    path: Path
    kind: str
    slug: str
    tree: Tree
    record: Any
    findings: Findings = NOTHING
    digest: bytes = b""


def source_of(written: Written, model: type[BaseModel]) -> Source:
    """Let its model look at a file."""
    (path, kind), tree = written.wanted, written.tree
    slug = path.stem
    if tree.value is None:
        return Source(path, kind, slug, tree, None)
    record = _record(path, slug, model, tree)
    if record is not None:
        told = {mistake.place for mistake in tree.mistakes}
        more = (*written.odd, *record_mistakes(record, tree))
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told)
    _add(tree, written.findings.mistakes)
    tree.forget(partial(text_again, path))
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
    values = made.__dict__  # it borrows its keys from the one before, if they come one by one
    for name, value in part.__dict__.items():
        small = SMALL[value.__class__]
        values[name] = small(value) if small else value
    written = part.__pydantic_fields_set__
    _set(made, "__pydantic_fields_set__", SHARED.setdefault(frozenset(written), written))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def _small_each(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    small = SMALL[parts[0].__class__] if parts else None
    return tuple(map(small, parts)) if small else parts


def _once(words: str) -> str:
    """Give the words that were first equal to these."""
    return ONCE.setdefault(words, words) if len(ONCE) < MOST else ONCE.get(words, words)


class _Small(dict[type, Callable[[Any], Any] | None]):
    """How a value of a type is made small; asking pydantic's models for their kind is slow."""

    def __missing__(self, kind: type) -> Callable[[Any], Any] | None:
        return self.setdefault(kind, _small if issubclass(kind, BaseModel) else None)


SMALL = _Small({str: _once, tuple: _small_each})
ONCE: dict[str, str] = {}
MOST = 4096
_set = object.__setattr__

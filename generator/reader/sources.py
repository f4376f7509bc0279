"""One file of the content: its values, its record, and what is wrong in it alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from generator.programme.content import SLUG
from generator.programme.text import Text
from generator.reader.checks.files import head_mistakes, name_mistakes, slug_of
from generator.reader.checks.passages import walk
from generator.reader.checks.records import record_mistakes
from generator.reader.checks.remainder import remainder
from generator.reader.checks.syntax import plain
from generator.reader.checks.texts import NOTHING, Findings, tree_findings
from generator.reader.checks.wording import placeholder_places
from generator.reader.explain import mistakes
from generator.reader.kept import Kept, digest_of
from generator.reader.nodes import Mistake, Tree, parse

SCHEMAS = {
    "site": "site-config",
    "programme": "programme",
    "calls": "call",
    "rules": "rule-pack",
    "lump_sums": "lump-sums",
    "clusters": "cluster",
    "hosts": "host",
    "visits": "visit",
    "documents": "document",
}
"""The JSON Schema of each kind of file, by its name in docs/schemas."""
Packed = tuple[bytes, list[Mistake], bytes, tuple[Any, ...]]
"""Digest, mistakes, JSON and mentions of a file that the second process has read."""
SHARED: dict[frozenset[str], set[str]] = {}


class Wanted(NamedTuple):
    """A file that the reader asks for."""

    path: Path
    kind: str
    model: type[BaseModel]


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path, its tree, the record when the model took it, and what its words say."""

    path: Path
    kind: str
    tree: Tree
    record: Any
    findings: Findings = NOTHING
    digest: bytes = b""


def read_all(wanted: list[Wanted]) -> list[Source]:
    """Read files."""
    return [source_of(one) for one in wanted]


def packed(sources: list[Source]) -> list[Packed]:
    """Make what was read small, to be sent to the process that asked for it."""
    return [
        (
            source.digest,
            source.tree.mistakes,
            json_of(source.record) if source.record else b"",
            source.findings.packed(),
        )
        for source in sources
    ]


def unpacked(kept: Kept | None, wanted: list[Wanted], sent: list[Packed]) -> list[Source]:
    """Make it whole again, and keep the records that have no mistake."""
    found = []
    sent.reverse()
    for path, kind, model in wanted:
        digest, told, json, said = sent.pop()  # let go of each while the records grow
        tree = Tree(text=partial(path.read_text, "utf-8"), mistakes=told)
        record = of_json(model, json) if json else None
        source = Source(path, kind, tree, record, Findings.unpacked(said), digest)
        found.append(source)
        if kept and json:
            keep(kept, source, json)
    return found


def keep(kept: Kept, source: Source, json: bytes) -> None:
    """Keep a record that has no mistake."""
    if not source.tree.mistakes:
        kept.add(source.path, source.digest, json, source.findings.packed())


def source_of(wanted: Wanted) -> Source:
    """Read one file."""
    path, kind, model = wanted
    try:
        body = path.read_bytes()
        text = body.decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        gone = Mistake((1, 1), "missing-file", "this file is missing", "every programme needs it")
        return Source(path, kind, Tree(mistakes=[gone]), None)
    except UnicodeDecodeError:
        bad = Mistake((1, 1), "not-utf-8", "this file is not UTF-8 text", "save it as UTF-8")
        return Source(path, kind, Tree(mistakes=[bad]), None)
    tree = parse(text.removeprefix("\ufeff"))
    tree.mistakes[:] = [plain(mistake, text) for mistake in tree.mistakes]
    tree.mistakes.extend(head_mistakes(text, SCHEMAS[kind]))
    if tree.value is None:
        return Source(path, kind, tree, None)
    walked = walk(tree.value)
    findings = tree_findings(walked, tree, text)
    record = _record(path, model, tree)
    if record is not None:
        told = {mistake.place for mistake in tree.mistakes}
        more = record_mistakes(record, walked, tree)
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told)
    _add(tree, findings.mistakes)
    tree.forget(partial(path.read_text, "utf-8"))
    return Source(path, kind, tree, record, findings.mentions(), digest_of(body))


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


def json_of(record: BaseModel) -> bytes:
    """Write a record as it is kept."""
    return record.model_dump_json(by_alias=True).encode()


def of_json(model: type[BaseModel], json: bytes) -> BaseModel:
    """Read a record that was kept; the model looks at it again."""
    return _small(model.model_validate_json(json))


def _small(part: BaseModel) -> BaseModel:
    """Make a record anew, value by value: so Python keeps the names of its fields once for all.

    As pydantic leaves it, each record has a dictionary of its own, and a set of the fields that
    were written; both are larger than what stands in them.
    """
    made = object.__new__(type(part))
    for name, value in part.__dict__.items():
        if type(value) not in PLAIN:  # asking pydantic's models of what kind they are is slow
            if isinstance(value, BaseModel):
                value = _small(value)
            elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
                value = tuple(map(_small, value))
        _set(made, name, value)
    written = part.model_fields_set
    _set(made, "__pydantic_fields_set__", SHARED.setdefault(frozenset(written), written))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


_set = object.__setattr__
PLAIN = frozenset({str, int, float, bool, Text, type(None)})

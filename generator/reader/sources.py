"""One file of the content: its values, its record, and what is wrong in it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ValidationError

from generator.programme.content import SLUG
from generator.reader.checks.records import record_mistakes
from generator.reader.kept import Kept
from generator.reader.nodes import Mistake, Tree
from generator.reader.small import made_small
from generator.reader.written import Written, text_again

# Most records have no mistake, so what words one is loaded only when it is met.
if TYPE_CHECKING:
    from generator.reader.checks.findings import Findings, Link


class Source(NamedTuple):
    """One file: its place, its tree, the record when the model took it, and what its words say."""

    file: str
    kind: str
    slug: str
    tree: Tree
    record: Any
    said: tuple[Any, ...] = ()
    """What its words say about other files (`Findings.packed`)."""
    digest: bytes = b""

    @property
    def path(self) -> Path:
        """Where it is, for whom it may concern: few files are asked for."""
        return Path(self.file)

    @property
    def findings(self) -> Findings:
        """What its words say about other files."""
        from generator.reader.checks.findings import Findings

        return Findings.unpacked(self.said)

    @property
    def links(self) -> Iterator[Link]:
        """The links that its words make."""
        from generator.reader.checks.findings import Link

        return starmap(Link, self.said[0] if self.said else ())


def slug_in(file: str) -> str:
    """Give the short name that a record has by the name of its file."""
    return file[file.rfind("/") + 1 :].removesuffix(".yml")


def source_of(written: Written, model: type[BaseModel], *, many: bool = False) -> Source:
    """Let its model look at a file; `many` says that there are many of them."""
    (file, kind, _), tree = written.wanted, written.tree
    slug = slug_in(file)
    if tree.value is None:
        return Source(file, kind, slug, tree, None)
    record = _record(file, slug, model, tree)
    more = [*written.odd, *record_mistakes(record, tree)] if record is not None else []
    if more:
        told = {mistake.place for mistake in tree.mistakes}
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told)
    if written.told:
        _add(tree, written.told)
    tree.forget(partial(text_again, file))
    if many and record is not None:
        record = made_small(record)
    return Source(file, kind, slug, tree, record, written.said, written.digest)


def keep(kept: Kept, source: Source) -> None:
    """Keep a record that has no mistake."""
    if source.record is not None and not source.tree.mistakes:
        json = json_of(source.record)
        kept.add(source.file, source.digest, json, source.said)


def _add(tree: Tree, more: Iterable[Mistake]) -> None:
    """Add mistakes of words; where a placeholder stands, what the model says of it is noise."""
    from generator.reader.checks.wording import placeholder_places

    noise = placeholder_places(more)
    tree.mistakes[:] = [mistake for mistake in tree.mistakes if mistake.place not in noise]
    tree.mistakes.extend(more)


def json_of(record: BaseModel) -> bytes:
    """Write a record as its model writes it, as bytes at once."""
    return record.__pydantic_serializer__.to_json(record, by_alias=True)


def _record(file: str, slug: str, model: type[BaseModel], tree: Tree) -> Any:
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
    if "slug" in model.model_fields and not SLUG.match(slug):
        from generator.reader.checks.files import name_mistake, slug_of

        tree.mistakes.append(name_mistake(Path(file)))
        slug = slug_of(slug) or "x"
    try:
        return model.model_validate(with_slug(value, slug, model))
    except ValidationError as fault:
        from generator.reader.checks.remainder import remainder
        from generator.reader.explain import mistakes

        told = {mistake.place for mistake in tree.mistakes}
        more = mistakes(fault, model, tree)
        tree.mistakes.extend(mistake for mistake in more if mistake.place not in told - {(1, 1)})
        return remainder(model, with_slug(value, slug, model), fault)


def with_slug(value: dict[str, Any], slug: str, model: type[BaseModel]) -> dict[str, Any]:
    """Give the values of a file with its short name, where its model has one."""
    return {**value, "slug": slug} if "slug" in model.model_fields else value

"""What cannot be true of a record, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.programme.content import Content
from generator.programme.country_boxes import may_be_in
from generator.programme.document import Document
from generator.programme.places import Place as Town
from generator.reader.nodes import Mistake, Tree

LATITUDE = ("place", "latitude")


def record_mistakes(record: Any, tree: Tree) -> Iterator[Mistake]:
    """Give what is wrong in one record alone, of whatever kind."""
    if isinstance(record, Content) and record.examples:
        yield from _example_names(record, tree)
    if isinstance(getattr(record, "place", None), Town):
        yield from _coordinates(record.country, record.place, tree)
    if isinstance(record, Document) and not (record.file or record.link or record.note):
        words = "this document has no file, no link and no note"
        yield Mistake((1, 1), "empty-document", words, "give one; a note says whom to ask")


def _example_names(record: Content, tree: Tree) -> Iterator[Mistake]:
    """`examples:` names fields; a field that does not exist would never be marked."""
    known = {info.alias or name for name, info in type(record).model_fields.items()}
    for n, name in enumerate(record.examples):
        if name not in known:
            from generator.reader.meant import suggestion

            words = f'"{name}" is not a field of this record'
            hint = suggestion(name, sorted(known - {"slug", "examples", "sources"}))
            yield Mistake(tree.place(("examples", n)), "unknown-example", words, hint)


def _coordinates(country: str, place: Town, tree: Tree) -> Iterator[Mistake]:
    if place.latitude == 0 and place.longitude == 0:
        words = "0, 0 is in the sea south of Ghana"
        yield Mistake(tree.place(LATITUDE), "no-coordinates", words, "look the town up on a map")
    elif not may_be_in(country, place.latitude, place.longitude):
        words = f"{place.latitude}, {place.longitude} is not in {country}"
        swapped = may_be_in(country, place.longitude, place.latitude)
        hint = "latitude and longitude are swapped" if swapped else "look the town up on a map"
        yield Mistake(tree.place(LATITUDE), "wrong-coordinates", words, hint)

"""YAML as plain values, quickly and without places: for files in order that `plain` does not know.

It gives up (`Odd`) on everything that is not plain mappings, lists and scalars written once;
`positions` then reads the file again and says what is wrong. Where it gives an answer, the answer
is the same: a test with made-up YAML proves it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import YAMLError
from yaml.events import (
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.reader.scalars import Odd, scalar

try:
    from yaml import cyaml
except ImportError:  # a PyYAML built without libyaml: `positions` reads every file then
    Parser: Any = None
else:
    Parser = vars(cyaml)["CParser"]

Next = Callable[[], Any]


def values(text: str) -> Any:
    """Give the values of a YAML file.

    Raises:
        Odd: the slow way must read it, perhaps to say what is wrong.
    """
    if Parser is None:
        raise Odd
    try:
        return _document(Parser(text).get_event)
    except (YAMLError, RecursionError) as fault:
        raise Odd from fault


def _document(after: Next) -> Any:
    after()
    if after().__class__ is StreamEndEvent:
        raise Odd  # an empty file
    found = _value(after(), after)
    if after().__class__ is not DocumentEndEvent or after().__class__ is not StreamEndEvent:
        raise Odd
    return found


def _value(event: Any, after: Next) -> Any:
    kind = event.__class__
    if kind is ScalarEvent and event.anchor is None and event.tag is None:
        return scalar(event.value) if event.implicit[0] else event.value
    if kind is MappingStartEvent and event.anchor is None and event.tag is None:
        return _mapping(after)
    if kind is SequenceStartEvent and event.anchor is None and event.tag is None:
        return _sequence(after)
    raise Odd


def _mapping(after: Next) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while True:
        event = after()
        if event.__class__ is MappingEndEvent:
            return found
        if event.__class__ is not ScalarEvent or event.anchor or event.tag or event.value in found:
            raise Odd
        found[event.value] = _value(after(), after)


def _sequence(after: Next) -> list[Any]:
    found: list[Any] = []
    while True:
        event = after()
        if event.__class__ is SequenceEndEvent:
            return found
        found.append(_value(event, after))

"""YAML as plain values, quickly and without places: for the many files that are in order.

It gives up (`Odd`) on everything that is not plain mappings, lists and scalars written once;
`nodes` then reads the file again with places and says what is wrong. Where it gives an answer,
the answer is the same: a test with made-up YAML proves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from yaml.events import (
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

try:
    from yaml import cyaml
except ImportError:  # a PyYAML built without libyaml: `nodes` reads every file then
    Parser: Any = None
else:
    Parser = vars(cyaml)["CParser"]

WORDS = {
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
LONGEST_WORD = 5
NUMERIC = frozenset("-+.0123456789")
INT = re.compile(r"[-+]?[0-9]+\Z")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
LONGEST_INT = 19
"""Longer numbers are refused as numbers; they are identifiers that want quotes."""

Next = Callable[[], Any]


class Odd(Exception):  # noqa: N818 - not a fault, a file for the slow way
    """The file has something that only the slow way understands."""


def values(text: str) -> Any:
    """Give the values of a YAML file.

    Raises:
        Odd: the slow way must read it.
        yaml.YAMLError: it is not YAML.
    """
    if Parser is None:
        raise Odd
    after = Parser(text).get_event
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
        return _scalar(event.value) if event.implicit[0] else event.value
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


def _scalar(text: str) -> Any:
    if text and text[0] in NUMERIC:
        if INT.match(text):
            if len(text) > LONGEST_INT:
                raise Odd
            return int(text)
        return float(text) if FLOAT.match(text) else text
    return WORDS.get(text, text) if len(text) <= LONGEST_WORD else text

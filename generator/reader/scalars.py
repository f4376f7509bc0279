"""What a plain word of YAML means: the words of the YAML 1.2 core schema, and nothing else."""

from __future__ import annotations

import re

NAMES = {
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
LONGEST_NAME = 5
NUMERIC = frozenset("-+.0123456789")
TELLING = NUMERIC | {name[0] for name in NAMES if name}
"""What begins with none of these is a text."""
NUMBER = re.compile(r"[-+]?(?:[0-9]+(\.[0-9]*)?|(\.[0-9]+))([eE][-+]?[0-9]+)?\Z")
"""A number; whole if it has none of the groups."""
LONGEST_INT = 19
"""Longer numbers are refused as numbers; they are identifiers that want quotes."""

Scalar = str | int | float | bool | None


class Odd(Exception):  # noqa: N818 - not a fault, a file for a slower way
    """The file has something that only a slower way understands."""


def scalar(text: str) -> Scalar:
    """Give the value of a word without quotes.

    Raises:
        Odd: a number too long to be one.
    """
    if text and text[0] in NUMERIC:
        found = NUMBER.match(text)
        if found is None:
            return text
        if found.lastindex:
            return float(text)
        if len(text) > LONGEST_INT:
            raise Odd
        return int(text)
    return NAMES.get(text, text) if len(text) <= LONGEST_NAME else text

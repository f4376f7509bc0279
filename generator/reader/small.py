"""Records made small: what a large programme has ten thousand times must not hold much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

MANY = 3_000
"""With fewer files it is not worth the time, a fifth of what the models take."""
SHARED: dict[frozenset[str], set[str]] = {}
"""The names of written fields, once for all records that have the same."""


def made_small(part: BaseModel) -> BaseModel:
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
        return self.setdefault(kind, made_small if issubclass(kind, BaseModel) else None)


SMALL = _Small({str: _once, tuple: _small_each})
ONCE: dict[str, str] = {}
MOST = 4096
"""So many words are kept once; those that many records share are met early."""
_set = object.__setattr__

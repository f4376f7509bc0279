"""One glance at the values of a record: the texts in it, and whether it wants a closer look."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.programme.languages import ENGLISH
from generator.reader.checks.passages import Step
from generator.reader.checks.values import ADDRESSES, GOOD_ADDRESS, LISTS, are_languages
from generator.reader.nodes import Path


class Glance(NamedTuple):
    """What stands in a record."""

    value: Any
    texts: list[Step]
    """Each text with a space or a line break, with its path and its language."""
    words: list[str]
    """All other texts, like a short name, a day or an address."""
    is_doubtful: bool
    """Say whether an address, a language or a list may be wrong."""


def glance(value: Any) -> Glance:
    """Go once over a record; most have nothing that anybody must look at closely."""
    texts: list[Step] = []
    words: list[str] = []
    if isinstance(value, str):
        value = {"": value}
    is_doubtful = isinstance(value, (dict, list)) and _into(value, (), ENGLISH, texts, words)
    return Glance(value, texts, words, is_doubtful)


def is_word(said: str) -> bool:
    """Say whether a text has no space and no line break."""
    return " " not in said and "\n" not in said


def _into(
    value: dict[str, Any] | list[Any],
    path: Path,
    language: str,
    texts: list[Step],
    words: list[str],
) -> bool:
    """Collect the texts below a path; say whether something is doubtful."""
    of_languages = value.__class__ is dict and ENGLISH in value
    doubtful = of_languages and not are_languages(value)
    for key, inner in value.items() if value.__class__ is dict else enumerate(value):
        kind = inner.__class__
        if kind is str:
            if " " in inner or "\n" in inner:
                texts.append(((*path, key), inner, str(key) if of_languages else language))
            else:
                words.append(inner)
            if key in ADDRESSES and not GOOD_ADDRESS.match(inner):
                doubtful = True
        elif kind is dict or kind is list:
            spoken = str(key) if of_languages else language
            if _into(inner, (*path, key), spoken, texts, words) or (
                kind is list and key in LISTS and _is_doubtful_list(key, inner)
            ):
                doubtful = True
    return doubtful


def _is_doubtful_list(key: str, value: list[Any]) -> bool:
    try:
        return len(set(value)) < len(value) or (key == "languages" and not are_languages(value))
    except TypeError:
        return True  # lists in a list

"""What the models refuse, in an editor's words and at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.programme.content import SLUG, URL
from generator.programme.countries import ISO_3166
from generator.reader.meant import closest, suggestion
from generator.reader.nodes import Mistake, Path, Tree

WORDS: dict[str, tuple[str, str, str]] = {
    "string_type": ("wrong-type", "this must be text", "put it in quotes"),
    "string_too_short": ("empty-text", "this text is empty", "write it, or leave the key out"),
    "int_type": ("wrong-type", "this must be a whole number", "write it without quotes"),
    "float_type": ("wrong-type", "this must be a number", "write it without quotes"),
    "bool_type": ("wrong-type", "this must be true or false", "write true or false"),
    "tuple_type": ("wrong-type", "this must be a list", "start each entry with a dash"),
    "list_type": ("wrong-type", "this must be a list", "start each entry with a dash"),
    "dict_type": ("wrong-type", "this must have keys under it", "indent them by two spaces"),
    "model_type": ("wrong-type", "this must have keys under it", "indent them by two spaces"),
    "model_attributes_type": (
        "wrong-type",
        "this must have keys under it",
        "indent them by two spaces",
    ),
    "too_short": ("too-few", "this list is empty", "write at least one entry"),
    "string_pattern_mismatch": (
        "wrong-form",
        "this is not written in the right form",
        "see the example of this field in docs/schemas",
    ),
    "greater_than_equal": ("out-of-range", "this number is too small", ""),
    "less_than_equal": ("out-of-range", "this number is too large", ""),
    "decimal_max_places": ("out-of-range", "an amount has at most two decimals", ""),
}

FORMS = {
    SLUG.pattern: "use small letters, digits and dashes, as in the names of files",
    URL.pattern: "begin with https://",
}
"""The way out of a wrong form, where there is a better one than the schema."""

REFUSED: dict[str, tuple[str, str]] = {
    "country code": ("not-a-country", ""),
    "goes before": ("date-order", "change one of the two days"),
    "before it": ("date-order", "change one of the two days"),
    "after the visit": ("closes-late", "choose a day before the visit"),
    "in order": ("date-order", "sort them"),
    "calendar": ("bad-date", "look at the day and the month"),
    "write a day": ("bad-date", "put the year first"),
    "English": ("missing-english", ""),
    "e-mail address": ("bad-email", ""),
    "time zone": ("unknown-time-zone", ""),
    "amount in euros": ("bad-amount", "leave EUR and € out"),
    "above the maximum": ("above-maximum", "lower it, or raise maximum_eur"),
    "these parameters": ("wrong-parameters", "write just these"),
    "stands twice": ("listed-twice", "take one out"),
    "host, or words": ("empty-stop", "write host: and its short name, or words: and a text"),
}
"""What the models' own words say, its code, and the way out when the words give none."""


def mistakes(fault: ValidationError, model: type[BaseModel], tree: Tree) -> Iterator[Mistake]:
    """Give one mistake for each place that the model refuses.

    A union refuses a value once for each of its forms; the first says enough.
    """
    told: set[Path] = set()
    for error in fault.errors(include_url=False):
        path = _path(error["loc"], tree)
        whole = (*path, error["loc"][-1]) if error["type"] == "missing" else path
        # A list whose entries are all refused counts as empty too; that says nothing new.
        refused_before = error["type"] == "too_short" and error["input"]
        if whole not in told and not refused_before:
            told.add(whole)
            yield _mistake(error, path, model, tree)


def _path(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """Walk the parts of pydantic's place that are in the file; names of types are not."""
    path: Path = ()
    for part in loc:
        if (*path, part) in tree.values_at:
            path = (*path, part)
    return path


def _mistake(error: ErrorDetails, path: Path, model: type[BaseModel], tree: Tree) -> Mistake:
    kind, last = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        place = tree.keys_at.get(path, tree.place(path))
        known = sorted(_fields_at(model, error["loc"][:-1]))
        return Mistake(place, "unknown-key", f'"{last}" is not a key here', suggestion(last, known))
    if kind == "missing":
        return Mistake(tree.place(path), "missing-key", f'"{last}" is missing', "add it")
    if kind == "enum":
        known = [word.strip("'") for word in str(error["ctx"]["expected"]).split(", ")]
        known = [part.strip("'") for word in known for part in word.split("' or '")]
        said = str(error["input"])
        return Mistake(
            tree.place(path), "unknown-word", f'"{said}" is not known here', suggestion(said, known)
        )
    if kind == "value_error" and "error" in error["ctx"]:
        return _refused(str(error["ctx"]["error"]), path, tree)
    code, message, hint = WORDS.get(kind, ("wrong-value", error["msg"], ""))
    better = FORMS.get(error.get("ctx", {}).get("pattern", ""))
    return Mistake(tree.place(path), code, message, better or hint)


def _refused(words: str, path: Path, tree: Tree) -> Mistake:
    found = (known for sign, known in REFUSED.items() if sign in words)
    code, way_out = next(found, ("wrong-value", ""))
    message, _, hint = words.partition("; ")
    if code == "not-a-country":
        hint = _country_named(message.split('"')[1]) or hint
    return Mistake(tree.place(path), code, message, hint or way_out)


def _country_named(name: str) -> str:
    """Say which code belongs to an English name; nothing when it is none."""
    from babel import Locale  # a reader without mistakes does without it

    territories = Locale("en").territories.items()
    codes = {words.casefold(): code for code, words in territories if code in ISO_3166}
    close = closest(name.casefold(), codes, cutoff=0.8)
    return f'did you mean "{codes[close]}"?' if close else ""


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    """Collect the keys that the models at a place know."""
    models = {model}
    for part in loc:
        found = {
            inner
            for each in models
            for name, info in each.model_fields.items()
            if part in (name, info.alias)
            for inner in _models_in(info.annotation)
        }
        models = found or models
    names = {info.alias or name for each in models for name, info in each.model_fields.items()}
    return names - {"slug"}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, tuple, dict) or get_args(annotation):
        for inner in get_args(annotation):
            yield from _models_in(inner)

"""Text in one or several languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .content import Words
from .languages import ENGLISH as ENGLISH

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$"), Field(examples=["en"])]


class Said(NamedTuple):
    """Words, and the language that they are really in."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Text:
    """A string in English, or a mapping from language to string: `{en: Visit, cs: Návštěva}`.

    Not a pydantic model: a record has a dozen of them, and as models they would make up most of
    the memory of a large programme.
    """

    root: str | dict[str, str]

    def say(self, language: str = ENGLISH) -> Said:
        """Give the words in that language, or in English when they are not translated."""
        if isinstance(self.root, str):
            return Said(self.root, ENGLISH)
        if language in self.root:
            return Said(self.root[language], language)
        return Said(self.root[ENGLISH], ENGLISH)

    def words(self, language: str = ENGLISH) -> str:
        """Give the words alone, whatever language they are really in."""
        root = self.root
        return root if isinstance(root, str) else root.get(language) or root[ENGLISH]

    def languages(self) -> frozenset[str]:
        """Give the languages in which it is written."""
        return frozenset({ENGLISH} if isinstance(self.root, str) else self.root)

    def __str__(self) -> str:
        return self.words()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic what may stand in the file, and that it is written back the same."""
        name = f"{cls.__module__}.{cls.__qualname__}:1"
        told = core_schema.definition_reference_schema(name)
        try:
            handler.resolve_ref_schema(told)
        except LookupError:
            pass  # the first text of this model
        else:
            return told
        written = handler.generate_schema(Words | dict[Language, Words])
        return core_schema.no_info_wrap_validator_function(
            _checked,
            written,
            ref=name,
            serialization=core_schema.plain_serializer_function_ser_schema(attrgetter("root")),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe it to editors' YAML tools."""
        reference = handler(schema)
        words = (cls.__doc__ or "").partition("\n")[0]
        handler.resolve_ref_schema(reference).update(title=cls.__name__, description=words)
        return reference


def _checked(value: Any, read: Callable[[Any], Any]) -> Text:
    if isinstance(value, Text):
        return value
    # Words with nothing to strip, as nearly all are, need not be read by pydantic.
    root = value if value.__class__ is str and value and value.strip() == value else read(value)
    if isinstance(root, dict) and ENGLISH not in root:
        raise ValueError("English (en) is missing; it is shown where a translation is not there")
    return _short(root) if isinstance(root, str) and len(root) <= SHORT else Text(root)


SHORT = 40


@lru_cache(maxsize=2048)
def _short(words: str) -> Text:
    """Make a text once for all records that say the same, like a technology or a town."""
    return Text(words)

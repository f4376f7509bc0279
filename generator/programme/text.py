"""Text in one or several languages."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import RootModel, StringConstraints, model_validator

from .content import Words

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
ENGLISH = "en"


class Said(NamedTuple):
    """Words, and the language that they are really in."""

    words: str
    language: str


class Text(RootModel[Words | dict[Language, Words]]):
    """A string in English, or a mapping from language to string: `{en: Visit, cs: Návštěva}`."""

    model_config = {"frozen": True}

    @model_validator(mode="after")
    def _has_english(self) -> Text:
        if isinstance(self.root, dict) and ENGLISH not in self.root:
            raise ValueError(
                "English (en) is missing; it is shown where a translation is not there"
            )
        return self

    def say(self, language: str = ENGLISH) -> Said:
        """Give the words in that language, or in English when they are not translated."""
        if isinstance(self.root, str):
            return Said(self.root, ENGLISH)
        if language in self.root:
            return Said(self.root[language], language)
        return Said(self.root[ENGLISH], ENGLISH)

    def languages(self) -> frozenset[str]:
        """Give the languages in which it is written."""
        return frozenset({ENGLISH} if isinstance(self.root, str) else self.root)

    def __str__(self) -> str:
        return self.say().words

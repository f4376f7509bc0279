"""The fixed texts of pages and forms, in one catalogue per language.

English is written in the templates and is the key; `locale/LANG.po` holds the others, read as
it is, so there is no compiled file to forget.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


class Texts:
    """Says a fixed text in one language; in English where it is not translated."""

    def __init__(self, language: str, known: dict[str, str] | None = None) -> None:
        self.language = language
        self.known = known or {}

    def __call__(self, message: str, /, **fields: object) -> str:
        """Give the text, with `%(name)s` replaced by the fields."""
        said = self.known.get(message) or message
        return said % fields if fields else said


@lru_cache
def texts(language: str) -> Texts:
    """Give the catalogue of a language, read once."""
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return Texts(language)
    from babel.messages.pofile import read_po  # an English site needs none

    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return Texts(language, {str(m.id): str(m.string) for m in catalogue if m.id and m.string})

"""A document that people may need to read."""

from .content import Day, Shown, Url, Words
from .text import Language, Text


class Document(Shown):
    """Terms of reference, Quality manual, User guidelines: a file, a link, or a note why not."""

    title: Text
    summary: Text
    version: Words | None = None
    issued_on: Day | None = None
    language: Language = "en"
    file: Words | None = None
    """A file under content/files/."""
    link: Url | None = None
    note: Text | None = None
    """Shown when the text is not at hand: why, and whom to ask."""

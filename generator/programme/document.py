"""A document that people may need to read."""

from .content import Day, Shown, Url, Words
from .text import Language, Text


class Document(Shown):
    """Terms of reference, Quality manual, User guidelines: a file, a link, or a note why not."""

    title: Text
    """What the document is called."""
    summary: Text
    """What stands in it, in a sentence."""
    version: Words | None = None
    """Its version, in quotation marks when it is a number."""
    issued_on: Day | None = None
    """The day on which it was issued."""
    language: Language = "en"
    """The language of the document itself, two letters."""
    file: Words | None = None
    """A file under content/files/."""
    link: Url | None = None
    """Where it stands, when it is on another website."""
    note: Text | None = None
    """Shown when the text is not at hand: why, and whom to ask."""

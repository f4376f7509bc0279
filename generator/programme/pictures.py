"""Photos and logos that editors put in content/files."""

from pydantic import Field

from .content import Part, Words
from .text import Text


class Picture(Part):
    """A picture, with words for people who cannot see it."""

    file: Words = Field(examples=["looms.jpg"])
    """Its file under content/files/: JPEG, PNG, WebP, AVIF or SVG."""
    alt: Text = Field(examples=["Two people at a loom"])
    """What it shows, in a few words."""
    credit: Words | None = None
    """Who made it; shown under it."""

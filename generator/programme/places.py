"""Where something is."""

from __future__ import annotations

from pydantic import Field

from .content import Degrees, Part
from .text import Text


class Place(Part):
    """A town with its coordinates in degrees (WGS 84)."""

    name: Text = Field(examples=["Liberec"])
    """The town."""
    latitude: Degrees = Field(ge=-90, le=90)
    """Degrees north of the equator, for example 50.7663."""
    longitude: Degrees = Field(ge=-180, le=180)
    """Degrees east of Greenwich, for example 15.0543; west is negative."""

"""Where something is."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from pydantic import Field

from .content import Degrees, Part
from .text import Text

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


class Place(Part):
    """A town with its coordinates in degrees (WGS 84)."""

    name: Text = Field(examples=["Liberec"])
    """The town."""
    latitude: Degrees = Field(ge=-90, le=90)
    """Degrees north of the equator, for example 50.7663."""
    longitude: Degrees = Field(ge=-180, le=180)
    """Degrees east of Greenwich, for example 15.0543; west is negative."""


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat = sin((lat_b - lat_a) / 2)
    half_lon = sin(radians(b.longitude - a.longitude) / 2)
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_lat**2 + cos(lat_a) * cos(lat_b) * half_lon**2))

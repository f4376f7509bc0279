"""What is known about a wish to go, and what a rule may do about it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from .content import Flag, Part, Whole
from .countries import Country
from .vocabularies import Membership, OrganisationType


class Effect(StrEnum):
    """What a rule does to the answer or to the amount."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    HALVES = "halves"
    ZERO = "zero"
    SETS = "sets"
    OVERRIDDEN = "overridden"
    """It fails, and the office has let it pass, with a reason."""


class Facts(Part):
    """What is known about a wish to go. None means: not known, a person must check."""

    seat: Country
    """Country in which the organisation is registered, or where the person is based."""
    to: Country | None
    """Country of the host; None while no host is chosen: then rules about it say nothing."""
    host: Flag = True
    """A host is chosen, so that a distance can be known."""
    visitor_type: OrganisationType
    days: Whole
    """Working days of the stay, travel not counted."""
    first_on: date | None = None
    last_on: date | None = None
    """The days of the stay, when they are known; then "one month" is counted exactly."""
    consecutive: Flag | None = True
    near: Flag | None = False
    """Less than 200 km between the place of work and the visit's main place."""
    online: Flag = False
    visited_before: Flag | None = False
    cluster: Membership = Membership.PARTNER
    small_enough: Flag | None = True
    """The SME declares its size, its group counted in."""
    residence: Flag | None = True
    """Every traveller is a citizen of a COSME country or has lived there for 183 days."""

"""A call: the time in which candidatures are taken, and what applies to them."""

from datetime import date

from pydantic import ValidationInfo, field_validator

from .content import Content, Day, Euro, Slug
from .text import Text


class Call(Content):
    """A period for candidatures with the rules and the table of lump sums that apply."""

    title: Text
    """The name of the call."""
    opens_on: Day
    """The first day on which candidatures are taken."""
    closes_on: Day
    """The last day on which candidatures are taken, to its end."""
    budget_eur: Euro | None = None
    """What can be paid in this call, in euros; leave it out when there is no limit."""
    rules: Slug
    """The rule pack that applies, by the name of its file."""
    lump_sums: Slug
    """The table of lump sums that applies, by the name of its file."""

    @field_validator("closes_on")
    @classmethod
    def _in_order(cls, closes_on: date, info: ValidationInfo) -> date:
        if info.data.get("opens_on") and closes_on < info.data["opens_on"]:
            raise ValueError(f"it closes before it opens ({info.data['opens_on']})")
        return closes_on

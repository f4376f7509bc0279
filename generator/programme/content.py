"""The base of every record, and the scalar types that YAML cannot bend.

Pydantic's lax mode takes 3 for a date and "yes" for True; an editor's slip would then pass
unseen. The types here accept only what an editor means.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z0-9-]{1,63}\.)+[a-z]{2,63}", re.I | re.A)
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
URL = re.compile(r"^https?://[^\s<>\"]+$")


def _iso_day(value: object) -> object:
    if type(value) is date:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as fault:
            raise ValueError(f"{value} is not in the calendar ({fault})") from fault
    raise ValueError("write a day as year-month-day, like 2021-09-20")


def _euro(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            return Decimal(value)
        except InvalidOperation:
            pass
    raise ValueError("write an amount in euros as a number, like 610 or 304.50")


def _mailbox(value: object) -> object:
    # Not pydantic's EmailStr: its library costs a build more time than reading a hundred records.
    if isinstance(value, str) and MAILBOX.fullmatch(value):
        return value
    raise ValueError("this is not an e-mail address; write it like office@example.org")


Day = Annotated[
    date,
    BeforeValidator(_iso_day),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "pattern": r"^\d{4}-\d{2}-\d{2}$",
            "examples": ["2021-09-20"],
        }
    ),
]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
Degrees = Annotated[float, Strict()]
Euro = Annotated[Decimal, BeforeValidator(_euro), Field(ge=0, decimal_places=2, examples=[610])]
Mailbox = Annotated[
    str,
    BeforeValidator(_mailbox),
    WithJsonSchema({"type": "string", "format": "email", "examples": ["office@example.org"]}),
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=SLUG.pattern), Field(examples=["northern-bohemia"])]
Url = Annotated[
    str,
    StringConstraints(pattern=URL.pattern),
    Field(examples=["https://www.elmarco.com/"]),
]
Colour = Annotated[
    str,
    StringConstraints(pattern=r"^#(?:[0-9a-fA-F]{3}){1,2}$"),
    Field(examples=["#26357f"]),
]


class Part(BaseModel):
    """A piece of a record. Frozen; an unknown key is a mistake."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,  # most models are only ever read inside another
    )


class Source(Part):
    """Where a fact comes from."""

    title: Words
    """What the source is called."""
    url: Url | None = None
    """Where it can be read."""


class Weave(Part):
    """The cloth of a record, when the editor wants to choose it."""

    draft: Words
    """The weaving draft, for example herringbone, diamond, twill."""
    warp: tuple[Words, ...] = ()
    """Colours of the warp threads, by the names of the dyes."""
    weft: tuple[Words, ...] = ()
    """Colours of the weft threads."""


class Content(Part):
    """A record that an editor writes in a file of its own; the file's name is its slug."""

    slug: Slug
    """The name in links. It comes from the name of the file."""
    examples: tuple[Words, ...] = ()
    """Fields whose value is made up for the example; shown with the word "example"."""
    sources: tuple[Source, ...] = ()
    """Where the facts of this record come from."""

    def is_example(self, field: str) -> bool:
        """Say whether the field's value is made up for the example programme."""
        return field in self.examples


class Shown(Content):
    """A record with a place on the site, which can come and go by itself."""

    publish_on: Day | None = None
    """First day on which the public sees it; without it, at once."""
    expires_on: Day | None = None
    """Last day on which the public sees it; without it, it stays."""

    @field_validator("expires_on")
    @classmethod
    def _goes_after_it_comes(cls, expires_on: date | None, info: ValidationInfo) -> date | None:
        publish_on = info.data.get("publish_on")
        if expires_on and publish_on and expires_on < publish_on:
            raise ValueError(f"it goes before it comes ({publish_on})")
        return expires_on

    def has_come(self, today: date) -> bool:
        """Say whether it was ever public by that day."""
        return self.publish_on is None or self.publish_on <= today

    def is_public(self, today: date) -> bool:
        """Say whether the public sees it on that day."""
        return self.has_come(today) and (self.expires_on is None or today <= self.expires_on)

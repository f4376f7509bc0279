"""The settings of the website: site_config.yml. Never a secret."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from .content import Colour, Day, Part, Url, Words
from .text import Language, Text


class SiteConfig(Part):
    """Title, look, languages, time zone, the public address, and the day shown."""

    title: Words
    """The name of the website."""
    tagline: Text
    """A few words beside the name."""
    public_url: Url
    """The address under which people reach the site; links in mails are made from it."""
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1)
    """English first, then the others that the site is shown in."""
    time_zone: Words = Field(examples=["Europe/Rome"])
    """The programme's time zone; a deadline ends at its midnight."""
    today: Day | None = None
    """Shows the site as of this day. Only for an example programme."""
    dyes: dict[Words, Colour] = Field(default_factory=dict)
    """Colours that replace the built-in ones, by name of the dye."""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as fault:  # a folder, or far too long
            raise ValueError("not a time zone; write it like Europe/Rome") from fault
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.time_zone)

    def today_at(self, now: datetime) -> date:
        """Give the programme date: the day in the programme's time zone, or the day shown.

        `now` is a real instant, aware of its zone.
        """
        return self.today or now.astimezone(self.zone).date()

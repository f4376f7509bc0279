"""The options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from generator.programme.countries import country
from generator.programme.errors import UnknownCountry

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default="content",
    show_default=True,
    help="The folder that editors write in.",
)
site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default="var/site",
    show_default=True,
    help="Where the public pages go; the form service's half stands beside it.",
)


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    envvar="XCHANGE_TODAY",
    show_envvar=True,
    metavar="DATE",
    help="Show the programme as of this day, like 2021-06-15.",
)


class CountryCode(click.ParamType[str]):
    """A country by its ISO 3166 code; XK and EL are known too."""

    name = "country"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the stored code, or refuse the word as wrong usage."""
        try:
            return country(value)
        except UnknownCountry as fault:
            self.fail(str(fault), param, ctx)

"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

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

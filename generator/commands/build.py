"""xchange build: YAML becomes the website."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.commands.options import content_option, site_option, today_option


@click.command(epilog="Example: xchange build --site var/site")
@content_option
@site_option
@today_option
@click.option("--clean", is_flag=True, help="Use nothing that an earlier build has kept.")
def build(content: Path, site: Path, today: date | None, clean: bool) -> None:
    """Build the website; a build that fails changes nothing."""
    from generator.site.build import build as build_site

    done = build_site(content, site, today, clean=clean)
    for line in done.lines(site):
        click.echo(line, err=True)

"""xchange build: YAML becomes the website."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.commands.options import content_option, site_option, today_option
from generator.site.build import build as build_site


@click.command(epilog="Example: xchange build --site var/site")
@content_option
@site_option
@today_option
def build(content: Path, site: Path, today: date | None) -> None:
    """Build the website; a build that fails changes nothing."""
    done = build_site(content, site, today)
    click.echo(
        f"Version {done.version} in {site}: {done.written} files written, "
        f"{done.unchanged} unchanged, {done.removed} removed.",
        err=True,
    )

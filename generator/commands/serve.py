"""xchange serve: the editor's preview."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.commands.options import content_option, site_option, today_option
from generator.preview import serve as serve_preview


@click.command(epilog="Example: xchange serve --port 8001")
@content_option
@site_option
@today_option
@click.option("--port", type=int, envvar="PORT", default=8000, show_default=True)
def serve(content: Path, site: Path, today: date | None, port: int) -> None:
    """Show the website on this machine and reload it at every change."""
    serve_preview(content, site, port, today)

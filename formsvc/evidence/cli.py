"""`xchange evidence`: are the kept files whole, and does any belong to nothing?"""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from formsvc import clock
from formsvc.evidence import upkeep
from formsvc.evidence.files import Files
from formsvc.evidence.sweep import GRACE_SECONDS

as_json = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.group()
def evidence() -> None:
    """Kept files: read all of them again, or remove those that belong to nothing."""


@evidence.command(epilog="Example: xchange evidence verify --format json")
@as_json
@with_appcontext
def verify(form: str) -> None:
    """Read every kept file again, and say which are missing or have changed (exit code 1).

    The copies that we have drawn are looked for too.
    """
    faults = list(upkeep.verify(_files()))
    if form == "json":
        click.echo(json.dumps([fault.as_dict() for fault in faults], ensure_ascii=False))
    for fault in faults if form == "text" else ():
        click.echo(f"{fault.reference}  {fault.why}  {fault.name}")
    if faults:
        click.echo(f"{len(faults)} faults: files that are not what was received.", err=True)
        raise SystemExit(1)
    click.echo("Every file is what was received.", err=True)


@evidence.command(epilog="Example: xchange evidence sweep --grace 3600")
@click.option(
    "--grace",
    type=click.IntRange(min=0),
    default=GRACE_SECONDS,
    show_default=True,
    help="Seconds that a file without a row is left alone. 0 only while the service stands still.",
)
@as_json
@with_appcontext
def sweep(grace: int, form: str) -> None:
    """Remove files that no case names: what a crash left behind, and what nobody sent to its end."""
    gone = upkeep.sweep_now(_files(), now=clock.now(), grace_seconds=grace)
    rows = [{"name": one.name, "bytes": one.size} for one in gone]
    if form == "json":
        click.echo(json.dumps(rows))
    for row in rows if form == "text" else ():
        click.echo(f"{row['name']}  {row['bytes']} bytes")
    click.echo(f"{len(rows)} files removed.", err=True)


def _files() -> Files:
    files: Files = current_app.extensions["xchange_files"]
    return files

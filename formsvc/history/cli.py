"""`xchange audit`: is the history of every case whole?"""

from __future__ import annotations

import json
from collections import Counter

import click
from flask.cli import with_appcontext

from formsvc.history.verify import Found, Verdict
from formsvc.history.verify import verify as verified


@click.group()
def audit() -> None:
    """The history: is it whole?"""


@audit.command(epilog="Example: xchange audit verify --case X-7K4P-2M")
@click.option("--case", "reference", help="Only the case with this reference.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def verify(reference: str | None, form: str) -> None:
    """Compute every chain of events and every daily anchor again (exit code 1: one is broken).

    Says of each case: whole, payload purged on a day, or broken at an event.
    """
    count: Counter[Verdict] = Counter()
    for found in verified(reference):
        count[found.verdict] += 1
        _show(found, form, always=reference is not None)
    if not count and reference:
        raise click.ClickException(f"there is no history of {reference}")
    words = ", ".join(f"{count[verdict]} {verdict.value}" for verdict in Verdict)
    click.echo(f"{words}.", err=True)
    if count[Verdict.BROKEN]:
        raise SystemExit(1)


def _show(found: Found, form: str, *, always: bool) -> None:
    """Print one line: all of them as JSON, else only what is not whole."""
    if form == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    elif always or found.verdict is not Verdict.WHOLE:
        click.echo(str(found))

"""`xchange audit`: is the history of every case whole?"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.history import alone
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


@audit.command(epilog="Example: xchange audit exceptions --format json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def exceptions(form: str) -> None:
    """List what one person has decided or overridden and released alone, with the reason given."""
    names = {person.id: person.name for person in db.session.scalars(select(Person))}
    count = 0
    for count, each in enumerate(alone.all_alone(), start=1):  # noqa: B007 - counted for the end
        who = names.get(each.actor, f"No. {each.actor}")
        if form == "json":
            row = {**asdict(each), "on": each.on.isoformat(), "actor": who}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            why = f": {each.why}" if each.why else " (no reason was asked for)"
            click.echo(f"{each.reference} {each.on} {each.move} by {who}, who did {each.did}{why}")
    click.echo(f"{count} released alone.", err=True)


def _show(found: Found, form: str, *, always: bool) -> None:
    """Print one line: all of them as JSON, else only what is not whole."""
    if form == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    elif always or found.verdict is not Verdict.WHOLE:
        click.echo(str(found))

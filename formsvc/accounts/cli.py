"""`xchange staff`: make members of staff and give them passwords."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from formsvc import db
from generator.programme.errors import ProgrammeError

from . import actions
from .passwords import made_up


@click.group()
def staff() -> None:
    """Members of staff: add one, or give one a new password."""


@staff.command(epilog="Example: xchange staff add jana --role coordinator")
@click.argument("name")
@click.option("--role", type=click.Choice(actions.ROLES), required=True)
@click.option("--cluster", help="Slug of the partner cluster of an officer.")
@with_appcontext
def add(name: str, role: str, cluster: str | None) -> None:
    """Add the member of staff NAME and print the password once."""
    password = made_up()
    try:
        with db.unit_of_work():
            actions.add(db.session(), name, role=role, password=password, cluster=cluster)
    except ProgrammeError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{name}  {password}")


@staff.command(epilog="Example: xchange staff password jana")
@click.argument("name")
@with_appcontext
def password(name: str) -> None:
    """Give NAME a new password, print it once, end every session of NAME."""
    new = made_up()
    try:
        with db.unit_of_work():
            actions.change_password(db.session(), name, new)
    except ProgrammeError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{name}  {new}")


def ensure_example_staff() -> None:
    """Make the example staff (development only) and print each password once."""
    with db.unit_of_work():
        made = actions.ensure_examples(db.session())
    for name, new in made.items():
        click.echo(f"Example staff: {name}  {new}")

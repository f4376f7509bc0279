"""`xchange staff`: make members of staff, list them, disable one, give one a new password."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import with_appcontext

from formsvc import clock, db
from formsvc.snapshot import current_programme
from generator.programme.errors import ProgrammeError

from . import actions, log, queries
from .models import Person
from .passwords import made_up
from .roles import ROLES, require_known


@click.group()
def staff() -> None:
    """Members of staff: add or invite one, list them, disable one, give a new password."""


@staff.command(
    epilog="Example: xchange staff add eva --role officer --cluster clutex --email eva@example.org"
)
@click.argument("name")
@click.option("--role", "roles", type=click.Choice([role.value for role in ROLES]), required=True, multiple=True,
              help="Repeat it for several roles.")  # fmt: skip
@click.option("--cluster", "clusters", multiple=True,
              help="Slug of a partner cluster whose cases an officer has; repeat it for several.")  # fmt: skip
@click.option("--email", help="Where an invitation goes; without it the password is printed.")
@with_appcontext
def add(name: str, roles: tuple[str, ...], clusters: tuple[str, ...], email: str | None) -> None:
    """Add the member of staff NAME: mail an invitation, or print the password once."""
    with _refusals():
        if email:
            with db.unit_of_work():
                actions.invite(
                    name, current_programme(), email=email, roles=roles, clusters=clusters,
                    by=None, reason="", when=clock.moment(),
                )  # fmt: skip
            click.echo(f"{name}  invited: a mail goes to {email}")
            return
        password = made_up()
        with db.unit_of_work():
            if clusters:
                require_known(clusters, current_programme())
            person = actions.add(
                db.session(), name, roles=roles, password=password, clusters=clusters
            )
            log.note("made", person, by=None, at=clock.now())
        click.echo(f"{name}  {password}")


@staff.command("list", epilog="Example: xchange staff list --format json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def everybody(form: str) -> None:
    """List the members of staff with roles, clusters and state."""
    rows = [_row(person) for person in queries.everybody()]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        of = f"({', '.join(row['clusters'])})" if row["clusters"] else ""
        line = [row["name"], row["state"], ", ".join(row["roles"]), of, row["email"]]
        click.echo("  ".join(part for part in line if part))


@staff.command(epilog='Example: xchange staff disable eva --reason "left on 30 June"')
@click.argument("name")
@click.option("--reason", default="", help="Why, for the staff log.")
@with_appcontext
def disable(name: str, reason: str) -> None:
    """Let NAME in no more, and end every session of NAME at once."""
    with _refusals(), db.unit_of_work():
        person = actions.existing(db.session(), name)
        actions.disable(person, by=None, reason=reason, at=clock.now())
    click.echo(f"{name}  disabled")


@staff.command(epilog="Example: xchange staff password jana --lost-factor")
@click.argument("name")
@click.option("--lost-factor", is_flag=True,
              help="Also forget code app, passkeys and recovery codes, after they were lost.")  # fmt: skip
@with_appcontext
def password(name: str, lost_factor: bool) -> None:
    """Give NAME a new password, print it once, end every session of NAME."""
    new = made_up()
    with _refusals(), db.unit_of_work():
        person = actions.give_password(db.session(), name, new, at=clock.now())
        if lost_factor:
            actions.forget_second_factor(person, by=None, reason="", at=clock.now())
    click.echo(f"{name}  {new}")


def ensure_example_staff() -> None:
    """Make the example staff (development only) and print each password once."""
    clusters = [each.slug for each in current_programme().clusters]
    with db.unit_of_work():
        made = actions.ensure_examples(db.session(), clusters)
    for name, new in made.items():
        click.echo(f"Example staff: {name}  {new}  ({actions.EXAMPLES[name]})")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ProgrammeError as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _row(person: Person) -> dict[str, Any]:
    invited = "invited" if person.invited else "active"
    return {
        "name": person.name,
        "state": invited if person.active else "disabled",
        "roles": person.role_names,
        "clusters": person.clusters,
        "email": person.email,
    }

"""`xchange visits`: whom a changed visit touches."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from formsvc import clock
from formsvc.accounts.models import Person, Role
from formsvc.office.queries import visible_cases
from formsvc.office.queue.listing import Row, as_text
from formsvc.snapshot import current_programme
from formsvc.visit_changes.queries import Affected, affected


@click.group()
def visits() -> None:
    """Visits: whom a change touches."""


@visits.command(epilog="Example: xchange visits changed --json")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of a table.")
@with_appcontext
def changed(as_json: bool) -> None:
    """List the cases whose visit was moved, postponed, put online or cancelled after they were sent."""
    coordinator = Person(roles=[Role(name="coordinator")])
    found = affected(visible_cases(coordinator), current_programme(), clock.today())
    rows = [_row(each) for each in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        click.echo(as_text(rows) if rows else "No visit changed for a case.")


def _row(each: Affected) -> Row:
    change, choice = each.change or each.choice, each.choice
    asked = choice and not each.must_be_asked
    return {
        "visit": each.visit.slug,
        "change": change.kind.value if change else None,
        "reference": each.case.reference,
        "organisation": each.case.organisation,
        "state": each.case.state.value,
        "was": _days(change.was_first_on, change.was_last_on) if change else None,
        "now": _days(each.change.first_on, each.change.last_on) if each.change else None,
        "asked_on": choice.asked_on.isoformat() if choice and asked else None,
        "answer": choice.answer.value if choice and asked and choice.answer else None,
    }


def _days(first_on: object, last_on: object) -> str | None:
    return f"{first_on}/{last_on}" if first_on else None

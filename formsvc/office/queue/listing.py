"""The queue on the command line, for scripts and for a look at a server without a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from formsvc import db
from formsvc.accounts.models import Person, Role
from formsvc.candidatures.models import Case
from formsvc.office.queries import visible_cases

Row = Mapping[str, str | None]


def rows() -> list[Row]:
    """Give every confirmed case as plain values, by due date and number; the undated ones last.

    Whoever has the command line of the server sees what the coordinator sees.
    """
    coordinator = Person(roles=[Role(name="coordinator")])
    order = (Case.due_on.is_(None), Case.due_on, Case.id)
    return [_row(case) for case in db.session.scalars(visible_cases(coordinator).order_by(*order))]


def _row(case: Case) -> Row:
    return {
        "reference": case.reference,
        "kind": case.kind,
        "state": case.state.value,
        "waits_for": case.waits_for,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "route": case.route.value,
        "visit": case.visit,
        "organisation": case.organisation,
        "cluster": case.cluster,
    }


def as_json(found: Sequence[Row]) -> str:
    """Write the rows as one line."""
    return json.dumps(found, ensure_ascii=False)


def as_text(found: Sequence[Row]) -> str:
    """Write the rows as a table."""
    if not found:
        return "No case is in the queue."
    heads = [name.replace("_", " ") for name in found[0]]
    table = [heads, *([value or "-" for value in row.values()] for row in found)]
    widths = [max(len(line[column]) for line in table) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    )

"""Take a case out: a page to print with its files, and its history as page, JSON and CSV."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from formsvc import clock
from formsvc.office.case import pages
from formsvc.office.case.records import records_of
from formsvc.office.queue.way import came_from
from formsvc.office.views import bp, find, for_me, me


@bp.get("/cases/<reference>/print")
def sheet(reference: str) -> str:
    """Everything about one case on paper; the pictures of its files count as opened."""
    page = pages.case_page(find(reference), me(), came_from())
    return render_template("office/sheet.html", page=page, at=clock.now())


@bp.get("/cases/<reference>/history")
def history(reference: str) -> str:
    """The history of one case with its hashes; of an erased one what is left."""
    return render_template(
        "office/history.html", records=records_of(for_me(reference)), at=clock.now()
    )


@bp.get("/cases/<reference>/history.json")
def history_json(reference: str) -> ResponseReturnValue:
    """The history as JSON, from which every hash can be computed again."""
    records = records_of(for_me(reference))
    return _saved(records.as_json(), f"{reference}-history.json", "application/json")


@bp.get("/cases/<reference>/history.csv")
def history_csv(reference: str) -> ResponseReturnValue:
    """The history as a table for a spreadsheet."""
    records = records_of(for_me(reference))
    return _saved(records.as_csv(), f"{reference}-history.csv", "text/csv; charset=utf-8")


def _saved(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer

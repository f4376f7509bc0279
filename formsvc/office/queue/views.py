"""The queue: the list of cases, its keys, and the list as a file."""

from __future__ import annotations

from flask import (
    Response,
    abort,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.accounts import log
from formsvc.accounts.actions import switch_single_keys
from formsvc.forms import ButtonForm
from formsvc.office.queue import exports, pages
from formsvc.office.queue.chosen import Chosen, NotInTheQueue, read
from formsvc.office.queue.listed import all_cases
from formsvc.office.queue.paging import ORDERS
from formsvc.office.views import bp, me
from formsvc.snapshot import current_programme


@bp.get("/")
def queue() -> str:
    """What waits for me, and the other views; everything that is chosen stands in the link."""
    page = pages.queue_page(me(), chosen())
    return render_template("office/queue.html", page=page, orders=ORDERS)


@bp.get("/cases.csv")
def as_csv() -> Response:
    """The whole list of a choice as CSV, sent row by row."""
    cases = all_cases(me(), _noted("CSV"))
    lines = stream_with_context(exports.csv_of(cases, current_programme()))
    answer = Response(lines, mimetype="text/csv")
    return _as_download(answer, "csv")


@bp.get("/cases.xlsx")
def as_xlsx() -> Response:
    """The whole list of a choice as a workbook of Excel, written to a file first."""
    cases = all_cases(me(), _noted("Excel"))
    file = exports.xlsx_of(cases, current_programme())
    return _as_download(Response(exports.pieces_of(file), mimetype=exports.XLSX), "xlsx")


def _noted(form: str) -> Chosen:
    """Read the choice, and leave a line in the staff log before anything is sent."""
    choice = chosen()
    with db.unit_of_work():
        log.note(
            f"took the list of cases as {form}", me(), by=me(), at=clock.now(), detail=choice.at("")
        )
    return choice


def _as_download(answer: Response, extension: str) -> Response:
    name = f"cases-{clock.today().isoformat()}.{extension}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/keys")
def keys() -> str:
    """The keys, and the switch for them; a page for whoever has no script."""
    return render_template("office/keys.html", stale=None)


@bp.post("/keys")
def switch_keys() -> ResponseReturnValue:
    """Switch single keys on or off for oneself; a reader may do that too."""
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("office/keys.html", stale=form.stale), form.refused_as
    with db.unit_of_work():
        switch_single_keys(me(), on=request.form.get("single_keys") == "on")
    return redirect(url_for("office.keys"))


def chosen() -> Chosen:
    """Read what the link chooses; 404 for what there is not."""
    try:
        return read(request.args, me(), current_programme())
    except NotInTheQueue:
        abort(404)

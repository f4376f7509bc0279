"""The company turns down what the office has prepared."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.assisted import actions
from formsvc.assisted.forms import TurnDownForm
from formsvc.assisted.queries import preparation_of
from formsvc.candidatures.queries import locked
from formsvc.links import opened

bp = Blueprint("assisted", __name__, template_folder="templates")


@bp.route("/candidature/<reference>/turn-down", methods=["GET", "POST"])
def turn_down(reference: str) -> ResponseReturnValue:
    """Say no, on a page of its own that says what follows."""
    case, form = opened.case_here(reference), TurnDownForm()
    if not case.is_draft or preparation_of(case) is None:
        abort(404)
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else form.refused_as
        return render_template("assisted/turn_down.html", case=case, form=form), status
    with db.unit_of_work():
        case = locked(case.id)
        preparation = preparation_of(case) or abort(404)
        actions.turn_down(case, preparation, reason=form.reason.data or "", when=clock.moment())
    return render_template("assisted/turned_down.html")

"""The applicant answers what the office has written."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures.queries import locked
from formsvc.candidatures.status import status_page
from formsvc.comments import actions, pages
from formsvc.comments.forms import ReplyForm
from formsvc.forms import ButtonForm
from formsvc.links import opened

bp = Blueprint("comments", __name__, template_folder="templates")


@bp.post("/case/<reference>/words")
def answer(reference: str) -> ResponseReturnValue:
    """Take the applicant's words in; they stay on the page when it needs another look."""
    case, form = opened.case_here(reference), ReplyForm()
    thread = pages.thread(case, form) or abort(404)
    if not form.validate_on_submit():
        page = status_page(case, thread=thread)
        shown = render_template("candidatures/status.html", page=page, form=ButtonForm())
        return shown, form.refused_as
    with db.unit_of_work():
        actions.answer(locked(case.id), words=form.words.data or "", when=clock.moment())
    return redirect(to("candidatures.status", reference=reference, _anchor="written"))

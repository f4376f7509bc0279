"""The office comments on a case, for itself or for the applicant."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from formsvc.comments import actions
from formsvc.comments.forms import CommentForm
from formsvc.comments.models import Audience
from formsvc.office.views import bp, do, do_with_form
from formsvc.snapshot import current_programme


@bp.route("/cases/<reference>/comment", methods=["GET", "POST"])
def comment(reference: str) -> ResponseReturnValue:
    """Say something about a case; it stays in the office unless somebody chooses otherwise."""
    form = CommentForm()
    if request.method == "GET":
        form.audience.data = Audience.OFFICE.value
    return do_with_form(
        reference, form, "office/comment.html",
        lambda case, by, when: actions.say(
            case, current_programme(), words=form.words.data or "",
            audience=Audience(form.audience.data), by=by, when=when,
        ),
    )  # fmt: skip


@bp.post("/cases/<reference>/seen")
def see(reference: str) -> ResponseReturnValue:
    """Say that what the applicant wrote is seen and needs no answer."""
    return do(reference, lambda case, by, when: actions.see(case, by=by, when=when))

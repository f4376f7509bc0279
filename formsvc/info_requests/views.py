"""The applicant answers what the office has asked."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.status import status_page
from formsvc.evidence import queries as evidence
from formsvc.forms import ButtonForm
from formsvc.info_requests import actions, pages, queries
from formsvc.info_requests.models import InfoRequest
from formsvc.info_requests.pages import Asked
from formsvc.info_requests.questions import changes, renewed
from formsvc.links import opened
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused

bp = Blueprint("info_requests", __name__, template_folder="templates")
OURS = {"csrf_token", "answer"}


@bp.post("/case/<reference>/answer/<int:number>")
def answer(reference: str, number: int) -> ResponseReturnValue:
    """Take the answer to one question; a second click finds it answered."""
    case = opened.case_here(reference)
    found = queries.request_of(case, number) or abort(404)
    if set(request.form) - OURS - set(found.fields):
        raise MoveRefused("cannot change an answer that was not asked about")
    asked = pages.answered(case, found, request.form)
    holds = asked.form.validate_on_submit()
    if found.answered_at:
        return redirect(to("candidatures.status", reference=reference))
    if not _is_open(case, found):
        return _too_late(case, asked)
    if asked.errors or not holds or _lacks(case, asked):
        page = status_page(case, asked=asked)
        status = asked.form.refused_as
        return render_template("candidatures/status.html", page=page, form=ButtonForm()), status
    if not _keep(case, asked):
        return _too_late(case, asked)
    return redirect(to("candidatures.status", reference=reference))


def _keep(case: Case, asked: Asked) -> bool:
    """Keep the answer; False when the office was faster and has taken the question back."""
    when = clock.moment()
    with db.unit_of_work():
        case = locked(case.id)
        found = queries.request_of(case, asked.request.id) or abort(404)
        if found.answered_at:
            return True
        if not _is_open(case, found):
            return False
        answers = renewed(case.sent_answers(), asked.questions)
        words = asked.form.answer.data or ""
        actions.answer(case, found, answers, current_programme(), words=words, when=when)
    return True


def _is_open(case: Case, found: InfoRequest) -> bool:
    now = queries.open_request(case)
    return now is not None and now.id == found.id and clock.today() <= found.due_on


def _lacks(case: Case, asked: Asked) -> bool:
    after = renewed(case.sent_answers(), asked.questions).model_dump(mode="json")
    changed = bool(changes(case.answers, after))
    came = bool(evidence.supporting_since(case, asked.request.asked_at))
    return asked.form.lacks(asked.request, changed=changed, file_came=came)


def _too_late(case: Case, asked: Asked) -> ResponseReturnValue:
    """Say that the question is over, what to do, and give back all that was typed."""
    return render_template("info_requests/too_late.html", case=case, asked=asked), 409

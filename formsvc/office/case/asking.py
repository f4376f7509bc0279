"""The office asks the applicant, takes a question back, and opens a closed case again."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import REOPEN, REQUEST_INFO
from formsvc.clock import Moment
from formsvc.info_requests import actions as info_requests
from formsvc.info_requests.questions import askable
from formsvc.moves import Actor, Role
from formsvc.office.case.happened import Happened
from formsvc.office.decisions import releasing
from formsvc.office.forms import AskForm, ReasonForm
from formsvc.office.views import act, bp, do, do_with_form, find, me
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused
from generator.programme.visit import Visit


@bp.route("/cases/<reference>/ask", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    """Write a question, and choose which answers open for it."""
    case, form = find(reference), AskForm()
    programme, today = current_programme(), clock.today()
    visit = programme.visit(case.visit or "")
    if visit is None and case.route is Route.VISIT:
        abort(404)
    steps = askable(case.answers, programme, visit, today)
    names = [field.short_name for _, fields in steps for field in fields]
    form.offer(names, today, programme.about.answer_within_days, _last_on(case, visit, today))
    if case.state not in REQUEST_INFO.start and request.method == "GET":
        return redirect(url_for("office.case", reference=reference))
    refused, meanwhile, status = None, list[Happened](), 200
    if form.validate_on_submit():
        (meanwhile, refused), status = _ask(case, form), 409
        if not (meanwhile or refused):
            return redirect(url_for("office.case", reference=reference))
        case = find(reference)
    elif request.method == "POST":
        status = form.refused_as
    return render_template(
        "office/ask.html", case=case, form=form, steps=steps, refused=refused, meanwhile=meanwhile
    ), status


def _ask(case: Case, form: AskForm) -> tuple[list[Happened], str | None]:
    """Ask; give what happened meanwhile, or why not: the question stays on the page."""

    def work(case: Case, by: Actor, when: Moment) -> None:
        info_requests.ask(
            case, current_programme(),
            question=form.question.data or "", fields=form.fields.data or [],
            asks_file=bool(form.asks_file.data), due_on=date.fromisoformat(form.due_on.data),
            by=by, when=when,
        )  # fmt: skip

    try:
        return act(case, work), None
    except MoveRefused as refusal:
        return [], str(refusal)


def _last_on(case: Case, visit: Visit | None, today: date) -> date | None:
    """An answer is of use until the day before the visit begins."""
    known = visit.dates_known_on(today) if visit else None
    first_on = case.first_on or (known.first_on if known else None)
    return first_on - timedelta(days=1) if first_on else None


@bp.post("/cases/<reference>/close-request")
def close_request(reference: str) -> ResponseReturnValue:
    """Take the question back."""
    return do(
        reference,
        lambda case, by, when: info_requests.close(case, current_programme(), by=by, when=when),
    )


@bp.route("/cases/<reference>/reopen", methods=["GET", "POST"])
def reopen(reference: str) -> ResponseReturnValue:
    """Open a closed case again, with a reason; coordinators only."""
    case, form = find(reference), ReasonForm()
    if not me().holds(Role.COORDINATOR):
        abort(404)
    if case.state not in REOPEN.start and request.method == "GET":
        return redirect(url_for("office.case", reference=reference))
    return do_with_form(
        reference, form, "office/reopen.html",
        lambda case, by, when: releasing.reopen(
            case, current_programme(), reason=form.reason.data or "", by=by, when=when
        ),
    )  # fmt: skip

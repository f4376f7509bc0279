"""Several cases at once: a page says what each will get, then a button does it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case, CaseKind
from formsvc.office import actions, queries
from formsvc.office.case import revisions
from formsvc.office.forms import RejectForm
from formsvc.office.queue import bulk
from formsvc.office.views import bp, me
from formsvc.snapshot import current_programme


@bp.route("/bulk", methods=["GET", "POST"])
def together() -> ResponseReturnValue:
    """Show what each ticked case would get; with `sure`, do it and say what happened."""
    if request.method == "GET":
        return redirect(url_for("office.queue"))
    what, form = request.form.get("do", ""), RejectForm()
    name, work = bulk.WORKS.get(what, ("", None))
    cases = _ticked(request.form.getlist("case"))
    programme = current_programme()
    form.offer(programme.rules_of(programme.call))
    page = {"what": what, "name": name, "cases": cases, "form": form, "most": bulk.MOST}
    holds = form.validate_on_submit()
    if form.stale or not cases or work is None or len(cases) > bulk.MOST:
        return render_template("office/bulk.html", **page, step="again"), 400 if form.stale else 422
    if what == "reject" and not holds:
        first = "reason" not in request.form
        if first:
            form.form_errors, form.reason.errors = [], []
        return render_template("office/bulk.html", **page, step="ask"), 200 if first else 422
    task = bulk.Task(
        programme, actions.acting(me()), clock.moment(),
        code=form.code.data or "", reason=form.reason.data or "", hold="hold" in request.form,
    )  # fmt: skip
    numbers, sure = [case.id for case in cases], {"sure", "hold"} & request.form.keys()
    known = revisions.of(numbers)  # read before the cases, like every revision
    if sure:
        seen = {case.id: revisions.sent(f"seen-{case.reference}") for case in cases}
        found = bulk.do_each(numbers, work, task, seen)
    else:
        found = bulk.rehearse(numbers, work, task)
    _ticked(request.form.getlist("case"))  # reads all cases again at once, for the page
    step = "done" if sure else "sure"
    return render_template(
        "office/bulk.html", **page, step=step, found=found, known=known, held=task.hold
    )


def _ticked(references: Sequence[str]) -> list[Case]:
    """Give the ticked cases that this person sees, in the order in which seats are given."""
    mine = queries.visible_cases(me()).where(
        Case.reference.in_(references[: bulk.MOST + 1]),
        Case.kind == CaseKind.CANDIDATURE,
        Case.erased_on.is_(None),
    )
    found = db.session.scalars(mine)
    return sorted(
        found, key=lambda case: (case.visit or "", case.counts_at or case.created_at, case.id)
    )

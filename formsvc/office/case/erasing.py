"""The office decides about an erasure that an applicant has asked for."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.evidence.files import current_files
from formsvc.moves import Actor
from formsvc.office.case.happened import Happened
from formsvc.office.forms import DecideErasureForm
from formsvc.office.views import act, answers_as, bp, for_me
from formsvc.privacy import actions as privacy
from formsvc.privacy.erasing import erase
from formsvc.privacy.queries import undecided
from formsvc.snapshot import current_programme


@bp.route("/cases/<reference>/erasure", methods=["GET", "POST"])
def erasure(reference: str) -> ResponseReturnValue:
    """Carry an erasure out, or refuse it with a reason."""
    case, form = _find(reference), DecideErasureForm()
    asked = undecided(case)
    if asked is None and request.method == "GET":
        return redirect(url_for("office.case", reference=reference))
    meanwhile = list[Happened]()
    if form.validate_on_submit():
        meanwhile = _decide(case, form)
        if not meanwhile:
            return redirect(url_for("office.case", reference=reference))
        case = _find(reference)
    shown = render_template(
        "office/erasure.html", case=case, form=form, asked=asked, meanwhile=meanwhile
    )
    return shown, answers_as(form, meanwhile)


def _find(reference: str) -> Case:
    """Find a case of any kind that this person may see and that is not erased yet."""
    case = for_me(reference)
    return case if case.erased_on is None else abort(404)


def _decide(case: Case, form: DecideErasureForm) -> list[Happened]:
    """Erase or refuse; give what happened meanwhile instead.

    Rows first, then files: what a crash leaves between the two belongs to no case any more, and
    the sweep removes it.
    """
    keys: list[str] = []

    def work(case: Case, by: Actor, when: Moment) -> None:
        programme = current_programme()
        if form.decision.data == "erase":
            keys.extend(erase(case, programme, by=by, when=when))
        else:
            reason = form.reason.data or ""
            privacy.refuse_erasure(case, programme, reason=reason, by=by, when=when)

    meanwhile = act(case, work)
    for key in keys:
        current_files().forget(key)
    return meanwhile

"""The office decides about an erasure that an applicant has asked for."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.evidence.files import current_files
from formsvc.office import actions
from formsvc.office.forms import DecideErasureForm
from formsvc.office.views import bp, find, me
from formsvc.privacy import actions as privacy
from formsvc.privacy.erasing import erase
from formsvc.privacy.queries import undecided
from formsvc.snapshot import current_programme


@bp.route("/cases/<reference>/erasure", methods=["GET", "POST"])
def erasure(reference: str) -> ResponseReturnValue:
    """Carry an erasure out, or refuse it with a reason."""
    case, form = find(reference), DecideErasureForm()
    asked = undecided(case)
    if asked is None and request.method == "GET":
        return redirect(url_for("office.case", reference=reference))
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else form.refused_as
        return render_template("office/erasure.html", case=case, form=form, asked=asked), status
    if form.decision.data == "erase":
        _erase(case)
    else:
        with db.unit_of_work():
            privacy.refuse_erasure(
                locked(case.id), current_programme(), reason=form.reason.data or "",
                by=actions.acting(me()), when=clock.moment(),
            )  # fmt: skip
    return redirect(url_for("office.case", reference=reference))


def _erase(case: Case) -> None:
    """Rows first, then files: what a crash leaves between the two belongs to no case any more,
    and the sweep removes it."""
    with db.unit_of_work():
        keys = erase(
            locked(case.id), current_programme(), by=actions.acting(me()), when=clock.moment()
        )
    for key in keys:
        current_files().forget(key)

"""The coordinator gives a case to another cluster: a candidature, or the offer of a host."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from formsvc.moves import Role
from formsvc.office.case import whose
from formsvc.office.case.happened import Happened
from formsvc.office.forms import GiveForm
from formsvc.office.views import act, answers_as, bp, for_me, me
from formsvc.snapshot import current_programme


@bp.route("/cases/<reference>/give", methods=["GET", "POST"])
def give(reference: str) -> ResponseReturnValue:
    """Choose who has the case from now on, and say why."""
    case, form, programme = for_me(reference), GiveForm(), current_programme()
    if case.erased_on or not me().holds(Role.COORDINATOR):
        abort(404)
    meanwhile = list[Happened]()
    form.offer(programme, case.cluster)
    if form.validate_on_submit():
        meanwhile = act(
            case,
            lambda case, by, when: whose.give(
                case, programme, form.cluster, reason=form.reason.data or "", by=by, when=when
            ),
        )
        if not meanwhile:
            return redirect(url_for("office.case", reference=reference))
        case = for_me(reference)
    has_it = whose.name_of(case.cluster, programme)
    page = {"case": case}
    shown = render_template(
        "office/give.html", page=page, form=form, meanwhile=meanwhile, has_it=has_it
    )
    return shown, answers_as(form, meanwhile)

"""The candidature as a sheet: to print, or as a PDF where the extra is installed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.links import opened
from formsvc.summary import pdf
from formsvc.summary.pages import summary_of

bp = Blueprint("summary", __name__, template_folder="templates")


@bp.get("/case/<reference>/summary")
def sheet(reference: str) -> str:
    """Everything about the candidature, without the site around it."""
    case = _sent(reference)
    return render_template(
        "summary/summary.html", case=case, sheet=summary_of(case), with_pdf=pdf.is_possible()
    )


@bp.get("/case/<reference>/summary.pdf")
def as_pdf(reference: str) -> ResponseReturnValue:
    """The same as a PDF; there is no such page where it cannot be made."""
    case = _sent(reference)
    if not pdf.is_possible():
        abort(404)
    answer = Response(pdf.written(summary_of(case), at=clock.now()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.reference}.pdf"'
    return answer


def _sent(reference: str) -> Case:
    """Give a case that has been sent; a draft is not yet a sheet."""
    case = opened.case_here(reference)
    return abort(404) if case.state is State.DRAFT else case

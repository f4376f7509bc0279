"""The applicant's own data: a copy, erasure, another address; each behind a link of its own."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import UNCONFIRMED
from formsvc.forms import ButtonForm, Form
from formsvc.links import opened
from formsvc.links.models import LinkKind
from formsvc.privacy import actions, export
from formsvc.privacy.forms import AddressForm, ErasureForm
from formsvc.snapshot import current_programme

bp = Blueprint("privacy", __name__, template_folder="templates")


@bp.get("/case/<reference>/my-data")
def my_data(reference: str) -> ResponseReturnValue:
    """What one may do with one's data; every way begins with a mail."""
    return _my_data(_confirmed(reference), ButtonForm(), asked=request.args.get("asked"))


@bp.post("/case/<reference>/my-data/<what>")
def step_up(reference: str, what: str) -> ResponseReturnValue:
    """Mail the link that opens one of them, once."""
    case, form = _confirmed(reference), ButtonForm()
    kind = next((each for each in actions.offered(case) if each.value == what), None) or abort(404)
    if not form.validate_on_submit():
        return _my_data(case, form), form.refused_as
    with db.unit_of_work():
        case = locked(case.id)
        sent = actions.send_step_up(case, current_programme(), kind, when=clock.moment())
    asked = kind.value if sent else "too-many"
    return redirect(to("privacy.my_data", reference=reference, asked=asked))


@bp.route("/my-data/<reference>/export", methods=["GET", "POST"])
def copy(reference: str) -> ResponseReturnValue:
    """Give everything that we hold on the case as one file; it is kept nowhere."""
    case, form = opened.granted(reference, LinkKind.EXPORT), ButtonForm()
    if not form.validate_on_submit():
        return _page("privacy/export.html", case, form)
    when = clock.moment()
    with db.unit_of_work():
        actions.note_export(locked(case.id), when=when)
    answer = Response(export.written(case, at=when.at), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.reference}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/my-data/<reference>/erasure", methods=["GET", "POST"])
def erasure(reference: str) -> ResponseReturnValue:
    """Ask the office to erase the case."""
    case, form = opened.granted(reference, LinkKind.ERASURE), ErasureForm()
    if not form.validate_on_submit():
        return _page("privacy/erasure.html", case, form)
    with db.unit_of_work():
        actions.ask_erasure(
            locked(case.id), current_programme(), words=form.words.data or "", when=clock.moment()
        )
    opened.give_back(reference, LinkKind.ERASURE)
    return render_template("privacy/asked.html", case=case, address=None, back=_back(case))


@bp.route("/my-data/<reference>/address", methods=["GET", "POST"])
def address(reference: str) -> ResponseReturnValue:
    """Give another address; it counts when its owner has confirmed it."""
    case, form = opened.granted(reference, LinkKind.ADDRESS), AddressForm()
    if not form.validate_on_submit():
        return _page("privacy/address.html", case, form)
    wanted = form.address.data or ""
    with db.unit_of_work():
        actions.ask_new_address(
            locked(case.id), current_programme(), address=wanted, when=clock.moment()
        )
    opened.give_back(reference, LinkKind.ADDRESS)
    return render_template("privacy/asked.html", case=case, address=wanted, back=_back(case))


def _confirmed(reference: str) -> Case:
    """Give a case whose address is confirmed; what nobody has confirmed has no such pages."""
    case = opened.case_here(reference, None)
    if case.state in UNCONFIRMED:
        abort(404)
    return case


def _my_data(case: Case, form: ButtonForm, asked: str | None = None) -> str:
    return render_template(
        "privacy/my_data.html", case=case, form=form, asked=asked, back=_back(case),
        offered=actions.offered(case),
    )  # fmt: skip


def _back(case: Case) -> str:
    return to(opened.STATUS_PAGES[case.kind], reference=case.reference)


def _page(template: str, case: Case, form: Form) -> ResponseReturnValue:
    status = 200 if request.method == "GET" else form.refused_as
    return render_template(template, case=case, form=form), status

"""The office at /review/: who comes in, the case page, decisions, files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db, machines
from formsvc.accounts import guard
from formsvc.accounts.guard import me as me  # pages of the office take it from here
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.queries import locked
from formsvc.clock import Moment
from formsvc.evidence import actions as evidence
from formsvc.evidence.files import current_files
from formsvc.evidence.models import EvidenceItem, StoredFile
from formsvc.evidence.previews import MOST_PAGES, shared_extension
from formsvc.evidence.queries import file_of, item_of
from formsvc.evidence.refusals import REASONS
from formsvc.forms import ButtonForm, Form
from formsvc.history import actions as history
from formsvc.moves import Actor
from formsvc.office import actions, bulk, pages, queries
from formsvc.office.downloads import attachment, picture
from formsvc.office.forms import ReasonForm
from formsvc.office.way import came_from, carry
from formsvc.outbox.queries import count_refused
from formsvc.snapshot import current_programme

bp = Blueprint("office", __name__, url_prefix="/review", template_folder="templates",
               static_folder="static")  # fmt: skip
bp.url_defaults(carry)

Work = Callable[[Case, Actor, Moment], object]


@bp.before_request
def only_staff() -> ResponseReturnValue | None:
    """A stranger signs in; whoever has no cases has no such page; who reads changes nothing."""
    answer = guard.only_staff()
    if answer is not None:
        return answer
    if not queries.sees_cases(me()):
        if request.endpoint == "office.queue":
            return redirect(url_for("staff.everybody"))
        abort(404)
    asks = request.url_rule is not None and "POST" in (request.url_rule.methods or ())
    if asks and not queries.may_change(me()):
        return render_template("office/read_only.html"), 403
    return None


@bp.context_processor
def office() -> dict[str, object]:
    """Give what every page of the office shows."""
    may_change = queries.may_change(me())
    shown = {"may_change": may_change, "came_from": came_from(), "bulk_names": bulk.NAMES,
             "evidence_tones": pages.EVIDENCE_TONES, "machine_signs": machines.SIGNS,
              "refused_mails": count_refused(me())}  # fmt: skip
    return {**guard.in_the_office(), **shown}


@bp.get("/cases/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """One case with everything about it; a host's offer has a page of its own."""
    found = for_me(reference)
    if found.erased_on:
        history = pages.history_of(found)
        return render_template("office/erased.html", case=found, history=history)
    if found.kind is CaseKind.HOST_OFFER:
        return redirect(url_for("offers.offer", reference=reference))
    return case_page(found)


@bp.post("/cases/<reference>/evidence/<slot>/accept")
def accept_evidence(reference: str, slot: str) -> ResponseReturnValue:
    """Accept one item of evidence."""
    return do(
        reference,
        lambda case, by, when: evidence.accept(case, _item(case, slot), by=by, when=when),
    )


@bp.route("/cases/<reference>/evidence/<slot>/again", methods=["GET", "POST"])
def ask_again(reference: str, slot: str) -> ResponseReturnValue:
    """Ask for another copy of one item, with a reason."""
    form = ReasonForm()
    return do_with_form(
        reference, form, "office/again.html",
        lambda case, by, when: evidence.ask_again(
            case, _item(case, slot), current_programme(), reason=form.reason.data or "", by=by, when=when
        ),
        slot=slot,
    )  # fmt: skip


@bp.get("/cases/<reference>/files/<int:number>")
def file(reference: str, number: int) -> ResponseReturnValue:
    """Hand out a file as it came, as a download; the opening stands in the history."""
    case, found = _file(reference, number)
    _remember_opening(case, found)
    extension = "jpg" if found.kind == "jpeg" else found.kind
    return attachment(current_files().store.open(found.key), found.name, extension)


@bp.get("/cases/<reference>/files/<int:number>/look")
def look(reference: str, number: int) -> str:
    """Show a file in the office's own page, by its harmless copy."""
    case, found = _file(reference, number)
    why = REASONS[found.copies_failed][0] if found.copies_failed else ""
    return render_template(
        "office/look.html", case=case, file=found, why=why, most_pages=MOST_PAGES
    )


@bp.get("/cases/<reference>/files/<int:number>/preview")
def preview(reference: str, number: int) -> ResponseReturnValue:
    """Give a harmless copy of a file, once the worker has drawn it."""
    case, found = _file(reference, number)
    key = found.preview_key or abort(404)
    _remember_opening(case, found)
    return picture(current_files().store.open(key))


@bp.get("/cases/<reference>/files/<int:number>/copy")
def copy(reference: str, number: int) -> ResponseReturnValue:
    """Hand out the copy that may be passed on: no place, no hidden data, no second format."""
    case, found = _file(reference, number)
    key = found.shared_key or abort(404)
    _remember_opening(case, found)
    return attachment(current_files().store.open(key), found.name, shared_extension(found.kind))


def do(reference: str, work: Work) -> ResponseReturnValue:
    """One button: find, check the token, do one action, commit, and show the case again."""
    case, form = find(reference), ButtonForm()
    if not form.validate_on_submit():
        return case_page(case, stale=form.stale), form.refused_as
    with db.unit_of_work():
        work(locked(case.id), actions.acting(me()), clock.moment())
    return redirect(url_for("office.case", reference=reference))


def do_with_form(
    reference: str, form: Form, template: str, work: Work, **more: object
) -> ResponseReturnValue:
    """One page with a question: the same, and what was typed stays when it needs another look."""
    case = find(reference)
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else form.refused_as
        return render_template(
            template, page=pages.case_page(case, me(), came_from()), form=form, **more
        ), status
    with db.unit_of_work():
        work(locked(case.id), actions.acting(me()), clock.moment())
    return redirect(url_for("office.case", reference=reference))


def case_page(case: Case, stale: str | None = None) -> str:
    """Show one case with everything about it."""
    return render_template(
        "office/case.html", page=pages.case_page(case, me(), came_from()), stale=stale
    )


def for_me(reference: str) -> Case:
    """Find a case that this person may see; 404 for any other, whether it exists or not."""
    return queries.for_staff(db.session(), me(), reference) or abort(404)


def find(reference: str) -> Case:
    """Find a candidature that this person may see; one that is erased has only its own page."""
    case = for_me(reference)
    is_whole = case.kind is CaseKind.CANDIDATURE and case.erased_on is None
    return case if is_whole else abort(404)


def _item(case: Case, slot: str) -> EvidenceItem:
    return item_of(case, slot) or abort(404)


def _file(reference: str, number: int) -> tuple[Case, StoredFile]:
    case = find(reference)
    return case, file_of(case, number) or abort(404)


def _remember_opening(case: Case, found: StoredFile) -> None:
    with db.unit_of_work():
        case = locked(case.id)
        same = case.state.value
        history.record(
            case, "open-file", start=same, end=same, by=actions.acting(me()), when=clock.moment(),
            name=found.name, file=found.id,
        )  # fmt: skip

"""The applicant sends what proves the exchange: files and words, each kept as it arrives."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from formsvc import boundary, clock, db
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.candidatures.status import Refusal, status_page
from formsvc.evidence import actions, queries
from formsvc.evidence.files import Files, Kept, shown_name
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.refusals import refused
from formsvc.forms import ButtonForm, Form, required, text
from formsvc.links import opened
from formsvc.rendering import current_texts
from formsvc.snapshot import current_programme
from generator.programme.errors import UploadRefused

bp = Blueprint("evidence", __name__, template_folder="templates")


class WordsForm(Form):
    """What came of the exchange."""

    text = text("In your words", required("Write a sentence or two."), most=5000)


@bp.post("/case/<reference>/evidence/<slot>/words")
def words(reference: str, slot: str) -> ResponseReturnValue:
    """Keep the words of an item."""
    case, _item = _open_item(reference, slot)
    form = WordsForm()
    if not form.validate_on_submit():
        why = form.stale or str(form.text.errors[0])
        return _again(case, Refusal(slot, why, typed=form.text.data)), form.refused_as
    when = clock.moment()
    with db.unit_of_work():
        case, item = _locked_item(case, slot)
        actions.receive_text(case, item, current_programme(), text=form.text.data or "", when=when)
    return _back(reference, slot)


@bp.post("/case/<reference>/evidence/<slot>")
def upload(reference: str, slot: str) -> ResponseReturnValue:
    """Take one file, streamed to disk; it is the case's the moment this is answered."""
    case, item = _open_item(reference, slot)
    actions.require_room(case, item)
    files: Files = current_app.extensions["xchange_files"]
    boundary.expect_file(files.incoming.limit)
    try:
        form = ButtonForm()
        if not form.validate_on_submit():
            return _again(case, Refusal(slot, form.stale or "")), form.refused_as
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return _again(case, Refusal(slot, current_texts()("Choose a file first."))), 422
        with files.kept(sent.stream) as kept:
            _receive(case, slot, kept, sent.filename)
    except RequestEntityTooLarge:
        return _refused(case, slot, refused("too-large", limit="25 MB"), 413)
    except UploadRefused as refusal:
        return _refused(case, slot, refusal, 422)
    return _back(reference, slot)


def _receive(case: Case, slot: str, kept: Kept, name: str) -> None:
    when = clock.moment()
    with db.unit_of_work():
        case, item = _locked_item(case, slot)
        actions.receive_file(
            case, item, current_programme(), key=kept.key, name=shown_name(name),
            part=kept.part, found=kept.found, when=when,
        )  # fmt: skip


def _open_item(reference: str, slot: str) -> tuple[Case, EvidenceItem]:
    """Find an item that is open by date; 404 for one that is not there or not yet open."""
    case = opened.case_here(reference)
    opens_on, item = queries.opens_on(case), queries.item_of(case, slot)
    is_open = opens_on is not None and clock.today() >= opens_on
    if item is None or not is_open or case.state is not State.ACCEPTED:
        abort(404)
    return case, item


def _locked_item(case: Case, slot: str) -> tuple[Case, EvidenceItem]:
    """Read both again, so that nobody changes them meanwhile."""
    case = locked(case.id)
    return case, queries.item_of(case, slot) or abort(404)


def _refused(case: Case, slot: str, refusal: UploadRefused, status: int) -> ResponseReturnValue:
    t = current_texts()
    return _again(case, Refusal(slot, f"{t(refusal.message)} {t(refusal.hint)}".strip())), status


def _again(case: Case, refusal: Refusal) -> str:
    """The status page once more, with the reason at its item and everything typed."""
    page = status_page(case, refusal)
    form = ButtonForm(formdata=None)  # what was sent may be too large to be read at all
    return render_template("candidatures/status.html", page=page, form=form)


def _back(reference: str, slot: str) -> ResponseReturnValue:
    return redirect(f"{to('candidatures.status', reference=reference)}#{slot}")

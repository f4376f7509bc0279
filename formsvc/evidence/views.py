"""The applicant sends files and words with plain forms, each kept as it arrives."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from formsvc import clock, db, limits
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.clock import Moment
from formsvc.evidence import actions, queries, slots, uploads
from formsvc.evidence.arriving import Arriving, arrived, arriving_in
from formsvc.evidence.files import Kept, current_files, shown_name
from formsvc.evidence.incoming import MIB
from formsvc.evidence.pages import Refusal, slot_shown
from formsvc.evidence.refusals import headers_of, refused, status_of
from formsvc.forms import ButtonForm, Form, required, text
from formsvc.limits import TooMany
from formsvc.links import opened
from formsvc.rendering import current_texts
from formsvc.snapshot import current_programme
from generator.programme.errors import UploadRefused
from generator.programme.rules import EvidenceSlot, SlotKind

bp = Blueprint("evidence", __name__, template_folder="templates", static_folder="static")
MOST_AT_ONCE = 60 * MIB
"""Bytes of one form with all its files; deploy/nginx.conf lets a little more through."""


class WordsForm(Form):
    """What came of the exchange."""

    text = text("In your words", required("Write a sentence or two."), most=5000)


@bp.get("/case/<reference>/evidence/<slot>")
def look(reference: str, slot: str) -> str:
    """One slot on a page of its own."""
    case, _ = open_slot(reference, slot)
    return _page(case, slot)


@bp.post("/case/<reference>/evidence/<slot>/words")
def words(reference: str, slot: str) -> ResponseReturnValue:
    """Keep the words of an item."""
    case, asked = open_slot(reference, slot)
    if asked.kind is not SlotKind.TEXT:
        abort(404)
    form = WordsForm()
    if not form.validate_on_submit():
        why = form.stale or str(form.text.errors[0])
        return _page(case, slot, Refusal((why,), typed=form.text.data)), form.refused_as
    with db.unit_of_work():
        actions.receive_text(
            locked(case.id), slot, current_programme(), text=form.text.data or "", when=clock.moment()
        )  # fmt: skip
    return _back(case, slot)


@bp.post("/case/<reference>/evidence/<slot>")
def upload(reference: str, slot: str) -> ResponseReturnValue:
    """Take files, streamed to disk; each is the case's the moment this is answered."""
    case, _ = open_slot(reference, slot)
    files = current_files()
    try:
        with arriving_in(files.incoming, most=MOST_AT_ONCE):
            form = ButtonForm()
            if not form.validate_on_submit():
                return _page(case, slot, Refusal((form.stale or "",))), form.refused_as
            sent = arrived()
            if not sent:
                return _page(case, slot, Refusal((current_texts()("Choose a file first."),))), 422
            fell = [fault for name, file in sent if (fault := _take(case, slot, name, file))]
    except RequestEntityTooLarge:
        return _refused(case, slot, [("", refused("too-much"))])
    except UploadRefused as refusal:  # no room for any
        return _refused(case, slot, [("", refusal)])
    return _refused(case, slot, fell, named=len(sent) > 1) if fell else _back(case, slot)


def _take(case: Case, slot: str, name: str, file: Arriving) -> tuple[str, UploadRefused] | None:
    """Keep one file; give its name and the refusal when it cannot be taken."""
    name = shown_name(name)
    try:
        with current_files().kept(file.part()) as kept:
            is_new = _receive(case, slot, name, kept)
        if not is_new:
            current_files().store.remove(kept.key)
    except UploadRefused as refusal:
        return name, refusal
    return None


def _receive(case: Case, slot: str, name: str, kept: Kept) -> bool:
    """Write the row of a file that lies in the store. Raises UploadRefused.

    False: it is there already. Somebody whose connection broke before our answer sends it again.
    """
    when = clock.moment()
    with db.unit_of_work():
        case = locked(case.id)
        if queries.is_there(case, slot, kept.part.sha256):
            return False
        count_for(case, when)
        actions.receive_file(case, slot, current_programme(), name=name, kept=kept, when=when)
    return True


def count_for(case: Case, when: Moment) -> None:
    """Count a file of a case that nobody has confirmed. Raises UploadRefused "too-many"."""
    if case.state not in UNCONFIRMED:
        return
    try:
        limits.count(limits.DRAFT_FILES, request.remote_addr or "", at=when.at)
    except TooMany:
        raise refused("too-many") from None


@bp.post("/case/<reference>/evidence/<slot>/uploads/<key>/stop")
def stop(reference: str, slot: str, key: str) -> ResponseReturnValue:
    """Give up a file that has not arrived whole."""
    case, _ = open_slot(reference, slot)
    form = ButtonForm()
    if not form.validate_on_submit():
        return _page(case, slot, Refusal((form.stale or "",))), form.refused_as
    with db.unit_of_work():
        found = uploads.find(locked(case.id), slot, key)
        if found and found.file_id is None:
            uploads.give_up(found)
    if found and found.file_id is None:
        current_files().forget(key)
    return _back(case, slot)


@bp.post("/case/<reference>/evidence/<slot>/files/<int:number>/remove")
def remove(reference: str, slot: str, number: int) -> ResponseReturnValue:
    """Take a file out of a draft."""
    case, _ = open_slot(reference, slot)
    form = ButtonForm()
    if not form.validate_on_submit():
        return _page(case, slot, Refusal((form.stale or "",))), form.refused_as
    with db.unit_of_work():
        case = locked(case.id)
        file = queries.file_of(case, number)
        if file:
            actions.remove_from_draft(case, file)
    return _back(case, slot)


def open_slot(reference: str, name: str) -> tuple[Case, EvidenceSlot]:
    """Find a slot that is the applicant's to fill; 404 for one that is not there or not yet open."""
    case = opened.case_here(reference)
    shown = slots.slots_of(case, current_programme(), on=clock.today())
    found = next((slot for slot in shown if slot.id == name), None)
    return case, found or abort(404)


def _refused(
    case: Case, slot: str, fell: list[tuple[str, UploadRefused]], *, named: bool = False
) -> ResponseReturnValue:
    """Say why files were not taken; the status and its headers are those of the first."""
    t = current_texts()
    said = [f"{t(each.message)} {t(each.hint)}" for _, each in fell]
    if named:
        said = [f"{name}: {words}" for (name, _), words in zip(fell, said, strict=True)]
    first = fell[0][1]
    return _page(case, slot, Refusal(tuple(said))), status_of(first), headers_of(first)


def _page(case: Case, slot: str, refusal: Refusal | None = None) -> str:
    """The slot once more, with the reasons and everything typed."""
    form = ButtonForm(formdata=None)  # what was sent may be too large to be read at all
    page = slot_shown(case, slot, refusal)
    return render_template("evidence/slot.html", case=case, page=page, form=form, back=_home(case))


def _back(case: Case, slot: str) -> ResponseReturnValue:
    return redirect(f"{_home(case)}#{slot}")


def _home(case: Case) -> str:
    """Give the page on which the case's slots stand."""
    pages = {State.DRAFT: "candidatures.check", State.UNCONFIRMED: "candidatures.sent"}
    return to(pages.get(case.state, "candidatures.status"), reference=case.reference)

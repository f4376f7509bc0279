"""The files of a case in the office: harmless copies first; each opening stands in the history."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.evidence.files import current_files
from formsvc.evidence.models import StoredFile
from formsvc.evidence.previews import MOST_PAGES, shared_extension
from formsvc.evidence.queries import file_of
from formsvc.evidence.refusals import REASONS
from formsvc.history import actions as history
from formsvc.office import actions
from formsvc.office.case.downloads import attachment, picture
from formsvc.office.views import bp, find, me


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

"""Files in pieces: the tus protocol 1.0 (creation, termination, expiration) for the page's script.

A piece is acknowledged when it is flushed to the disk. The last one makes the file the case's, in
the same order and with the same checks as a plain form. Answers are plain text, for the script.
"""

from __future__ import annotations

import base64
import binascii
from email.utils import format_datetime

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from formsvc import boundary, clock, db
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.evidence import actions, tokens, uploads
from formsvc.evidence.files import Kept, current_files, part_name
from formsvc.evidence.incoming import MIB
from formsvc.evidence.models import Upload
from formsvc.evidence.refusals import PASSING, headers_of, refused, status_of
from formsvc.evidence.views import count_for, open_slot
from formsvc.rendering import current_texts
from formsvc.snapshot import current_programme
from generator.programme.errors import UploadRefused

bp = Blueprint("tus", __name__)
VERSION, EXTENSIONS = "1.0.0", "creation,termination,expiration"
PIECE = MIB
"""Bytes that the script sends at once: a proxy that buffers passes on whole pieces only."""
LARGEST_PIECE = 4 * PIECE
PIECES = "application/offset+octet-stream"
ALL = "/case/<reference>/evidence/<slot>/uploads"
ONE = f"{ALL}/<key>"


@bp.route(ALL, methods=["OPTIONS"], provide_automatic_options=False)
def offers(reference: str, slot: str) -> Response:
    """Say what of the protocol is spoken here."""
    open_slot(reference, slot)
    limit = str(current_files().incoming.limit)
    return _answer(204, Tus_Version=VERSION, Tus_Extension=EXTENSIONS, Tus_Max_Size=limit)


@bp.post(ALL)
def create(reference: str, slot: str) -> Response:
    """Begin a file, or find the one that was begun before and is the same."""
    case, files = _case(reference, slot), current_files()
    size, meta = _number("Upload-Length"), _metadata()
    name = meta.get("filename", "")
    if size > files.incoming.limit:
        raise files.incoming.too_large()
    if not size:
        raise refused("empty")
    mark = uploads.fingerprint(name, size, meta.get("changed", ""))
    before = uploads.same(case, slot, mark)
    if before and files.arrived(before.key, before.size) is not None:
        return _created(case, before)
    key = files.incoming.begin_in_pieces().removesuffix(".part")
    try:
        when = clock.moment()
        with db.unit_of_work():
            case = locked(case.id)
            if before:  # its bytes are gone
                uploads.give_up(before)
            count_for(case, when)
            upload = uploads.begin(
                case, slot, key=key, name=name, size=size, mark=mark, when=when
            )  # fmt: skip
    except BaseException:
        files.forget(key)
        raise
    return _created(case, upload)


@bp.get(ONE)
def offset(reference: str, slot: str, key: str) -> Response:
    """Say how much has arrived (HEAD), or in words why the file was not taken (GET).

    A file that is whole and was left by a crash before it became the case's, becomes it now: the
    script takes "all has arrived" for "received".
    """
    case = _case(reference, slot)
    upload = _finished_if_whole(case, _find(case, slot, key))
    return _progress(upload, _arrived(upload), 200)


@bp.patch(ONE)
def piece(reference: str, slot: str, key: str) -> Response:
    """Take the next piece. Repeating the last one finds the file received."""
    case = _case(reference, slot)
    upload = _find(case, slot, key)
    if request.mimetype != PIECES:
        abort(415)
    at = _number("Upload-Offset")
    if _arrived(upload) < upload.size:
        boundary.expect_file(LARGEST_PIECE)
        incoming = current_files().incoming
        incoming.append(part_name(key), request.stream, at, whole=upload.size)
    upload = _finished_if_whole(case, upload)
    return _progress(upload, _arrived(upload), 204)


@bp.delete(ONE)
def terminate(reference: str, slot: str, key: str) -> Response:
    """Give up a file that has not become the case's."""
    case = _case(reference, slot)
    with db.unit_of_work():
        upload = _find(locked(case.id), slot, key)
        if upload.file_id is not None:
            abort(410)
        uploads.give_up(upload)
    current_files().forget(key)
    return _answer(204)


@bp.errorhandler(UploadRefused)
def refusal_in_words(refusal: UploadRefused) -> Response:
    """Tell the script why, in the language of the page."""
    t = current_texts()
    said = f"{t(refusal.message)} {t(refusal.hint)}"
    return _answer(status_of(refusal), said, **headers_of(refusal))


@bp.errorhandler(HTTPException)
def fault_in_words(fault: HTTPException) -> Response:
    """Every other fault has one way out for a person."""
    t = current_texts()
    said = t("This cannot be sent from here now. Load the page again; what has arrived stays.")
    return _answer(fault.code or 500, said)


def _case(reference: str, slot: str) -> Case:
    """Find the case, and check the token and the protocol's version."""
    case, _ = open_slot(reference, slot)
    if not tokens.is_good(request.headers.get(tokens.HEADER, ""), case, slot):
        abort(403)
    if request.method != "GET" and request.headers.get("Tus-Resumable") != VERSION:
        abort(412)
    return case


def _find(case: Case, slot: str, key: str) -> Upload:
    """Find an upload; raise UploadRefused for one that was refused, 404 for one that is gone."""
    upload = uploads.find(case, slot, key) or abort(404)
    if upload.refused_as:
        raise refused(upload.refused_as)
    return upload


def _arrived(upload: Upload) -> int:
    """Say how many bytes are here; 404 when a full disk or a sweep has taken them."""
    if upload.file_id is not None:
        return upload.size
    here = current_files().arrived(upload.key, upload.size)
    return abort(404) if here is None else here


def _finished_if_whole(case: Case, upload: Upload) -> Upload:
    """Make a file that has arrived whole the case's, once."""
    if upload.file_id is not None or _arrived(upload) < upload.size:
        return upload
    try:
        with current_files().whole(upload.key) as kept:
            return _receive(case, upload.slot, kept)
    except UploadRefused as refusal:
        if refusal.reason not in PASSING:
            _refuse(upload.id, upload.key, refusal.reason)
        raise


def _receive(case: Case, slot: str, kept: Kept) -> Upload:
    """Write the row of the file, unless another request was faster."""
    with db.unit_of_work():
        case = locked(case.id)
        upload = uploads.find(case, slot, kept.key)
        if upload is None:  # given up meanwhile
            raise refused("closed")
        if upload.file_id is None:
            upload.file_id = actions.receive_file(
                case, slot, current_programme(), name=upload.name, kept=kept, when=clock.moment()
            ).id  # fmt: skip
    return upload


def _refuse(number: int, key: str, reason: str) -> None:
    """Remember why, for a script that did not hear the answer; the bytes go."""
    with db.unit_of_work():
        upload = db.session.get(Upload, number)
        if upload is not None:
            upload.refused_as = reason
    current_files().forget(key)


def _created(case: Case, upload: Upload) -> Response:
    where = to("tus.offset", reference=case.reference, slot=upload.slot, key=upload.key)
    return _answer(201, Location=where, Upload_Expires=_expires(upload))


def _progress(upload: Upload, arrived: int, status: int) -> Response:
    return _answer(
        status,
        Upload_Offset=str(arrived),
        Upload_Length=str(upload.size),
        Upload_Expires=_expires(upload),
    )


def _answer(status: int, words: str = "", **headers: str) -> Response:
    answer = Response(words, status, mimetype="text/plain")
    for name, value in {"Tus_Resumable": VERSION, **headers}.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def _expires(upload: Upload) -> str:
    return format_datetime(upload.expires_at, usegmt=True)


def _number(header: str) -> int:
    """Read a whole number from a header; 400 for anything else."""
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        abort(400)
    return int(text)


def _metadata() -> dict[str, str]:
    """Read what the script says about the file: names, and values in base64."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, coded = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(coded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            abort(400)
    return found

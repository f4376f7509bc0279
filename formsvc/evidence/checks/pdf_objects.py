"""The walk over a PDF's objects: what acts, calls elsewhere or carries another file inside.

The names are those of ISO 32000-1, 12.6 (actions), 7.11 (file specifications), 13 (media).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from ..refusals import refused
from .pdf_attachments import check_attachment

MOST_VALUES = 2_000_000
DEEPEST = 60

ACTIONS = {
    "/JavaScript": "pdf-script",
    "/Launch": "pdf-launch",
    "/SubmitForm": "pdf-form",
    "/ImportData": "pdf-form",
    "/GoToR": "pdf-remote",
    "/GoToE": "pdf-remote",
    "/Rendition": "pdf-media",
    "/RichMediaExecute": "pdf-media",
}
KEYS = {
    "/JS": "pdf-script",
    "/JavaScript": "pdf-script",  # the catalogue's list of scripts
    "/XFA": "pdf-form",  # forms with scripts of their own, in streams we do not decode
    "/RichMediaContent": "pdf-media",
    "/OnInstantiate": "pdf-media",  # the script of a 3D drawing
}
ANNOTATIONS = {"/RichMedia": "pdf-media", "/3D": "pdf-media", "/Movie": "pdf-media"}

HARMLESS_LINKS = {"http", "https", "mailto", "tel", "sms", "fax", "geo", "ftp", "ftps"}
SCHEME = re.compile(r"([a-z][a-z0-9+-]*):")  # a dot before the colon is a host and its port


def check_objects(pdf: Pdf) -> None:
    """Look at every value of every object, those in compressed object streams included.

    Raises UploadRefused for the first thing that is not taken.
    """
    count = _check(pdf.trailer)
    for value in pdf.objects:
        count += _check(value)
        if count > MOST_VALUES:
            raise refused("too-demanding")


def _check(value: object, depth: int = 0) -> int:
    """Check one object and all that is written inside it; give how many values that were.

    What it only refers to is left out: it is an object of its own, and has its turn.
    """
    if depth > DEEPEST:
        raise refused("too-demanding")
    if isinstance(value, Stream | Dictionary):
        entries = dict(value.items())
        _check_entries(entries, in_stream=isinstance(value, Stream))
        check_attachment(value, entries)
        return len(entries) + _check_all(entries.values(), depth)
    if isinstance(value, Array):
        return len(value) + _check_all(value, depth)
    if isinstance(value, Name):
        _check_lone_name(value)
    return 1


def _check_all(values: Iterable[object], depth: int) -> int:
    return sum(
        _check(value, depth + 1)
        for value in values
        if isinstance(value, Object) and not value.is_indirect
    )


def _check_lone_name(value: Name) -> None:
    """Refuse an action's name that stands alone, out of sight of the action that uses it."""
    if value.is_indirect and str(value) in ACTIONS:
        raise refused(ACTIONS[str(value)])


def _check_entries(entries: dict[str, Object], *, in_stream: bool) -> None:
    for key in entries.keys() & KEYS.keys():
        raise refused(KEYS[key])
    _check_named(entries.get("/S"), ACTIONS)
    _check_named(entries.get("/Subtype"), ANNOTATIONS)
    _check_link(entries.get("/URI"))
    _check_remote(entries, in_stream=in_stream)


def _check_named(name: object, names: dict[str, str]) -> None:
    if isinstance(name, Name) and str(name) in names:
        raise refused(names[str(name)])


def _check_link(link: object) -> None:
    """Take links to the web, to mail and to telephones; refuse those that run or open things."""
    if not isinstance(link, String):
        return
    address = re.sub(r"[\x00-\x20]", "", str(link)).lower()
    scheme = SCHEME.match(address)
    if address.startswith("\\\\") or (scheme and scheme[1] not in HARMLESS_LINKS):
        raise refused("pdf-script" if "script" in address[:12] else "pdf-remote")


def _check_remote(entries: dict[str, Object], *, in_stream: bool) -> None:
    """Refuse content that lies outside: a stream's data, a page of another file, a thread."""
    data_outside = in_stream and "/F" in entries
    thread_outside = "/F" in entries and entries.get("/S") == Name.Thread
    if data_outside or thread_outside or isinstance(entries.get("/Ref"), Dictionary):
        raise refused("pdf-remote")

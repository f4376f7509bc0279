"""Files inside a PDF: the XML data of an e-invoice is taken, anything else is not.

Factur-X and ZUGFeRD hotel invoices are PDFs that carry their figures as one XML file.
"""

from __future__ import annotations

import zlib

from pikepdf import Array, Dictionary, Name, Object, Stream

from ..refusals import refused

ENOUGH = 512  # bytes: to see that it starts as XML


def check_attachment(value: Stream | Dictionary, entries: dict[str, Object]) -> None:
    """Raise UploadRefused for an embedded file, or a description of one, that is not XML data."""
    if isinstance(value, Stream):
        if entries.get("/Type") == Name.EmbeddedFile and not _is_xml(value):
            raise refused("pdf-attachment")
        return
    if "/RF" in entries:  # files that belong to the attached one
        raise refused("pdf-attachment")
    files = entries.get("/EF")
    if isinstance(files, Dictionary) and not all(map(_is_xml, files.values())):
        raise refused("pdf-attachment")


def _is_xml(file: object) -> bool:
    if not isinstance(file, Stream):
        return False
    start = _first_bytes(file).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start.startswith((b"<?xml", b"<rsm:", b"<invoice")):
        return False
    return b"<html" not in start and b"<svg" not in start


def _first_bytes(file: Stream) -> bytes:
    """Give the start of a stream, unpacked no further than needed; nothing if packed oddly."""
    packing = file.get("/Filter")
    if isinstance(packing, Array) and len(packing) <= 1:
        packing = packing[0] if len(packing) else None
    if packing is None:
        return file.read_raw_bytes()[:ENOUGH]
    if isinstance(packing, Object) and packing == Name.FlateDecode:
        try:
            return zlib.decompressobj().decompress(file.read_raw_bytes(), ENOUGH)
        except zlib.error:
            return b""
    return b""

"""What a file's first bytes say: one of the kinds we take, or why not."""

from __future__ import annotations

import re

from ..refusals import refused
from .inspection import Kind

HEAD = 4096

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OFFICE_IN_ZIP = re.compile(
    rb"\[Content_Types\]\.xml|_rels/|word/|xl/|ppt/|mimetypeapplication/vnd\.(oasis|sun)"
)
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
HEIF_BRANDS = {b"mif1", b"mif2"}  # says only "a picture"; AVIF uses them too
AVIF_BRANDS = {b"avif", b"avis"}

REFUSED_MAGIC: dict[str, tuple[bytes, ...]] = {
    "office-file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"),
    "archive": (
        b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd",
        b"MSCF",
    ),
    "program": (
        b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00",
    ),
    "other-picture": (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"8BPS",
                      b"\x00\x00\x00\x0cjP  ", b"\xff\x0a", b"\x00\x00\x00\x0cJXL "),
    "film": (b"\x1aE\xdf\xa3", b"ID3", b"OggS", b"fLaC", b"FLV\x01"),
}  # fmt: skip


def recognise(head: bytes) -> Kind:
    """Give the kind that the first bytes announce, or raise UploadRefused with the reason."""
    if not head:
        raise refused("empty")
    kind = _taken(head)
    if kind is None:
        raise refused(_reason(head))
    return kind


def _taken(head: bytes) -> Kind | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    brands = _brands(head)
    if brands & HEIC_BRANDS or (brands & HEIF_BRANDS and not brands & AVIF_BRANDS):
        return "heic"
    return None


def _brands(head: bytes) -> set[bytes]:
    """List the brands in the first box of an ISO media file (ISO/IEC 14496-12, `ftyp`)."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4], "big"), 256)
    listed = {head[at : at + 4] for at in range(16, end, 4)}
    return {head[8:12]} | listed


def _reason(head: bytes) -> str:
    if head.startswith(ZIP):
        return "office-file" if OFFICE_IN_ZIP.search(head) else "archive"
    for reason, magics in REFUSED_MAGIC.items():
        if head.startswith(magics):
            return reason
    if head[257:262] == b"ustar":
        return "archive"
    if head[4:8] == b"ftyp":
        return "other-picture" if _brands(head) & AVIF_BRANDS else "film"
    return _reason_by_text(head)


def _reason_by_text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in start and start.startswith((b"<?xml", b"<svg", b"<!--", b"<!doctype svg")):
        return "svg"
    if re.match(
        rb"<(!doctype html|html|head|body|script|!--|\?xml[^>]*>\s*<(!doctype )?html)", start
    ):
        return "html"
    if b"%pdf-" in start[:1100]:
        return "damaged"  # other bytes stand before the PDF
    return "text" if is_text(head) else "unknown"


def is_text(head: bytes) -> bool:
    """Say whether bytes read as text: UTF-16 with its mark, or no control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", head)

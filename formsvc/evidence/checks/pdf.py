"""PDFs: every object is looked at, for a search of the bytes finds no hidden action."""

from __future__ import annotations

from typing import BinaryIO

import pikepdf

from ..refusals import refused
from .inspection import Inspection
from .pdf_objects import check_objects

TAIL = 1024  # readers look for %%EOF in the last 1,024 bytes (PDF 1.7 reference, appendix H.3)


def inspect_pdf(file: BinaryIO) -> Inspection:
    """Read a PDF's structure and all its objects, without decoding pages or pictures.

    A file protected with an empty user password opens like any other (those of airlines and
    banks often are). Raises UploadRefused.
    """
    _check_end(file)
    try:
        with pikepdf.open(file) as pdf:
            check_objects(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise refused("pdf-password") from None
    except MemoryError:
        raise refused("too-demanding") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError) as fault:
        encrypted = "encrypt" in str(fault)  # by a method that a password alone does not open
        raise refused("pdf-password" if encrypted else "damaged") from fault
    if not pages:
        raise refused("damaged")
    return Inspection("pdf", pages=pages)


def _check_end(file: BinaryIO) -> None:
    """Refuse a PDF whose end is missing, which the parser would mend in silence."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    if b"%%EOF" not in file.read():
        raise refused("damaged")
    file.seek(0)

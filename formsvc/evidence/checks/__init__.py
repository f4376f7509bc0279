"""Is this file one of those we take, whole, and harmless? Decided by its content, never its name.

`inspect_limited` is what the service calls: it lets `inspect` run in a child process with limits.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from ..limited import Limits, Ready
from .inspection import Inspection
from .signatures import HEAD, recognise

__all__ = ["Inspection", "inspect", "inspect_limited"]

LIMITS = Limits(cpu_seconds=20, wall_seconds=40)
READY = Ready(__name__, LIMITS)


def inspect_limited(path: Path) -> Inspection:
    """Check a file in a limited child process.

    Raises UploadRefused with a code of `refusals.REASONS`.
    """
    with path.open("rb") as file:
        return Inspection(**json.loads(READY.run(file)))


def inspect(file: BinaryIO) -> Inspection:
    """Check an open file here, in this process; raises UploadRefused.

    What the first bytes say and what a whole parse says must agree. Parsers are imported only
    when their kind of file has come.
    """
    kind = recognise(file.read(HEAD))
    file.seek(0)
    if kind == "pdf":
        from .pdf import inspect_pdf

        return inspect_pdf(file)
    from .images import inspect_image

    return inspect_image(file, kind)


def answer(file: BinaryIO) -> str:
    """Give what `inspect` finds as one line, for the process that asked."""
    return json.dumps(asdict(inspect(file)))

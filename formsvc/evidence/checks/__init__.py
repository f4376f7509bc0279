"""Is this file one of those we take, whole, and harmless? Decided by its content, never its name.

`inspect_limited` is what the service calls: it runs `inspect` in a child process with limits.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from subprocess import PIPE
from typing import BinaryIO

from ..limited import Limits, run
from ..refusals import refused
from .inspection import Inspection
from .signatures import HEAD, recognise

__all__ = ["Inspection", "inspect", "inspect_limited"]

LIMITS = Limits(cpu_seconds=20, wall_seconds=40)


def inspect_limited(path: Path) -> Inspection:
    """Check a file in a limited child process.

    Raises UploadRefused with a code of `refusals.REASONS`.
    """
    with path.open("rb") as file:
        answer = run("formsvc.evidence.checks", file=file, out=PIPE, limits=LIMITS)
    return read_answer(answer)


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


def write_answer(answer: Inspection | str) -> str:
    """Put an inspection, or the code of a refusal, into one line for the parent process."""
    return json.dumps(answer if isinstance(answer, str) else asdict(answer))


def read_answer(line: bytes) -> Inspection:
    """Take the child's answer; raises the UploadRefused that it names."""
    answer = json.loads(line)
    if isinstance(answer, str):
        raise refused(answer)
    return Inspection(**answer)

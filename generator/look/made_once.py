"""Plain values that take long to make, kept beside our compiled code."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")
FOLDER = Path(__file__).parent / "__pycache__"


def made_once(name: str, made_of: str, make: Callable[[], Made]) -> Made:
    """Give values from where they are kept; make and keep them where they are not.

    Args:
        name: of the file in which they are kept.
        made_of: names all that they are made of, so that an old one is never taken.
        make: makes them, of what Python itself has: numbers, texts, lists.
    """
    file = FOLDER / f"{name}.{sys.implementation.cache_tag}"
    with suppress(OSError, EOFError, ValueError, TypeError):  # no such file, or a broken one
        kept_of, found = marshal.loads(file.read_bytes())  # noqa: S302 - written by us
        if kept_of == made_of:
            return found  # type: ignore[no-any-return]
    made = make()
    if not sys.dont_write_bytecode:
        part = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):  # nothing can be written there: then it is made each time
            FOLDER.mkdir(exist_ok=True)
            part.write_bytes(marshal.dumps((made_of, made)))  # type: ignore[arg-type] # see Args
            part.replace(file)
    return made

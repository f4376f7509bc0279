"""What Babel knows of a language, merged once and kept.

Babel has a language in up to four files, and merges them at each start: that takes as long as to
stamp a hundred pages, and a page needs a tenth of it. So what was merged is kept beside our
compiled code, each part to be opened when it is asked for.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import babel
from babel import Locale, localedata

FOLDER = Path(__file__).parent / "__pycache__"
_merged: dict[str, Any] = vars(localedata).get("_cache", {})
"""What Babel has merged in this process, by the name of the locale."""


class Parts(dict[str, Any]):
    """The parts of a language, like its months; a part is opened when somebody asks for it."""

    def __init__(self, closed: dict[str, bytes]) -> None:
        super().__init__()
        self.closed = closed

    def __bool__(self) -> bool:
        """Be there: Babel merges anew what is empty."""
        return True

    def __missing__(self, name: str) -> Any:
        """Open a part."""
        self[name] = pickle.loads(self.closed[name])  # noqa: S301 - written by us, see `_keep`
        return self[name]


def locale(name: str) -> Locale:
    """Give a locale of Babel, like `en_GB`; the first time ever its data is merged and kept."""
    found = Locale.parse(name)
    if name not in _merged:
        file = FOLDER / f"locale-{name}-{babel.__version__}.{sys.implementation.cache_tag}"
        closed = _closed(file) or _keep(file, name)
        _merged[name] = Parts(closed)
    return found


def _closed(file: Path) -> dict[str, bytes]:
    with suppress(OSError, EOFError, ValueError, TypeError, pickle.UnpicklingError):
        found: dict[str, bytes] = pickle.loads(file.read_bytes())  # noqa: S301
        return found
    return {}


def _keep(file: Path, name: str) -> dict[str, bytes]:
    """Merge a language and keep it, where something can be written."""
    data = localedata.load(name)
    closed = {part: pickle.dumps(value, pickle.HIGHEST_PROTOCOL) for part, value in data.items()}
    if not sys.dont_write_bytecode:
        part = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):
            FOLDER.mkdir(exist_ok=True)
            part.write_bytes(pickle.dumps(closed, pickle.HIGHEST_PROTOCOL))
            part.replace(file)
    return closed

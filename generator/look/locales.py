"""What Babel knows of a language, merged once and kept.

Babel has a language in up to four files, and merges them at each start: that takes as long as to
stamp a hundred pages, and a page needs a tenth of it. So what was merged is kept beside our
compiled code, each part to be opened when it is asked for.
"""

from __future__ import annotations

import pickle
from typing import Any

import babel
from babel import Locale, localedata

from generator.look.made_once import made_once

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
        self[name] = pickle.loads(self.closed[name])  # noqa: S301 - written by us, see `_closed`
        return self[name]


def locale(name: str) -> Locale:
    """Give a locale of Babel, like `en_GB`; the first time ever its data is merged and kept."""
    found = Locale.parse(name)
    if name not in _merged:
        closed = made_once(f"locale-{name}", babel.__version__, lambda: _closed(name))
        _merged[name] = Parts(closed)
    return found


def _closed(name: str) -> dict[str, bytes]:
    """Merge a language, and close its parts."""
    data = localedata.load(name)
    return {part: pickle.dumps(value, pickle.HIGHEST_PROTOCOL) for part, value in data.items()}

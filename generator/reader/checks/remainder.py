"""What is left of a record without the values that its model refuses.

The rest of such a record is still compared with other files, so that an editor hears of every
mistake at once and not of one after the other.
"""

from __future__ import annotations

import copy
from typing import Any

from pydantic import BaseModel, ValidationError

TURNS = 3
"""What hides behind a mistake may be a mistake too; this deep we look."""


def remainder(model: type[BaseModel], value: dict[str, Any], fault: ValidationError) -> Any:
    """Give the record without its mistakes, or None when what must be there is wrong."""
    left: Any = copy.deepcopy(value)
    for _ in range(TURNS):
        paths = [_place(left, error["loc"]) for error in fault.errors(include_url=False)]
        if any(not path for path in paths):
            return None
        # The last first: taking an entry out of a list moves those behind it.
        for path in sorted(set(paths), key=lambda path: [str(part).zfill(9) for part in path])[
            ::-1
        ]:
            _take_out(left, path)
        try:
            return model.model_validate(left)
        except ValidationError as next_fault:
            fault = next_fault
    return None


def _place(value: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Walk the parts of pydantic's place that are in the value; names of types are not."""
    path: tuple[str | int, ...] = ()
    for part in loc:
        there = part in value if isinstance(value, dict) else isinstance(value, list)
        if there and (not isinstance(value, list) or isinstance(part, int)):
            path, value = (*path, part), value[part]
    return path


def _take_out(value: Any, path: tuple[str | int, ...]) -> None:
    for part in path[:-1]:
        value = value[part]
    del value[path[-1]]

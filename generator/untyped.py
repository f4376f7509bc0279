"""What pydantic writes for type checkers only, left out when a build starts.

Its core says the shape of each of its dictionaries in a class of its own, eighty of them. To make
these takes as long as to read thirty records, and when a program runs nobody asks for them: they
make plain dictionaries. So while that one module is loaded, all of them are one and the same. Where
it does not load so, it loads as ever; tests compare what the models then do.
"""

from __future__ import annotations

import sys
import typing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MODULES = ("pydantic_core.core_schema", "pydantic_core")


class _OneForAll(type):
    """Makes every written dictionary the same class; to call that makes a plain one."""

    def __new__(mcs, name: str, bases: tuple[type, ...], *rest: Any, **options: Any) -> Any:
        return bases[0] if bases else super().__new__(mcs, name, bases, *rest)

    def __init__(cls, *_: Any, **options: Any) -> None:
        pass

    def __call__(cls, *given: Any, **named: Any) -> dict[Any, Any]:
        return dict(*given, **named)


class _Shape(metaclass=_OneForAll):
    """Any dictionary."""


class _Written:
    """Stands where `TypedDict` does."""

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (_Shape,)


def load_core() -> None:
    """Load pydantic's core."""
    import typing_extensions

    if any(name in sys.modules for name in MODULES):
        return
    places: tuple[Any, ...] = (typing, typing_extensions)
    real = [place.TypedDict for place in places]
    try:
        for place in places:
            place.TypedDict = _Written()
        import pydantic_core  # noqa: F401
    except Exception:  # a newer one may ask its shapes something; then it is loaded as it is
        for name in MODULES:
            sys.modules.pop(name, None)
    finally:
        for place, was in zip(places, real, strict=True):
            place.TypedDict = was

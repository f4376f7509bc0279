"""What Python compiles anew at each start, kept as Python keeps modules.

Of a module Python keeps the code, but not the regular expressions in it, nor the functions that
dataclasses, named tuples and written types make out of text. With all that a build loads, they
are a third of the time until it works. So the compiled form is looked up by the text that it is
made from; an old one is never taken, and what is not known is compiled as ever.

This stands before private names of the standard library: `re._compiler.compile`, and what
`dataclasses`, `collections` and `typing` call to compile a text. Where one of them is not what we
expect, nothing is kept, and all works as without it; a test tells.
"""

from __future__ import annotations

import builtins
import collections
import marshal
import os
import re
import sys
import typing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from types import CodeType, ModuleType
    from typing import Any

FILE = (
    f"{os.path.dirname(os.path.abspath(__file__))}/__pycache__/texts.{sys.implementation.cache_tag}"  # noqa: PTH100, PTH120
)
MOST = 5_000
"""So many are kept at most; a build knows a thousand."""
WORTH_IT = 10
"""Fewer are not saved: a library writes two of its patterns in another order at each start."""
_re: Any = vars(re).get("_compiler")


class Precompiled:
    """Compiled forms by what they are made from.

    Args:
        file: where they are kept; written by `save`.
    """

    def __init__(self, file: str = FILE) -> None:
        self.file = file
        self.known = _load(file)
        self.fresh: dict[Hashable, bytes] = {}
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._before: list[tuple[Any, str, Any]] = []

    def put_before(self, *modules: ModuleType) -> None:
        """Stand between these modules and the compiler; of `re` between it and its own."""
        for module in modules:
            if module is not re:
                for name in ("exec", "eval", "compile"):
                    self._put(module, name, getattr(self, name))
            elif _re and hasattr(_re, "_code") and hasattr(_re, "_sre"):
                self._compiled = _re.compile
                self._put(_re, "compile", self.pattern)

    def _put(self, module: Any, name: str, ours: Any) -> None:
        self._before.append((module, name, vars(module).get(name)))
        setattr(module, name, ours)

    def take_away(self) -> None:
        """Leave the modules as they were."""
        for module, name, was in reversed(self._before):
            if was is None:
                delattr(module, name)
            else:
                setattr(module, name, was)
        self._before.clear()

    def exec(self, text: str | CodeType, *names: dict[str, Any]) -> None:
        """Run statements, as `exec` does where it is given the names that they see."""
        builtins.exec(self._code(text, "exec"), *names)  # noqa: S102 - it is told what to run

    def eval(self, text: str | CodeType, *names: Any) -> Any:
        """Work out an expression, as `eval` does where it is given the names that it sees."""
        return builtins.eval(self._code(text, "eval"), *names)  # noqa: S307

    def compile(self, text: Any, filename: str, mode: str, *more: Any, **options: Any) -> Any:
        """Compile text, as `compile` does."""
        if more or options or filename != "<string>":
            return builtins.compile(text, filename, mode, *more, **options)
        return self._code(text, mode)

    def _code(self, text: Any, mode: str) -> Any:
        if not isinstance(text, str):
            return text
        key = (mode, text)
        code = self._codes.get(key)  # every second text is a short one like `str | None`
        if code is None and key in self.known:
            code = marshal.loads(self.known[key])  # noqa: S302 - written by us, as Python does
        elif code is None:
            code = builtins.compile(text, "<string>", mode, dont_inherit=True)
            self.fresh[key] = marshal.dumps(code)
        self._codes[key] = code
        return code

    def pattern(self, pattern: Any, flags: int = 0) -> Any:
        """Compile a regular expression, as the standard library does."""
        key = (pattern, int(flags))
        kept = self.known.get(key) if isinstance(pattern, (str, bytes)) else None
        if kept is not None:
            flags, code, groups, index = marshal.loads(kept)  # noqa: S302
            names: list[str | None] = [None] * (groups + 1)
            for name, n in index.items():
                names[n] = name
            return _re._sre.compile(pattern, flags, code, groups, index, tuple(names))
        found = self._compiled(pattern, flags)
        if isinstance(pattern, (str, bytes)) and not flags & re.DEBUG:
            code = list(map(int, _re._code(_re._parser.parse(pattern, flags), flags)))
            told = int(found.flags), code, found.groups, dict(found.groupindex)
            self.fresh[key] = marshal.dumps(told)
        return found

    def save(self) -> None:
        """Keep what this process has compiled; another may have kept something meanwhile."""
        if len(self.fresh) < WORTH_IT or sys.dont_write_bytecode:
            return
        known = _load(self.file)
        known = self.fresh if len(known) + len(self.fresh) > MOST else known | self.fresh
        self.fresh = {}
        part = f"{self.file}.{os.getpid()}"
        try:
            with open(part, "wb") as file:  # noqa: PTH123 - paths are not loaded yet
                marshal.dump((_form(), known), file)
            os.replace(part, self.file)  # noqa: PTH105
        except OSError:
            pass  # nothing can be written there; the next start takes as long as this one


def _load(file: str) -> dict[Hashable, bytes]:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123
            form, known = marshal.loads(opened.read())  # noqa: S302
    except (OSError, EOFError, ValueError, TypeError):  # no such file, or a broken one
        return {}
    return known if form == _form() else {}


def _form() -> tuple[Any, ...]:
    """Name the compilers; another one writes another form."""
    return sys.version, _re._sre.MAGIC if _re else 0


def keep() -> Precompiled:
    """Keep what is compiled from now on, but for dataclasses: they are not loaded yet."""
    kept = Precompiled()
    kept.put_before(re, typing, collections)
    return kept

"""Templates compiled for thousands of short pages.

The engine of the templates is made for the web, where a page is rendered now and then. Here one
template makes ten thousand pages in a row, so what is the same on all of them (fixed texts, the
root of the language) becomes part of the template when it is compiled, and what is left is plain
Python: an attribute is an attribute, a call is a call.
"""

from __future__ import annotations

import marshal
import os
import pickle
import zlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, Template, nodes
from jinja2.bccache import Bucket, bc_magic
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator.look.escaping import escape_text

CONSTANT = frozenset({"root", "service_root", "language"})
"""Globals that have one value in all templates of an environment."""
TRANSLATE = "t"


def shown(value: Any) -> str:
    """Escape what a template shows, unless it is HTML already.

    A template only joins what is shown, so a plain text needs no Markup around it; making one is
    most of the work of `escape`.
    """
    kind = type(value)
    if kind is str:
        return escape_text(value)
    return value if kind is Markup else escape(value)


def macro(body: Callable[..., str], names: tuple[str, ...]) -> Callable[..., Markup]:
    """Make a macro of a function that asks for all of its arguments, in their order.

    Args:
        body: writes the macro; what is `missing` it fills in itself.
        names: of its arguments.
    """
    body.__defaults__ = (missing,) * len(names)

    def call(*given: Any, **named: Any) -> Markup:
        if named:
            given += tuple(named.pop(name, missing) for name in names[len(given) :])
        return Markup(body(*given, **named))  # noqa: S704 - written by a template

    return call


class Plain(CodeGenerator):
    """Writes a template as plain Python."""

    def visit_Template(  # noqa: N802 - its name there
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Give names of their own to what every piece of a page asks for."""
        self.writeline("shown, escaped = environment.shown, environment.escaped")
        self.writeline("known = environment.globals")
        super().visit_Template(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        """Take what all templates know from there at once; a page's own values never hide it."""
        symbols, known = frame.symbols, self.environment.globals
        loads = symbols.loads
        symbols.loads = {}
        for target, (action, name) in loads.items():
            if action == VAR_LOAD_RESOLVE and name in known:
                self.writeline(f"{target} = known[{name!r}]")
            else:
                symbols.loads[target] = action, name
        super().enter_frame(frame)
        symbols.loads = loads

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro as the function that it is, when nothing in it needs more."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller:
            super().macro_def(macro_ref, frame)
            return
        names = tuple(arg.name for arg in macro_ref.node.args)
        self.write(f"environment.macro(macro, {names!r})")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        return super()._output_child_to_const(self._constant(node), frame, finalize)

    def _constant(self, node: nodes.Expr) -> nodes.Expr:
        """Give a fixed text, or a constant by its name, as what it is in this environment."""
        known: Any = self.environment.globals
        if isinstance(node, nodes.Name) and node.name in CONSTANT:
            return nodes.Const(known[node.name])
        if isinstance(node, nodes.Call) and self._is_text(node):
            return nodes.Const(known[TRANSLATE](*(arg.as_const() for arg in node.args)))
        return node

    def _is_text(self, node: nodes.Call) -> bool:
        named = isinstance(node.node, nodes.Name) and node.node.name == TRANSLATE
        return named and not (node.kwargs or node.dyn_args or node.dyn_kwargs)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Escape plain text at once; a call of ours for each would take as long again."""
        self.write("(escaped(said) if type(said := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(") is str else shown(said))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - its name there
        """Write `a.b` as it is; templates write `a["b"]` for a key."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802 - its name there
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,
    ) -> None:
        """Write a call as it is, when it has nothing that Python could not write."""
        odd = node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs)
        if odd or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for arg in node.args:
            self.visit(arg, frame)
            self.write(", ")
        for each in node.kwargs:
            self.write(f"{each.key}=")
            self.visit(each.value, frame)
            self.write(", ")
        self.write(")")


class Templates(Environment):
    """An environment whose templates are compiled plainly; see `fixed` too."""

    code_generator_class = Plain
    shown = staticmethod(shown)
    escaped = staticmethod(escape_text)
    macro = staticmethod(macro)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.known: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Give a template; it does not change in the middle of a build."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self.known:
            self.known[name] = super().get_template(name, parent)
        return self.known[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template's globals as one dictionary: two, one behind the other, are slow."""
        return {**self.globals, **(d or {})}


FOLDER = Path(__file__).parent / "__pycache__" / "templates"


def compiled(
    put_in: Mapping[str, str] | None = None, known: Iterable[str] = ()
) -> BytecodeCache | None:
    """Keep compiled templates beside our own compiled code, as Python keeps its own.

    Where nothing can be written there, they are compiled each time.

    Args:
        put_in: what becomes part of the templates when they are compiled.
        known: names that all templates know.
    """
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Compiled(put_in, known) if os.access(FOLDER, os.W_OK) else None


class Compiled(FileSystemBytecodeCache):
    """Names a template by its text and by all that was put into it: an old one is never taken."""

    def __init__(self, put_in: Mapping[str, str] | None, known: Iterable[str]) -> None:
        super().__init__(str(FOLDER))
        ours = [sorted(known), Path(__file__).read_bytes()]
        made_of = [sorted(put_in.items()), *ours] if put_in else []
        self.sum = f"{zlib.crc32(repr(made_of).encode()):x}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name a template with what is put into it."""
        return f"{super().get_cache_key(name, filename)}-{self.sum}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template at once: the library reads it from its file in a thousand small steps."""
        head = bc_magic + pickle.dumps(bucket.checksum, 2)
        with suppress(OSError, EOFError, ValueError, TypeError):  # no such file, or a broken one
            body = Path(self._get_cache_filename(bucket)).read_bytes()
            if body.startswith(head):
                bucket.code = marshal.loads(body[len(head) :])  # noqa: S302 - written by us

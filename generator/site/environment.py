"""The templates of pages, with everything they may use. One environment a language."""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import MethodType
from typing import Any, TypeVar

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.runtime import Context
from markupsafe import Markup

from generator.look.formats import formats
from generator.look.texts import Texts, texts
from generator.look.weave import Loom
from generator.look.words import Words, say
from generator.programme.content import Content
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Visit
from generator.site import amounts
from generator.site.addresses import root, service_root
from generator.site.facets import Facets
from generator.site.map import Maps
from generator.site.may_i_go import MayIGo
from generator.site.news import notices
from generator.site.prose import prose

Result = TypeVar("Result")
PLAIN = (MethodType, Texts, partial)


@cache
def compiled() -> BytecodeCache | None:
    """Keep compiled templates beside our own compiled code, as Python keeps its own.

    A template is named by its text, so an old one is never taken. Where nothing can be written
    there, they are compiled each time.
    """
    folder = Path(__file__).parent / "__pycache__" / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def once(told: Callable[[Visit], Result]) -> Callable[[Visit], Result]:
    """Ask for each visit once: its card stands on many pages.

    Only for what follows from the visit itself and from what all pages share: a page is made
    again when what it asked the programme for changes, and a kept answer asks nothing.
    """
    known: dict[str, Result] = {}

    def ask(visit: Visit) -> Result:
        if visit.slug not in known:
            known[visit.slug] = told(visit)
        return known[visit.slug]

    return ask


class Quick(Context):
    """Calls plain functions directly; the base class first asks each how it wants to be called."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function from a template."""
        if type(function) in PLAIN:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return function(*args, **kwargs)
        return super().call(function, *args, **kwargs)


class Templates(Environment):
    """An environment made for thousands of short pages."""

    context_class = Quick

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template's globals as one dictionary: two, one behind the other, are slow."""
        return {**self.globals, **(d or {})}


def environment(programme: Programme, language: str, today: date) -> Environment:
    """Make the environment for one language and day; autoescape is on."""
    env = Templates(
        loader=PrefixLoader(
            {
                "look": PackageLoader("generator.look", "templates/look"),
                "site": PackageLoader("generator.site", "templates"),
            }
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a template does not change in the middle of a build
        bytecode_cache=compiled(),
    )
    loom, t, f = Loom(programme.site.dyes), texts(language), formats(language)
    words = Words(t, f, today)

    def lang_of(text: Text) -> Markup | str:
        spoken = text.say(language).language
        return "" if spoken == language else Markup(' lang="{}"').format(spoken)

    def cloth(record: Content, cell: int = 6, css: str = "weave", uid: str = "") -> Markup:
        weave = getattr(record, "weave", None)
        return loom.cloth(
            record.slug,
            draft=weave and weave.draft,
            warp=(weave and weave.warp) or None,
            weft=(weave and weave.weft) or None,
            country=getattr(record, "country", None),
            ecosystem=getattr(record, "ecosystem", None),
            cell=cell,
            css=css,
            uid=uid or f"{record.slug}-{cell}",
        )

    env.globals.update(
        t=t,
        f=f,
        root=root(language),
        service_root=service_root(language),
        say=partial(say, language=language),
        lang_of=lang_of,
        cloth=cloth,
        prose=partial(prose, language=language),
        language=language,
        today=today,
        programme=programme,
        site=programme.site,
        about=programme.about,
        words=words,
        facets=Facets(programme, language, t, words),
        notices=lambda visit: notices(visit, today),
        may_i_go=MayIGo(programme, language, t, f, words),
        stays=once(lambda visit: amounts.stays(programme, visit, today)),
        country_groups=lambda: amounts.country_groups(programme),
        maps=Maps(programme, language, today),
        halving_clause=lambda visit: amounts.halving_clause(programme, visit),
    )
    return env

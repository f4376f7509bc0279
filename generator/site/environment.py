"""The templates of pages, with everything they may use. One environment a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.weave import Loom
from generator.look.words import Words, say
from generator.programme.content import Content
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Visit
from generator.site import amounts
from generator.site.addresses import root, service_root
from generator.site.compiling import CONSTANT, Templates, compiled, shown
from generator.site.facets import Facets
from generator.site.map import Maps
from generator.site.may_i_go import MayIGo
from generator.site.news import notices
from generator.site.prose import prose

Result = TypeVar("Result")
NOTHING = Markup("")


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
    )
    loom, t, f = Loom(programme.site.dyes), texts(language), formats(language)
    words = Words(t, f, today)

    def said(text: Text | None) -> Markup | str:
        return say(text, language)

    def say_all(texts: Iterable[Text]) -> Markup:
        return Markup(", ".join([shown(said(text)) for text in texts]))  # noqa: S704 - just escaped

    def lang_of(text: Text) -> Markup:
        spoken = text.say(language).language
        return NOTHING if spoken == language else Markup(' lang="{}"').format(spoken)

    mark = Markup(' <span class="example">{}</span>').format(t("example"))

    def example(record: Content, field: str) -> Markup:
        return mark if record.is_example(field) else NOTHING

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

    def card(visit: Visit) -> Markup:
        macros: Any = env.get_template("site/parts.html").module
        made: Markup = macros.visit_card(visit)
        return made

    env.globals.update(
        t=t,
        f=f,
        root=root(language),
        service_root=service_root(language),
        say=said,
        say_all=say_all,
        example=example,
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
        card=once(card),
        call_is_open=programme.call.opens_on <= today <= programme.call.closes_on,
        stays=once(lambda visit: amounts.stays(programme, visit, today)),
        country_groups=lambda: amounts.country_groups(programme),
        maps=Maps(programme, language, today),
        halving_clause=lambda visit: amounts.halving_clause(programme, visit),
    )
    put_in = {name: str(env.globals[name]) for name in CONSTANT}
    env.bytecode_cache = compiled(put_in | t.known, env.globals)
    return env

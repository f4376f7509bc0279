"""The templates of pages, with everything they may use. One environment a language."""

from __future__ import annotations

from datetime import date

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.weave import Loom
from generator.programme.content import Content
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.site import amounts
from generator.site.addresses import root, service_root
from generator.site.facets import Facets
from generator.site.map import Maps
from generator.site.may_i_go import MayIGo
from generator.site.news import notices
from generator.site.prose import prose
from generator.site.words import Words


def environment(programme: Programme, language: str, today: date) -> Environment:
    """Make the environment for one language and day; autoescape is on."""
    env = Environment(
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
    )
    loom, t, f = Loom(programme.site.dyes), texts(language), formats(language)
    words = Words(t, f, today)

    def say(text: Text | None) -> Markup | str:
        if text is None:
            return ""
        said = text.say(language)
        if said.language == language:
            return said.words
        return Markup('<span lang="{}">{}</span>').format(said.language, said.words)

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
        say=say,
        lang_of=lang_of,
        cloth=cloth,
        prose=prose,
        language=language,
        today=today,
        programme=programme,
        site=programme.site,
        about=programme.about,
        words=words,
        facets=Facets(programme, language, t, words),
        notices=lambda visit: notices(visit, today),
        may_i_go=MayIGo(programme, language, t, f, words),
        stays=lambda visit: amounts.stays(programme, visit, today),
        country_groups=lambda: amounts.country_groups(programme),
        maps=Maps(programme, language, today),
        halving_clause=lambda visit: amounts.halving_clause(programme, visit),
    )
    return env

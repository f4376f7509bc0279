"""The Atom feed (RFC 4287) of all notices."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.look.texts import texts
from generator.look.words import Words
from generator.programme.programme import Programme
from generator.site.addresses import root
from generator.site.news import Item, news

FEED = Markup("""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">
<id>{url}news.xml</id>
<title>{title}</title>
<updated>{updated}T00:00:00Z</updated>
<author><name>{name}</name></author>
<link rel="self" href="{url}news.xml"/>
<link rel="alternate" type="text/html" href="{url}news/"/>
{entries}</feed>
""")
ENTRY = Markup("""<entry>
<id>tag:{domain},{year}:{anchor}</id>
<title>{title}</title>
<updated>{day}T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="{url}visits/{slug}/#{anchor}"/>
<summary>{words}</summary>
</entry>
""")


def feed(programme: Programme, words: Words, language: str, today: date) -> bytes:
    """Write the feed of one language; it changes only when there is a new notice."""
    items = news(programme, today)
    updated = items[0].notice.from_ if items else programme.call.opens_on
    url = f"{programme.site.public_url.rstrip('/')}{root(language)}"
    title = programme.site.title
    return (
        FEED.format(
            language=language,
            url=url,
            name=title,
            title=texts(language)("%(programme)s: what changed", programme=title),
            updated=updated.isoformat(),
            entries=Markup("").join(_entry(item, url, words, language) for item in items),
        )
    ).encode()


def _entry(item: Item, url: str, words: Words, language: str) -> Markup:
    visit, notice = item.visit, item.notice
    title = f"{visit.short_title.say(language).words}: {words.notice(notice.kind)}"
    return ENTRY.format(
        domain=urlsplit(url).hostname,
        year=notice.from_.year,
        anchor=item.anchor,
        slug=visit.slug,
        url=url,
        title=title,
        day=notice.from_.isoformat(),
        words=notice.words.say(language).words,
    )

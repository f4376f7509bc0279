"""What a page's head says to machines: share picture, scripts, feeds, structured data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from markupsafe import escape

from generator.look.formats import formats
from generator.programme.programme import Programme
from generator.site.addresses import root
from generator.site.pages import Page

SHARE_PICTURE = "assets/share.png"


def head(programme: Programme, page: Page, language: str) -> str:
    """Give the lines of a page's head beyond title, description and canonical address."""
    return "\n".join(_lines(programme, page, language))


def _lines(programme: Programme, page: Page, language: str) -> Iterator[str]:
    site = programme.site
    base = site.public_url.rstrip("/")
    yield '<meta property="og:type" content="website">'
    yield f'<meta property="og:site_name" content="{escape(site.title)}">'
    yield f'<meta property="og:title" content="{escape(page.title)}">'
    yield f'<meta property="og:description" content="{escape(page.description)}">'
    yield f'<meta property="og:url" content="{base}{root(language)}{page.url}">'
    yield f'<meta property="og:image" content="{base}/{SHARE_PICTURE}">'
    yield f'<meta property="og:locale" content="{formats(language).code}">'
    for each in site.languages if len(site.languages) > 1 else ():
        yield f'<link rel="alternate" hreflang="{each}" href="{base}{root(each)}{page.url}">'
    for script in page.scripts:
        yield f'<script type="module" src="/assets/{script}.js"></script>'
    if page.data:
        yield structured(page.data)


def structured(data: dict[str, object]) -> str:
    """Give schema.org data as a block that no text in it can end: `<` is written as \\u003c."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'

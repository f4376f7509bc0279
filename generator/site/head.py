"""What a page's head says to machines: share picture, scripts, feeds, structured data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from markupsafe import Markup, escape

from generator.look.formats import formats
from generator.programme.programme import Programme
from generator.site.addresses import root
from generator.site.pages import Page

SHARE_PICTURE = "assets/share.png"


def head(programme: Programme, page: Page, language: str) -> Markup:
    """Give the lines of a page's head beyond title, description and canonical address."""
    return Markup("\n".join(_lines(programme, page, language)))  # noqa: S704 - escaped below


def _lines(programme: Programme, page: Page, language: str) -> Iterator[str]:
    site = programme.site
    base = site.public_url.rstrip("/")
    for name, value in {
        "og:type": "website",
        "og:site_name": site.title,
        "og:title": page.title,
        "og:description": page.description,
        "og:url": f"{base}{root(language)}{page.url}",
        "og:image": f"{base}/{SHARE_PICTURE}",
        "og:locale": str(formats(language).locale),
    }.items():
        yield f'<meta property="{name}" content="{escape(value)}">'
    for each in site.languages if len(site.languages) > 1 else ():
        address = f"{base}{root(each)}{page.url}"
        yield f'<link rel="alternate" hreflang="{each}" href="{escape(address)}">'
    for script in page.scripts:
        yield f'<script type="module" src="/assets/{script}.js"></script>'
    if page.data:
        yield structured(page.data)


def structured(data: dict[str, object]) -> Markup:
    """Give schema.org data as a block that no text in it can end: `<` is written as \\u003c."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - no "<" in it

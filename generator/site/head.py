"""What a page's head says to machines: share picture, scripts, feeds, structured data."""

from __future__ import annotations

import json

from generator.look.escaping import escape_text
from generator.look.formats import formats
from generator.programme.programme import Programme
from generator.site.addresses import root
from generator.site.pages import Page

SHARE_PICTURE = "assets/share.png"


class Heads:
    """The heads of one language's pages; what is the same in all of them is made once."""

    def __init__(self, programme: Programme, language: str) -> None:
        site = programme.site
        self._base = site.public_url.rstrip("/")
        self._here = f"{self._base}{root(language)}"
        self._site, self._ending = site.title, escape_text(f" · {site.title}")
        self._first = (
            '<meta property="og:type" content="website">\n'
            f'<meta property="og:site_name" content="{escape_text(site.title)}">\n'
        )
        self._common = (
            f'<meta property="og:image" content="{self._base}/{SHARE_PICTURE}">\n'
            f'<meta property="og:locale" content="{formats(language).code}">'
        )
        self._roots = [(each, root(each)) for each in site.languages]

    def parts(self, page: Page) -> dict[str, str]:
        """Give what stands at the markers of a page's head."""
        title, description = escape_text(page.title), escape_text(page.description)
        canonical = f"{self._here}{page.url}"
        same = page.title == self._site
        found = {
            "title": title if same else title + self._ending,
            "description": description,
            "canonical": canonical,
            "head": f'{self._first}<meta property="og:title" content="{title}">\n'
            f'<meta property="og:description" content="{description}">\n'
            f'<meta property="og:url" content="{canonical}">\n{self._common}{self._more(page)}',
        }
        for each, start in self._roots:
            found[f"href:{each}"] = f"{start}{page.url}"
        return found

    def _more(self, page: Page) -> str:
        others = self._roots if len(self._roots) > 1 else ()
        lines = [
            f'<link rel="alternate" hreflang="{each}" href="{self._base}{start}{page.url}">'
            for each, start in others
        ]
        lines += [f'<script type="module" src="/assets/{it}.js"></script>' for it in page.scripts]
        if page.data:
            lines.append(structured(page.data))
        return "".join([f"\n{line}" for line in lines])


def structured(data: dict[str, object]) -> str:
    """Give schema.org data as a block that no text in it can end: `<` is written as \\u003c."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'

"""The same page in the site's other languages, told to search engines in its head."""

from __future__ import annotations

from markupsafe import Markup

from generator.programme.site_config import SiteConfig
from generator.programme.text import ENGLISH
from generator.site.addresses import root

LINE = Markup('<link rel="alternate" hreflang="{}" href="{}">')


def alternates(site: SiteConfig, url: str) -> Markup:
    """Give a line for each language, and one for people who read none of them: English.

    A site in one language has none.

    Args:
        site: names the languages and the public address.
        url: the page below the root of its language.
    """
    if len(site.languages) == 1:
        return Markup()
    base = site.public_url.rstrip("/")
    shown = [(language, f"{base}{root(language)}{url}") for language in site.languages]
    shown.append(("x-default", f"{base}{root(ENGLISH)}{url}"))
    return Markup("\n").join(LINE.format(*one) for one in shown)

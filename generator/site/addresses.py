"""Addresses of pages: English at the root, every other language in a folder of its own."""

from __future__ import annotations

import re

from generator.programme.text import ENGLISH

OWN_LINK = re.compile(r'(<a\b[^>]*?\shref=")/(?!/)([^"]*)"')
ONCE = ("files/", "assets/", "review/")
"""What stands on the site once, whatever the language."""
IN_EACH = re.compile(r"(?:.*/|.*\.ics|news\.xml)?")
"""Addresses that every language has: of pages, calendars and news."""


def root(language: str) -> str:
    """Give the path at which a language begins: / or /cs/."""
    return "/" if language == ENGLISH else f"/{language}/"


def service_root(language: str) -> str:
    """Give the path at which the form service begins: /apply/ or /apply/cs/.

    The language follows the first part, because the service's cookie lives at /apply.
    """
    return "/apply/" if language == ENGLISH else f"/apply/{language}/"


def in_language(html: str, language: str) -> str:
    """Let links to English pages of the site lead to the same pages in another language.

    Args:
        html: a page in English words that is shown in the other language, or a translated one.
        language: the language of the page around it.
    """
    if language == ENGLISH or 'href="/' not in html:
        return html
    return OWN_LINK.sub(lambda found: f'{found[1]}{_translated(found[2], language)}"', html)


def _translated(address: str, language: str) -> str:
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    first = path.partition("/")[0]
    if first == "apply":
        rest = address.removeprefix("apply").lstrip("/")
        here = f"{language}/"
        return service_root(language) + rest.removeprefix(here)
    if len(first) == len("cs") or path.startswith(ONCE) or not IN_EACH.fullmatch(path):
        return f"/{address}"
    return root(language) + address

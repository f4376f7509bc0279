"""Markdown of records, made safe: CommonMark, raw HTML dropped, a list of allowed tags."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import cmarkgfm
from cmarkgfm.cmark import Options
from markupsafe import Markup

from generator.programme.text import ENGLISH
from generator.reader.checks.targets import address_of
from generator.site.addresses import in_language

if TYPE_CHECKING:
    from nh3 import Cleaner

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br",
        "hr", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
LINK = re.compile(r"\[(?<![\\\]!\[]\[)[^\[\]<>`\\\n]+\]\(https?://[^\s()<>\\\"'*_]*\)")
SCHEMES = {"http", "https", "mailto"}
# Each way begins with a letter of its own: so Python looks for any of them at once.
EXTENDED = re.compile(r"\||~|@|\0|\f|\v|\r|\[[ xX]\]|://")
"""Signs of what only GitHub's Markdown knows: tables, bare addresses, struck words."""
NO_SIGN = bytes(set(range(256)) - set(b"|~@\0\f\v\r[:"))
"""With what cannot begin a sign taken out, most texts are empty: that is soon seen."""
USUAL_LINK = r"a href=\"https?://(?:[a-z0-9]+\.)+[a-z]{2,}(?:[/?#][^\"<>&\s]*)?\""
# One sign at the start of a pattern: Python looks for that much faster than for one of several.
UNUSUAL_TAG = re.compile(
    rf"<(?!(?:/?(?:p|li|h[234]|[uo]l|strong|em|code|blockquote|a)|{USUAL_LINK})>)"
)
UNUSUAL_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")


RELATIVE = re.compile(r'(?<=\shref=")(?![/#]|[a-z]+:)([^"?#]+)')


def prose(markdown: str, language: str = ENGLISH) -> Markup:
    """Turn Markdown into HTML that can carry no script.

    Most of it has only tags that every text may have and links to other sites; then there is
    nothing to clean.

    Args:
        markdown: the words of a record; its links are counted from the root of the site.
        language: the language of the page, in which links to other pages stay.
    """
    made = html(markdown)
    return cleaned(made, language) if _is_unusual(made) else Markup(made)  # noqa: S704 - looked at


def _is_unusual(made: str) -> bool:
    """Say whether the cleaner might take something out, or write it in another way."""
    return bool(
        UNUSUAL_TAG.search(made) or UNUSUAL_ENTITY.search(made) or "\0" in made or "\u00a0" in made
    )


@cache
def cleaner() -> Cleaner:
    """Give what takes out all that may not stand in prose; many builds do without."""
    from nh3 import Cleaner

    return Cleaner(tags=TAGS, url_schemes=SCHEMES, link_rel=None)


def cleaned(made: str, language: str) -> Markup:
    """Take out what may not stand in prose, and count links from the root of the site."""
    clean = cleaner().clean(made)
    if 'href="' in clean:
        clean = RELATIVE.sub(lambda found: f"/{address_of(found[1], '')}", clean)
        clean = in_language(clean, language)
    return Markup(clean)  # noqa: S704 - just cleaned


def html(markdown: str) -> str:
    """Turn Markdown into HTML, without the extensions where nothing asks for them.

    The answer is the same; the library's extended way never frees its tree, 10 kB a text.
    """
    rest = LINK.sub("", markdown)
    is_told = rest.encode().translate(None, NO_SIGN) and EXTENDED.search(rest)
    if is_told or "www." in markdown:
        return str(cmarkgfm.github_flavored_markdown_to_html(markdown))
    return str(cmarkgfm.markdown_to_html(markdown, Options.CMARK_OPT_GITHUB_PRE_LANG))

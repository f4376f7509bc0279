"""Markdown of records, made safe: CommonMark, raw HTML dropped, a list of allowed tags."""

from __future__ import annotations

import re

import cmarkgfm
import nh3
from cmarkgfm.cmark import Options
from markupsafe import Markup

from generator.programme.text import ENGLISH
from generator.reader.checks.links import address_of
from generator.site.addresses import in_language

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br",
        "hr", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
LINK = re.compile(r"(?<![\\\]!\[])\[[^\[\]<>`\\\n]+\]\(https?://[^\s()<>\\\"'*_]*\)")
CLEANER = nh3.Cleaner(tags=TAGS, url_schemes={"http", "https", "mailto"}, link_rel=None)
EXTENDED = re.compile(r"[|~@]|\[[ xX]\]|://|www\.|[\0\f\v\r]")
"""Signs of what only GitHub's Markdown knows: tables, bare addresses, struck words."""


RELATIVE = re.compile(r'(?<=\shref=")(?![/#]|[a-z]+:)([^"?#]+)')


def prose(markdown: str, language: str = ENGLISH) -> Markup:
    """Turn Markdown into HTML that can carry no script.

    Args:
        markdown: the words of a record; its links are counted from the root of the site.
        language: the language of the page, in which links to other pages stay.
    """
    made = CLEANER.clean(html(markdown))
    if 'href="' in made:
        made = RELATIVE.sub(lambda found: f"/{address_of(found[1], '')}", made)
        made = in_language(made, language)
    return Markup(made)  # noqa: S704 - just cleaned


def html(markdown: str) -> str:
    """Turn Markdown into HTML, without the extensions where nothing asks for them.

    The answer is the same; the library's extended way never frees its tree, 10 kB a text.
    """
    if EXTENDED.search(LINK.sub("", markdown)):
        return str(cmarkgfm.github_flavored_markdown_to_html(markdown))
    return str(cmarkgfm.markdown_to_html(markdown, Options.CMARK_OPT_GITHUB_PRE_LANG))

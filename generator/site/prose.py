"""Markdown of records, made safe: CommonMark, raw HTML dropped, a list of allowed tags."""

from __future__ import annotations

import cmarkgfm
import nh3
from markupsafe import Markup

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br",
        "hr", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


def prose(markdown: str) -> Markup:
    """Turn Markdown into HTML that can carry no script."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown)
    clean = nh3.clean(html, tags=TAGS, url_schemes={"http", "https", "mailto"}, link_rel=None)
    return Markup(clean)  # noqa: S704 - cleaned on the line above

"""sitemap.xml and robots.txt: which pages there are, and which are not for robots."""

from __future__ import annotations

from collections.abc import Iterable

from generator.look.escaping import escape_text

INDEX = "index.html"


def sitemap(public_url: str, paths: Iterable[str]) -> bytes:
    """List the public pages among these files of the site, in the order of their addresses."""
    pages = sorted(path.removesuffix(INDEX) for path in paths if path.endswith(INDEX))
    base = escape_text(public_url.rstrip("/"))
    urls = [f"<url><loc>{base}/{escape_text(page)}</loc></url>\n" for page in pages]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(urls)}</urlset>\n"
    ).encode()


def robots(public_url: str) -> bytes:
    """Keep robots out of forms and the office, and show them the sitemap."""
    lines = ("User-agent: *", "Disallow: /apply/", "Disallow: /review/", "")
    return "\n".join((*lines, f"Sitemap: {public_url.rstrip('/')}/sitemap.xml", "")).encode()

"""sitemap.xml and robots.txt: which pages there are, and which are not for robots."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

INDEX = "index.html"
URL = Markup("<url><loc>{}/{}</loc></url>\n")


def sitemap(public_url: str, paths: Iterable[str]) -> bytes:
    """List the public pages among these files of the site, in the order of their addresses."""
    pages = sorted(path.removesuffix(INDEX) for path in paths if path.endswith(INDEX))
    base = public_url.rstrip("/")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(URL.format(base, page) for page in pages)}</urlset>\n"
    ).encode()


def robots(public_url: str) -> bytes:
    """Keep robots out of forms and the office, and show them the sitemap."""
    lines = ("User-agent: *", "Disallow: /apply/", "Disallow: /review/", "")
    return "\n".join((*lines, f"Sitemap: {public_url.rstrip('/')}/sitemap.xml", "")).encode()

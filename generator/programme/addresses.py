"""Addresses of the site's own pages, so that a link to them can be checked before the build."""

from __future__ import annotations

LISTS = (
    "",
    "visits/",
    "hosts/",
    "partners/",
    "rules/",
    "documents/",
    "may-i-go/",
    "search/",
    "news/",
)
"""Pages made from many records. A page that is added to the site is added here too."""
FILES = ("news.xml", "visits.ics")
"""Files for machines that every language has, beside the calendar of each visit."""
FILES_ONCE = ("catalogue.json", "sitemap.xml", "robots.txt", "assets/share.png", "assets/mark.svg")
RULES = "rules/"
RULES_ANCHORS = frozenset({"lump-sums", "conditions"})
"""Anchors of the page of rules, beside the id of each rule."""
FOLDERS = {"visits": "visits/", "hosts": "hosts/", "clusters": "partners/"}
"""Where the records of a content folder stand on the site."""


def of_record(folder: str, slug: str) -> str | None:
    """Give the address of a record's page, or None for a record without one."""
    return f"{FOLDERS[folder]}{slug}/" if folder in FOLDERS else None

"""The first look at an editorial page: what stands above its text, its anchors, its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.reader.checks.markdown import headings
from generator.reader.checks.passages import FENCED, FRONT_MATTER, of_page
from generator.reader.checks.syntax import plain
from generator.reader.checks.texts import page_findings
from generator.reader.nodes import Mistake, Tree, parse
from generator.reader.written import Wanted, Written

OWN_ANCHOR = re.compile(r"\s*\{:?[^}]*#([\w-]+)[^}]*\}\s*$")
MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]")
NEEDED = ("title", "description")


def page_written(wanted: Wanted, text: str) -> Written:
    """Look at a page; it says its anchors, and then what its words say."""
    passage = of_page(text, wanted.language)
    found = page_findings(passage)
    said = tuple(sorted(anchors_of(passage.words))), found.packed()
    return Written(wanted, Tree({}, mistakes=_front_matter(text)), (), found.mistakes, said)


def _front_matter(text: str) -> Iterator[Mistake]:
    front = FRONT_MATTER.match(text)
    if not front:
        hint = 'start it with "---", title: …, description: …, "---"'
        yield Mistake((1, 1), "front-matter", "this page says no title", hint)
        return
    tree = parse(front[0].removeprefix("---").removesuffix("---\n"))
    yield from (plain(mistake, front[0]) for mistake in tree.mistakes)
    known = tree.value if isinstance(tree.value, dict) else {}
    for key in NEEDED:
        if not known.get(key):
            hint = "search results and shared links show it"
            yield Mistake((1, 1), "front-matter", f'the page has no "{key}"', hint)


def anchors_of(words: str) -> frozenset[str]:
    """Give the anchors of a page's headings, as the engine makes them."""
    plain = FENCED.sub("", words)
    anchors: set[str] = set()
    for _, _, heading in headings(plain):
        own = OWN_ANCHOR.search(heading)
        anchor = own[1] if own else _slug(heading)
        n, unique = 0, anchor
        while unique in anchors:
            n += 1
            unique = f"{anchor}_{n}"
        anchors.add(unique)
    return frozenset(anchors)


def _slug(heading: str) -> str:
    """The same steps as Python-Markdown's `toc.slugify`."""
    words = MARKS.sub(lambda found: found[1] or "", heading)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())

"""Editorial pages: Markdown in content/pages and in content/translations/LANG/pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.programme.text import ENGLISH
from generator.reader.checks.markdown import headings
from generator.reader.checks.passages import FENCED, FRONT_MATTER, of_page
from generator.reader.checks.syntax import plain
from generator.reader.checks.texts import NOTHING, Findings, page_findings
from generator.reader.nodes import Mistake, parse

OWN_ANCHOR = re.compile(r"\s*\{:?[^}]*#([\w-]+)[^}]*\}\s*$")
MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]")
NEEDED = ("title", "description")


@dataclass(frozen=True)
class PageFile:
    """One page: its file, its language, its address, its anchors, and what its words say."""

    path: Path
    language: str
    name: str
    """The path below its folder of pages; a translation has the same one."""
    anchors: frozenset[str] = frozenset()
    findings: Findings = NOTHING

    @property
    def address(self) -> str:
        """The address, as the engine makes it from the path; index.md is its folder."""
        stem = self.name.removesuffix(".md")
        short = stem.removesuffix("index") if f"/{stem}".endswith("/index") else f"{stem}/"
        return short if self.language == ENGLISH else f"{self.language}/{short}"


def page_files(content: Path) -> Iterator[PageFile]:
    """Read every page of every language."""
    folders = {ENGLISH: content / "pages"}
    for folder in sorted((content / "translations").glob("*/pages")):
        folders[folder.parent.name] = folder
    for language, folder in folders.items():
        for path in sorted(folder.rglob("*.md")):
            yield _page_file(path, language, path.relative_to(folder).as_posix())


def _page_file(path: Path, language: str, name: str) -> PageFile:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        bad = Mistake((1, 1), "not-utf-8", "this file is not UTF-8 text", "save it as UTF-8")
        return PageFile(path, language, name, findings=Findings((bad,)))
    passage = of_page(text, language)
    found = page_findings(passage)
    mistakes = (*_front_matter(text), *found.mistakes)
    told = Findings(mistakes, found.links, found.amounts, found.promises)
    return PageFile(path, language, name, anchors_of(passage.words), told)


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

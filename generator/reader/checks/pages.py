"""Editorial pages: Markdown in content/pages and in content/translations/LANG/pages."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from generator.programme.text import ENGLISH
from generator.reader.checks.findings import Findings
from generator.reader.nodes import Mistake
from generator.reader.written import Written


class PageFile(NamedTuple):
    """One page: its file, its language, its anchors, what its words say, and what is wrong."""

    path: Path
    language: str
    name: str
    """The path below its folder of pages; a translation has the same one."""
    anchors: frozenset[str]
    findings: Findings
    mistakes: tuple[Mistake, ...]

    @classmethod
    def of(cls, written: Written, content: Path) -> PageFile:
        """Give a page that was looked at."""
        path, language = Path(written.wanted.file), written.wanted.language
        below = "pages" if language == ENGLISH else f"translations/{language}/pages"
        name = path.relative_to(content / below).as_posix()
        anchors, findings = written.said or ((), ())
        found = Findings.unpacked(findings)
        return cls(path, language, name, frozenset(anchors), found, written.mistakes)

    @property
    def address(self) -> str:
        """The address, as the engine makes it from the path; index.md is its folder."""
        stem = self.name.removesuffix(".md")
        short = stem.removesuffix("index") if f"/{stem}".endswith("/index") else f"{stem}/"
        return short if self.language == ENGLISH else f"{self.language}/{short}"

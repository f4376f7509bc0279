"""What stands beside the records: it is read while a second process reads those."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.reader.checks.files import stray_mistakes
from generator.reader.checks.pages import PageFile, page_files
from generator.reader.checks.translations import translation_mistakes
from generator.reader.nodes import Mistake


class Alone:
    """Pages and mails, and what is wrong outside the records."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.pages: list[PageFile] = []
        self.mistakes: list[tuple[Path, Mistake]] = []

    def read(self, folders: Collection[str]) -> None:
        """Read them; `folders` are those of records."""
        from generator.reader.mails import mail_mistakes  # slow to load, so here too

        self.pages += page_files(self.content)
        self.mistakes += mail_mistakes(self.content)
        self.mistakes += stray_mistakes(self.content, folders)
        self.mistakes += translation_mistakes(self.content, self.pages)
        for page in self.pages:
            self.mistakes += ((page.path, mistake) for mistake in page.findings.mistakes)

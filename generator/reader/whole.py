"""What shows only when the whole folder is looked at: beside the records, and one beside the other.

Loaded only when it is asked for: a build does that while a second process reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.reader.checks.files import stray_mistakes
from generator.reader.checks.pages import PageFile
from generator.reader.checks.prose import Prose
from generator.reader.checks.together import together_mistakes
from generator.reader.checks.translations import translation_mistakes
from generator.reader.kinds import FOLDERS
from generator.reader.mails import mail_mistakes
from generator.reader.nodes import Mistake
from generator.reader.production import made_up_addresses, production_mistakes
from generator.reader.reading import Files
from generator.reader.references import index, reference_mistakes
from generator.reader.sources import Source
from generator.reader.written import MAILS, PAGES

Found = Iterator[tuple[Path, Mistake]]


def whole_mistakes(content: Path, files: Files, today: date | None, *, production: bool) -> Found:
    """Give what is wrong in a folder, beyond what each of its records says of itself.

    Args:
        content: the folder.
        files: its files, as they were looked at.
        today: the programme date; without it nothing depends on the clock.
        production: refuse examples and a moved date too.
    """
    pages = [PageFile.of(one, content) for one in files.texts if one.wanted.kind == PAGES]
    mails = {one.wanted.file: one for one in files.texts if one.wanted.kind == MAILS}
    yield from mail_mistakes(content, mails)
    yield from _beside_records(content, pages)
    yield from _references(content, files.sources, production=production)
    yield from Prose(content, files.sources, pages).mistakes(today)
    for source, mistake in together_mistakes(files.sources):
        yield source.path, mistake
    if production:
        yield from made_up_addresses(content)


def _beside_records(content: Path, pages: list[PageFile]) -> Found:
    yield from stray_mistakes(content, FOLDERS)
    yield from translation_mistakes(content, pages)
    for page in pages:
        for mistake in page.mistakes:
            yield page.path, mistake


def _references(content: Path, sources: list[Source], *, production: bool) -> Found:
    files = index(sources)
    for source in sources:
        if source.record is None:
            continue
        found = list(reference_mistakes(source, files, content))
        if production:
            found += production_mistakes(source.tree)
        if found:  # where a placeholder stands, more is noise
            from generator.reader.checks.wording import placeholder_places

            noise = placeholder_places(source.tree.mistakes)
            found = [mistake for mistake in found if mistake.place not in noise]
        for mistake in found:
            yield source.path, mistake

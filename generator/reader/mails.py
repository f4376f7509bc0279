"""Mail templates: each that the form service sends must be there, in every language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.programme.languages import ISO_639_1
from generator.programme.mails import MAILS, MailKind
from generator.programme.text import ENGLISH
from generator.reader.meant import suggestion
from generator.reader.nodes import Mistake
from generator.reader.written import Written, folders_in

FILES = {f"{name}.txt": kind for name, kind in MAILS.items()}


def mail_mistakes(content: Path, mails: Mapping[str, Written]) -> Iterator[tuple[Path, Mistake]]:
    """Give what is wrong with the mail templates of every language.

    Args:
        content: the folder of content.
        mails: every mail that is there, by its place, as it was looked at.
    """
    folder = f"{content}/mails"
    languages = {ENGLISH, *folders_in(folder)}
    for language in sorted(languages & ISO_639_1):
        for name, kind in FILES.items():
            file = f"{folder}/{language}/{name}"
            found = mails[file].mistakes if file in mails else _missing(name, kind, language)
            for mistake in found:
                yield Path(file), mistake
        for name in _strays(f"{folder}/{language}"):
            words = "no mail has this name"
            mistake = Mistake((1, 1), "unknown-mail", words, suggestion(name, [*FILES]))
            yield Path(folder, language, name), mistake


def _missing(name: str, kind: MailKind, language: str) -> Iterator[Mistake]:
    sent = f"it is sent when {kind.sent_when}"
    if language == ENGLISH:
        yield Mistake((1, 1), "missing-file", f"this mail is missing; {sent}", "write it")
    elif not kind.to_staff:
        words = f"this mail is not written in this language; {sent}"
        hint = f"translate mails/{ENGLISH}/{name}"
        yield Mistake((1, 1), "untranslated-mail", words, hint)


def _strays(folder: str) -> list[str]:
    """Give what stands in a folder of mails and is none; a folder may be missing."""
    there = os.listdir(folder) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208
    return sorted(set(there) - FILES.keys())

"""Mail templates: each must be there, with a subject, and ask only for fields that exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

from generator.programme.mails import MAILS, MailKind
from generator.programme.text import ENGLISH
from generator.reader.checks.passages import Passage
from generator.reader.checks.wording import (
    doubled_mistakes,
    placeholder_mistakes,
    unfinished_mistakes,
)
from generator.reader.explain import suggestion
from generator.reader.nodes import Mistake

SUBJECT = "Subject: "
ENVIRONMENT = Environment()  # noqa: S701 - templates are read with it, never rendered


def mail_mistakes(content: Path) -> Iterator[tuple[Path, Mistake]]:
    """Give what is wrong with the mail templates of every language."""
    folder = content / "mails"
    languages = {ENGLISH} | {path.name for path in folder.glob("*") if path.is_dir()}
    for language in sorted(languages):
        for name, kind in MAILS.items():
            path = folder / language / f"{name}.txt"
            if path.is_file():
                for mistake in _file_mistakes(path, kind):
                    yield path, mistake
            elif language == ENGLISH:
                words = f"this mail is missing; it is sent when {kind.sent_when}"
                yield path, Mistake((1, 1), "missing-file", words, "write it")
        for path in sorted((folder / language).glob("*")):
            if path.name not in {f"{name}.txt" for name in MAILS}:
                hint = suggestion(path.name, [f"{name}.txt" for name in MAILS])
                yield path, Mistake((1, 1), "unknown-mail", "no mail has this name", hint)


def _file_mistakes(path: Path, kind: MailKind) -> Iterator[Mistake]:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        yield Mistake((1, 1), "not-utf-8", "this file is not UTF-8 text", "save it as UTF-8")
    else:
        yield from _template_mistakes(text, kind)
        passage = Passage(text, text, language=path.parent.name)
        yield from (*placeholder_mistakes(passage), *unfinished_mistakes(passage))
        yield from doubled_mistakes(passage)


def _template_mistakes(text: str, kind: MailKind) -> Iterator[Mistake]:
    if not text.startswith(SUBJECT):
        yield Mistake((1, 1), "no-subject", "a mail starts with its subject", 'write "Subject: …"')
    try:
        asked = meta.find_undeclared_variables(ENVIRONMENT.parse(text))
    except TemplateSyntaxError as fault:
        yield Mistake((fault.lineno, 1), "mail-syntax", str(fault.message), "look at the braces")
        return
    for name in sorted(asked - kind.fields):
        line = next((n for n, row in enumerate(text.splitlines(), 1) if name in row), 1)
        yield Mistake(
            (line, 1),
            "unknown-field",
            f'the mail has no field "{name}"',
            suggestion(name, sorted(kind.fields)),
        )

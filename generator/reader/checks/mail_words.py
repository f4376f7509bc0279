"""The first look at a mail: its subject, its fields, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.programme.mails import MAILS, MailKind
from generator.reader.checks.passages import Passage
from generator.reader.checks.texts import slips_in
from generator.reader.meant import suggestion
from generator.reader.nodes import Mistake, Tree
from generator.reader.written import Wanted, Written

SUBJECT = "Subject: "
FIELD = re.compile(r"\{\{ ([a-z_]+) \}\}")
"""A field by its bare name: most mails have nothing else."""


def mail_written(wanted: Wanted, text: str) -> Written:
    """Look at a mail; of one that the form service never sends, only at its words."""
    name = wanted.file.rpartition("/")[2].removesuffix(".txt")
    told = _template_mistakes(text, MAILS[name]) if name in MAILS else ()
    slips = slips_in(Passage(text, text, language=wanted.language))
    return Written(wanted, Tree({}), told=[*told, *slips])


def _template_mistakes(text: str, kind: MailKind) -> Iterator[Mistake]:
    if not text.startswith(SUBJECT):
        yield Mistake((1, 1), "no-subject", "a mail starts with its subject", 'write "Subject: …"')
    elif not text.partition("\n\n")[2].strip() or "\n" in text.partition("\n\n")[0]:
        words = "a mail has one line with its subject, an empty line, and then its text"
        yield Mistake((1, 1), "mail-layout", words, "put an empty line after the subject")
    asked = plain_fields(text)
    if asked is not None and asked <= kind.fields:
        yield from field_mistakes(text, asked, kind)
        return
    # It loads the engine of templates, and is slow itself.
    from generator.reader.checks.mail_templates import parsed_mistakes

    yield from parsed_mistakes(text, kind)


def plain_fields(text: str) -> set[str] | None:
    """Give the fields of a template that only names fields; None when it may do more."""
    pieces = FIELD.split(text)
    return None if any("{" in words for words in pieces[::2]) else set(pieces[1::2])


def field_mistakes(text: str, asked: set[str], kind: MailKind) -> Iterator[Mistake]:
    """Give the fields that a template asks for and nobody has, and those that it must name."""
    for name in sorted(asked - kind.fields):
        line = next((n for n, row in enumerate(text.splitlines(), 1) if name in row), 1)
        yield Mistake(
            (line, 1),
            "unknown-field",
            f'the mail has no field "{name}"',
            suggestion(name, sorted(kind.fields)),
        )
    for name in sorted(kind.needed - asked):
        words = f'the mail does not say its "{name}"; it is sent when {kind.sent_when}'
        yield Mistake((1, 1), "missing-field", words, f"write {{{{ {name} }}}} where it belongs")

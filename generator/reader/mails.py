"""Mail templates: each must be there, with a subject, and ask only for fields that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from generator.programme.languages import ISO_639_1
from generator.programme.mails import MAILS, MailKind
from generator.programme.text import ENGLISH
from generator.reader.explain import suggestion
from generator.reader.nodes import Mistake

SUBJECT = "Subject: "
FIELD = re.compile(r"\{\{ ([a-z_]+) \}\}")
"""A field by its bare name: most mails have nothing else."""
TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
"""As the form service has it."""
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
FAILS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template with more than fields may do when it is filled in."""


def mail_mistakes(
    content: Path, slips: Mapping[str, Sequence[Mistake]]
) -> Iterator[tuple[Path, Mistake]]:
    """Give what is wrong with the mail templates of every language.

    Args:
        content: the folder of content.
        slips: what is wrong with the words of each file.
    """
    folder = content / "mails"
    languages = {ENGLISH} | {path.name for path in folder.glob("*") if path.is_dir()}
    for language in sorted(languages & ISO_639_1):
        for name, kind in MAILS.items():
            path = folder / language / f"{name}.txt"
            if path.is_file():
                for mistake in (*_file_mistakes(path, kind), *slips.get(str(path), ())):
                    yield path, mistake
            elif language == ENGLISH:
                words = f"this mail is missing; it is sent when {kind.sent_when}"
                yield path, Mistake((1, 1), "missing-file", words, "write it")
            elif not kind.to_staff:
                words = (
                    f"this mail is not written in this language; it is sent when {kind.sent_when}"
                )
                yield (
                    path,
                    Mistake(
                        (1, 1), "untranslated-mail", words, f"translate mails/{ENGLISH}/{name}.txt"
                    ),
                )
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


def _template_mistakes(text: str, kind: MailKind) -> Iterator[Mistake]:
    if not text.startswith(SUBJECT):
        yield Mistake((1, 1), "no-subject", "a mail starts with its subject", 'write "Subject: …"')
    elif not text.partition("\n\n")[2].strip() or "\n" in text.partition("\n\n")[0]:
        words = "a mail has one line with its subject, an empty line, and then its text"
        yield Mistake((1, 1), "mail-layout", words, "put an empty line after the subject")
    asked = plain_fields(text)
    if asked is not None and asked <= kind.fields:  # the parser would take 40 ms of every build
        yield from _field_mistakes(text, asked, kind)
        return
    try:
        tree = TEMPLATES.parse(text)
        asked = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as fault:
        yield Mistake((fault.lineno, 1), "mail-syntax", str(fault.message), "look at the braces")
        return
    yield from _field_mistakes(text, asked, kind)
    if not asked - kind.fields and not all(
        type(node) in PLAIN for node in tree.find_all(nodes.Node)
    ):
        yield from _filling_mistakes(text, kind)


def plain_fields(text: str) -> set[str] | None:
    """Give the fields of a template that only names fields; None when it may do more."""
    pieces = FIELD.split(text)
    return None if any("{" in words for words in pieces[::2]) else set(pieces[1::2])


def _field_mistakes(text: str, asked: set[str], kind: MailKind) -> Iterator[Mistake]:
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


def _filling_mistakes(text: str, kind: MailKind) -> Iterator[Mistake]:
    """Fill in a template that does more than name its fields: it must not fail when it leaves."""
    try:
        TEMPLATES.from_string(text).render(dict.fromkeys(kind.fields, "words"))
    except FAILS as fault:
        line = getattr(fault, "lineno", None) or 1
        words = f"this cannot be filled in: {fault}"
        yield Mistake((line, 1), "mail-syntax", words, "use plain fields, like {{ reference }}")

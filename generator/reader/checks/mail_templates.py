"""Mails that do more than name their fields: each is parsed, and filled in as when it leaves."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from generator.programme.mails import MailKind
from generator.reader.checks.mail_words import field_mistakes
from generator.reader.nodes import Mistake

TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
"""As the form service has it."""
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
FAILS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template with more than fields may do when it is filled in."""


def parsed_mistakes(text: str, kind: MailKind) -> Iterator[Mistake]:
    """Give what is wrong with the fields of a template, and with all else that it does."""
    try:
        tree = TEMPLATES.parse(text)
        asked = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as fault:
        yield Mistake((fault.lineno, 1), "mail-syntax", str(fault.message), "look at the braces")
        return
    yield from field_mistakes(text, asked, kind)
    if not asked - kind.fields and not all(
        type(node) in PLAIN for node in tree.find_all(nodes.Node)
    ):
        yield from _filling_mistakes(text, kind)


def _filling_mistakes(text: str, kind: MailKind) -> Iterator[Mistake]:
    """Fill it in: it must not fail when it leaves."""
    try:
        TEMPLATES.from_string(text).render(dict.fromkeys(kind.fields, "words"))
    except FAILS as fault:
        line = getattr(fault, "lineno", None) or 1
        words = f"this cannot be filled in: {fault}"
        yield Mistake((line, 1), "mail-syntax", words, "use plain fields, like {{ reference }}")

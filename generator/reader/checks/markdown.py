"""Markdown that would show badly: headings, pictures, footnotes, links without words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reader.checks.passages import Passage
from generator.reader.nodes import Mistake

# It begins with a plain letter, and looks back from there: Python finds a letter quickly.
HEADING = re.compile(r"(#(?<![^\n]#)#{0,5})(?:[ \t]+([^\n]*?))?[ \t]*#*[ \t]*$", re.MULTILINE)
PICTURE = re.compile(r"!\[([^\]\n]*)\]\(|<img\b([^>]*)>", re.IGNORECASE)
NOTE_AT = re.compile(r"\[\^([^\]\s]+)\](?!:)")
NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹]|\[\d{1,2}\](?![(\[:])")
BEFORE_MARK = re.compile(r"[^\W_][.,;]?$")
UNIT = re.compile(r"\b[kcm]?m$")
EMPTY_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(\s*\)")
VAGUE = "here|click here|this|this link|this page|link|read more|more"
VAGUE_LINK = re.compile(rf"(?<!!)\[\s*({VAGUE})\s*\]\([^)\s]", re.IGNORECASE)
REFUSED_HTML = re.compile(
    r"<(script|style|iframe|object|embed|form)\b|<\w+\b[^>]*\s(on[a-z]+|style)\s*=", re.IGNORECASE
)
HTML = re.compile(r"<(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def headings(words: str) -> list[tuple[int, int, str]]:
    """Give offset, level and words of every heading."""
    return [(found.start(), len(found[1]), found[2] or "") for found in HEADING.finditer(words)]


def heading_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give headings without words, without anything below them, or at a wrong level."""
    known = headings(passage.words)
    before = 1 if passage.is_page else 3  # records may begin below the site's own headings
    for n, (at, level, words) in enumerate(known):
        if not words:
            yield passage.mistake(at, "empty-heading", "this heading has no words", "write them")
        elif _is_empty(passage.words, known, n):
            said = f'nothing stands under the heading "{words}"'
            yield passage.mistake(at, "empty-section", said, "write it, or take the heading out")
        if level == 1 and (n or not passage.is_page):
            said = "the page has its title already"
            yield passage.mistake(at, "heading-order", said, 'start this heading with "##"')
        elif level > before + 1:
            said = f"this heading skips a level ({'#' * level} after {'#' * before})"
            yield passage.mistake(at, "heading-order", said, f'use "{"#" * (before + 1)}"')
        before = level


def _is_empty(words: str, known: list[tuple[int, int, str]], n: int) -> bool:
    """Nothing stands before the next heading, unless that one is below this."""
    at, level, _ = known[n]
    end, below = (known[n + 1][0], known[n + 1][1] > level) if n + 1 < len(known) else (None, False)
    body = words[at:end].partition("\n")[2]
    return not below and not body.strip()


def picture_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give pictures without words for people who cannot see them."""
    for found in PICTURE.finditer(passage.words):
        attributes = found[2] or ""
        described = found[1] if found[1] is not None else re.search(r"alt\s*=\s*.\S", attributes)
        if not (described.strip() if isinstance(described, str) else described):
            said = "this picture has no words for people who cannot see it"
            hint = "write what it shows: ![Two people at a loom](…)"
            yield passage.mistake(found.start(), "no-alt-text", said, hint)


def note_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give footnotes that lead nowhere, and those that nobody asks for."""
    if "[^" not in passage.words:
        yield from _bare_marks(passage)
        return
    notes = {found[1]: found.start() for found in NOTE.finditer(passage.words)}
    asked = {found[1]: found.start() for found in NOTE_AT.finditer(passage.words)}
    for name, at in asked.items():
        if name not in notes:
            said = f'the footnote "{name}" leads nowhere'
            hint = f"write it below the text: [^{name}]: … , or link the words themselves"
            yield passage.mistake(at, "footnote-missing", said, hint)
    for name, at in notes.items():
        if name not in asked:
            said = f'no sentence points to the footnote "{name}"'
            hint = f"put [^{name}] behind the words it explains, or take it out"
            yield passage.mistake(at, "footnote-unused", said, hint)
    yield from _bare_marks(passage)


def _bare_marks(passage: Passage) -> Iterator[Mistake]:
    """A small raised number, or [1], that is not a link and explains nothing."""
    for found in MARK.finditer(passage.words):
        before = passage.words[max(found.start() - 4, 0) : found.start()]
        if BEFORE_MARK.search(before) and not UNIT.search(before):
            said = f'the footnote mark "{found[0]}" leads nowhere'
            hint = "link the words themselves: [Terms of reference](/documents/)"
            yield passage.mistake(found.start(), "footnote-missing", said, hint)


def empty_link_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give links without an address, and those that do not say where they lead."""
    for found in EMPTY_LINK.finditer(passage.words):
        hint = "write it between the round brackets, or take the link out"
        yield passage.mistake(found.start(), "empty-link", "this link has no address", hint)
    for found in VAGUE_LINK.finditer(passage.words):
        said = f'the link says only "{found[1]}"'
        hint = "link the words that name the page; screen readers read links on their own"
        yield passage.mistake(found.start(), "vague-link", said, hint)


def html_mistakes(passage: Passage) -> Iterator[Mistake]:
    """Give HTML that would not work or not be shown."""
    for found in (REFUSED_HTML if passage.is_page else HTML).finditer(passage.words):
        said = f'"{found[0]}" would not work: the site runs no scripts and styles from pages'
        if not passage.is_page:
            said = f'"{found[0]}" would not be shown: records take Markdown only'
        yield passage.mistake(found.start(), "html-refused", said, "write it in Markdown")

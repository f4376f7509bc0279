"""How a file begins, and YAML that cannot be read, in an editor's words instead of the parser's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reader.nodes import Mistake

MODELINE = re.compile(r"^#\s*yaml-language-server:\s*\$schema=(\S*)", re.MULTILINE)
MODELINE_SIGN = "yaml-language-server"
QUOTES = "put the text in quotation marks"
ALIGN = "give it as many spaces at its start as the lines that belong beside it"
ASKEW = ("this line does not stand under the lines above it", ALIGN)
COLON = re.compile(r":(?=\s|$)")
WORDS: dict[str, tuple[str, str]] = {
    "mapping values are not allowed": ("there is a second colon in this line", QUOTES),
    "could not find expected ':'": ("a key has no colon after it", 'write "key: value"'),
    "did not find expected key": ASKEW,
    "expected <block end>": ASKEW,
    "did not find expected '-' indicator": ("this entry does not begin with a dash", ALIGN),
    "block sequence entries are not allowed": (
        "a dash cannot stand here",
        "begin the list on a line of its own, below the key",
    ),
    "unexpected end of stream": ("a quotation mark is opened and never closed", "close it"),
    "expected ',' or ']'": ("a list in square brackets is not closed", 'put a "]" at its end'),
    "expected ',' or '}'": ("keys in curly brackets are not closed", 'put a "}" at their end'),
    "undefined alias": ("a value begins with *", QUOTES),
    "expected alphabetic or numeric": ("a value begins with & or *", QUOTES),
    "character that cannot start any token": ("a value begins with a special character", QUOTES),
    "unknown escape character": (
        "a backslash stands in double quotation marks",
        "use single quotation marks, or write the backslash twice",
    ),
    "expected a single document": (
        'a line "---" begins a second record',
        "one file holds one record; make a second file",
    ),
}


def plain(mistake: Mistake, text: str) -> Mistake:
    """Word a mistake of the parser for an editor; any other stays as it is."""
    if mistake.code != "yaml-syntax":
        return mistake
    line, column = mistake.place
    row = (text.splitlines() or [""])[min(line, text.count("\n") + 1) - 1 :][:1]
    if row and "\t" in row[0][: column + 1]:
        hint = "replace it by spaces; set your editor to spaces for YAML"
        return Mistake(mistake.place, "tab", "a tab stands at the start of this line", hint)
    for sign, said in WORDS.items():
        if sign in mistake.message:
            one_colon = "second colon" in said[0] and row and len(COLON.findall(row[0])) == 1
            words, hint = ASKEW if one_colon else said
            return Mistake(mistake.place, "yaml-syntax", words, hint)
    return mistake


def head_mistakes(text: str, schema: str) -> Iterator[Mistake]:
    """Give what is wrong before the first key.

    Args:
        text: the file.
        schema: the name of the schema that belongs to it.
    """
    if text.startswith("\ufeff"):
        said = "the file begins with an invisible mark (a byte order mark)"
        yield Mistake((1, 1), "byte-order-mark", said, 'save it as "UTF-8", not "UTF-8 with BOM"')
    found = MODELINE.search(text) if MODELINE_SIGN in text else None
    if found and not found[1].endswith(f"/{schema}.json"):
        line = text.count("\n", 0, found.start()) + 1
        said = f"the editor would complete this file by another schema: {found[1]}"
        hint = f"let it end in docs/schemas/{schema}.json"
        yield Mistake((line, 1), "wrong-schema", said, hint)

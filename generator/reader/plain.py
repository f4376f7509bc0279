"""The plain part of YAML that editors write, read line by line: half the time of a whole parser.

It knows mappings and lists of words on one line, `[a, b]` and `{a: b}` on one line, texts below
`|` and `>`, and comments on lines of their own. It gives up (`Odd`) at the first line that is
anything else, and at what may be wrong; `lean` then reads the file. Where it gives an answer, the
answer is the same: tests with made-up YAML show it.
"""

from __future__ import annotations

import re
from typing import Any

from generator.reader.scalars import TELLING, Odd, Scalar, scalar

# Nothing here tries again with less of what it took (`*+`): a line that does not fit is odd.
KEY = r"[A-Za-z_][\w-]{0,99}+"
# A letter, a digit, one of _ ( / ~ . + -, or a sign that is not ASCII; said by what it is not, as
# a class that names all signs of the world takes milliseconds to compile.
FIRST = r"(?!-[ \n])[^\x00-')*,:-@\[-^`{-}\x7f-\xa0]"
WORDS = rf"{FIRST}[^:#\n]*+(?:(?::(?![ \n])|(?<! )#)[^:#\n]*+)*+"
REMARK = r"(?:(?<= )#.*+)?+\n"
COMMENTS = r"\n*+(?: *+#.*+\n++)*+"
LINES = re.compile(
    rf"(?P<indent> *+)(?P<dash>- ++)?+(?:(?P<quote>\")?+(?P<key>{KEY})(?(quote)\"):(?: ++|(?=\n)))?+"
    rf"(?:(?P<words>{WORDS}){REMARK}"
    r"|(?P<other>[\"'\[{].*+)\n"
    r"|(?P<style>[|>]-?)\n(?P<lines>(?P<pad>(?P=indent) ++).++\n++(?:(?P=pad).++\n++)*+)"
    rf"|{REMARK}(?P<items>(?:(?P=indent) *+- {WORDS}(?<! )\n)*+))"
    rf"{COMMENTS}|.+"
)
"""A line, those that belong to it, and the comments below; else a line that is odd."""
HEAD = re.compile(COMMENTS)
WORD = (
    rf"({FIRST}[^,?:#\[\]{{}}]*+(?<! )|\"[^\"]*+\"|'[^']*+'"
    r"|\[[^\[\]{}]*+\]|\{[^\[\]{}]*+\})(?:, *+(?=.)|\Z)"
)
ENTRY = re.compile(rf"{WORD}|.")
PAIR = re.compile(rf"({KEY}): ++{WORD}|.")
FOLD = re.compile(r"\n(\n*+)")
DEEPEST = 40
"""So many mappings and lists in one another are left to the slow way, which says what is wrong."""
PRINTED = bytes(range(ord(" "), ord("~") + 1)) + b"\n"
OPENING = frozenset("\"'[{")
CLOSING = frozenset("\"']}")
NO_BREAK_SPACE = "\u00a0"

Level = tuple[int, Any]
"""The column of a mapping or list, and what it holds so far."""


def values(text: str) -> Any:
    """Give the values of a YAML file.

    Raises:
        Odd: a slower way must read it.
    """
    _require_printed(text)
    root: dict[str, Any] = {}
    around: list[Level] = [(-1, root)]
    column, inside = around[0]
    opened: str | None = ""
    start = HEAD.match(text).end()  # type: ignore[union-attr] # it finds nothing at worst
    for line in LINES.findall(text, start):
        indent, dash, _, key, words, other, style, lines, pad, items = line
        if dash or len(indent) != column or inside.__class__ is list:
            column, inside = _enter(around, len(indent), dash, key, opened)
        opened = None
        if words:
            telling = words[0] in TELLING or words[-1] == " "
            value = scalar(words.rstrip(" ")) if telling else words
        elif other:
            value = _enclosed(other)
        elif style:
            value = _text(style, lines, pad, column)
        elif items and key:
            value = _items(items, column)
        else:
            value, opened = None, key
        if key and key not in inside:
            inside[key] = value
        elif dash and not key and opened is None:
            inside.append(value)
        else:
            raise Odd
    if not root:
        raise Odd
    return root[""]


def _require_printed(text: str) -> None:
    """Refuse tabs, the line breaks that only some programs know, and what nobody sees."""
    rest = text.encode().translate(None, PRINTED)
    if rest and not rest.decode().replace(NO_BREAK_SPACE, "").isprintable():
        raise Odd


def _enter(around: list[Level], at: int, dash: str, key: str, opened: str | None) -> Level:
    """Go to the mapping or list of a line at a column; begin it below the key that is open."""
    kind: type[Any] = list if dash else dict
    column, inside = around[-1]
    if at > column or (at == column and dash and inside.__class__ is dict):
        if opened is None or len(around) > DEEPEST:
            raise Odd
        outside, inside = inside, kind()
        outside[opened] = inside
        around.append((at, inside))
    else:
        while at < column or (at == column and inside.__class__ is not kind):
            around.pop()
            column, inside = around[-1]
        if at != column:
            raise Odd
    if dash and key:
        inside.append({})
        around.append((at + len(dash), inside[-1]))
    return around[-1]


def _items(items: str, column: int) -> list[Scalar]:
    """Read the items of a list, each on a line."""
    pad = items[: items.index("-") + 2]
    found = items[len(pad) : -1].split("\n" + pad)
    if len(found) != items.count("\n") or len(pad) - 2 < column:
        raise Odd
    return [scalar(one) if one[0] in TELLING else one for one in found]


def _text(style: str, lines: str, pad: str, column: int) -> str:
    """Read the lines below `|`, `|-`, `>` or `>-`; each begins with as many spaces."""
    if len(pad) <= column:
        raise Odd
    found = lines.replace("\n" + pad, "\n")[len(pad) :].rstrip("\n")
    if style[0] == ">":
        if "\n " in found:
            raise Odd  # lines that stand deeper are not folded
        found = FOLD.sub(lambda breaks: breaks[1] or " ", found)
    return found if style[1:] else found + "\n"


def _enclosed(text: str) -> Any:
    """Read what stands in quotation marks or brackets, on one line."""
    if text[-1] not in CLOSING:
        text = text.rpartition(" #")[0].rstrip(" ")
    first, inner, last = text[:1], text[1:-1], text[-1:]
    if first == "[" and last == "]":
        words = ENTRY.findall(inner.strip(" "))
        if "" not in words:
            return [_enclosed(one) if one[0] in OPENING else scalar(one) for one in words]
    elif first == "{" and last == "}":
        pairs = PAIR.findall(inner.strip(" "))
        found = {key: _enclosed(one) if one[:1] in OPENING else scalar(one) for key, one in pairs}
        if len(found) == len(pairs) and "" not in found:
            return found
    elif first == last and inner and first not in inner and "\\" not in inner:
        return inner
    raise Odd

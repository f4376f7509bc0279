"""Words for people, wherever they stand: a text of a record, an editorial page, a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.programme.text import ENGLISH
from generator.reader.nodes import Mistake, Path, Place, Tree

FENCED = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\S+")
Step = tuple[Path, Any, str]
"""A path in a record, the value there, and the language of its words."""


@dataclass(frozen=True)
class Passage:
    """Words, their language, and the file in which they stand.

    The words of a page have the length of its file, so that an offset is a place in it.
    """

    words: str
    file: str
    start: Place = (1, 1)
    language: str = ENGLISH
    is_page: bool = False

    def place(self, offset: int) -> Place:
        """Give line and column of a character of the words."""
        if self.is_page:
            return _line_and_column(self.file, offset)
        if not self.words[:offset].strip():
            return self.start
        found = WORD.search(self.words, offset)
        at = self._find(found[0], found.start()) if found else -1
        return self.start if at < 0 else _line_and_column(self.file, at)

    def _find(self, word: str, offset: int) -> int:
        """YAML folds and indents text, so look for the same word the same number of times."""
        at = 0
        for _ in range(self.start[0] - 1):
            at = self.file.index("\n", at) + 1
        at += self.start[1] - 1
        for _ in range(self.words.count(word, 0, offset) + 1):
            at = self.file.find(word, at) + 1
            if at == 0:
                return -1
        return at - 1

    def mistake(self, offset: int, code: str, message: str, hint: str) -> Mistake:
        """Say what is wrong at a character of the words."""
        return Mistake(self.place(offset), code, message, hint)

    def without_code(self) -> Passage:
        """Blank what Markdown shows as code; every character keeps its place."""
        if "`" not in self.words and "~~~" not in self.words:
            return self
        return replace(self, words=CODE.sub(lambda found: _blank(found[0]), self.words))


def of_tree(walked: Iterable[Step], tree: Tree, file: str) -> Iterator[Passage]:
    """Give every text of a record."""
    for path, value, language in walked:
        if isinstance(value, str):
            yield Passage(value, file, tree.place(path), language)


def of_page(file: str, language: str) -> Passage:
    """Give a page without its front matter."""
    words = FRONT_MATTER.sub(lambda found: _blank(found[0]), file)
    return Passage(words, file, language=language, is_page=True)


def walk(value: Any) -> list[Step]:
    """Give every mapping, list and text of a record with its path and its language.

    A mapping with an `en` key is one text in several languages.
    """
    steps: list[Step] = []
    _walk(value, (), ENGLISH, steps)
    return steps


def _walk(value: Any, path: Path, language: str, steps: list[Step]) -> None:
    if isinstance(value, str):
        steps.append((path, value, language))
    elif isinstance(value, dict):
        steps.append((path, value, language))
        translated = ENGLISH in value
        for key, inner in value.items():
            _walk(inner, (*path, key), key if translated else language, steps)
    elif isinstance(value, list):
        steps.append((path, value, language))
        for n, inner in enumerate(value):
            _walk(inner, (*path, n), language, steps)


def _blank(text: str) -> str:
    return "".join(char if char == "\n" else " " for char in text)


def _line_and_column(file: str, offset: int) -> Place:
    return file.count("\n", 0, offset) + 1, offset - file.rfind("\n", 0, offset)

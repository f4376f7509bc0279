"""Words for people, wherever they stand: a text of a record, an editorial page, a mail."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from generator.programme.languages import ENGLISH
from generator.reader.nodes import Mistake, Path, Place, Tree

FENCED = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\S+")
Spot = tuple[Path, int]
"""A text of a record by its path (a page has none), and the offset of a character in it."""
Step = tuple[Path, Any, str]
"""A path in a record, the value there, and the language of its words."""


class Remark(NamedTuple):
    """A mistake whose place is not looked up yet: that reads the file once more."""

    spot: Spot
    code: str
    message: str
    hint: str


class Passage(NamedTuple):
    """Words, their language, and the file in which they stand.

    The words of a page have the length of its file, so that an offset is a place in it. The words
    of a record stand at a path of its tree.
    """

    words: str
    file: str
    tree: Tree | None = None
    path: Path = ()
    language: str = ENGLISH

    @property
    def is_page(self) -> bool:
        """Say whether the words are a whole page or mail."""
        return self.tree is None

    @property
    def start(self) -> Place:
        """Where the words begin."""
        return self.tree.place(self.path) if self.tree else (1, 1)

    def spot(self, offset: int) -> Spot:
        """Note a character of the words, to be found again in the file."""
        return self.path, offset

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
        words = without_code(self.words)
        return self if words is self.words else self._replace(words=words)


def without_code(words: str) -> str:
    """Blank what Markdown shows as code, but its marks; every character keeps its place.

    The marks stay so that no sentence seems to end, and no word to stand twice, around the code.
    """
    if "`" not in words and "~~~" not in words:
        return words
    return CODE.sub(lambda found: found[0][0] + _blank(found[0][1:-1]) + found[0][-1], words)


def place_in(tree: Tree, file: str, spot: Spot) -> Place:
    """Find a spot of a record again."""
    path, offset = spot
    words = tree.value
    for part in path:
        words = words[part]
    return Passage(words, file, tree, path).place(offset)


def of_page(file: str, language: str) -> Passage:
    """Give a page without its front matter."""
    words = FRONT_MATTER.sub(lambda found: _blank(found[0]), file)
    return Passage(words, file, language=language)


def walk(value: Any) -> list[Step]:
    """Give every mapping, list and text of a record with its path and its language.

    A mapping with an `en` key is one text in several languages.
    """
    steps: list[Step] = []
    if isinstance(value, (str, dict, list)):
        _walk(value, (), ENGLISH, steps)
    return steps


def _walk(value: Any, path: Path, language: str, steps: list[Step]) -> None:
    steps.append((path, value, language))
    if isinstance(value, str):
        return
    of_languages = isinstance(value, dict) and ENGLISH in value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        spoken = str(key) if of_languages else language
        if isinstance(inner, str):  # most are; a call for each would take longer than the rest
            steps.append(((*path, key), inner, spoken))
        elif isinstance(inner, (dict, list)):
            _walk(inner, (*path, key), spoken, steps)


def _blank(text: str) -> str:
    return "".join(char if char == "\n" else " " for char in text)


def _line_and_column(file: str, offset: int) -> Place:
    return file.count("\n", 0, offset) + 1, offset - file.rfind("\n", 0, offset)

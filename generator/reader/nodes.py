"""A YAML file as plain values, with the place of every key and value.

Plain PyYAML follows YAML 1.1 and corrupts this project's data without a word: `country: NO`
becomes False, `10:30` becomes 630, and of two equal keys the last wins. Here only the tags of
the YAML 1.2 core schema are known, dates stay strings for the models to read, and a key that
stands twice is a problem.

A file is read in one of three ways, each quicker than the next and with the same answer: `plain`
knows what editors write, `lean` all mappings, lists and scalars, `positions` also what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.reader import plain
from generator.reader.scalars import Odd

if TYPE_CHECKING:
    from generator.reader.positions import Places

Path = tuple[str | int, ...]
Place = tuple[int, int]


class Mistake(NamedTuple):
    """What is wrong at a place of one file."""

    place: Place
    code: str
    message: str
    hint: str = ""


class Tree:
    """The values of a file, where each stands, and what is wrong with its YAML.

    Values come the quick way. Places are needed only when something is wrong; the first question
    for one reads the file again with places.
    """

    __slots__ = ("_places", "_text", "_value", "mistakes")

    def __init__(
        self,
        value: Any = None,
        *,
        text: Callable[[], str] = str,
        places: Places | None = None,
        mistakes: Iterable[Mistake] = (),
    ) -> None:
        self._value = value
        self.mistakes = list(mistakes)
        self._text, self._places = text, places

    @property
    def value(self) -> Any:
        """The plain values; read again when they were forgotten."""
        if self._value is None:
            self._value = self._places.value if self._places else parse(self._text())._value
        return self._value

    def forget(self, text: Callable[[], str]) -> None:
        """Let go of the values: a large programme has more of them than fits.

        Args:
            text: reads the file again, should somebody still ask.
        """
        self._value, self._text = None, text

    @property
    def places(self) -> Places:
        """The file, read with places."""
        if self._places is None:
            from generator.reader.positions import positioned  # loads PyYAML

            self._places = positioned(self._text())
        return self._places

    @property
    def values_at(self) -> dict[Path, Place]:
        """Where each value stands."""
        return self.places.values_at

    @property
    def keys_at(self) -> dict[Path, Place]:
        """Where each key stands."""
        return self.places.keys_at

    def place(self, path: Path) -> Place:
        """Give the place of a value, or of the nearest thing around it that is in the file."""
        while path and path not in self.values_at:
            path = path[:-1]
        return self.values_at.get(path, (1, 1))


def parse(text: str) -> Tree:
    """Read YAML; what is wrong with the YAML itself is in the tree's mistakes."""
    try:
        return Tree(plain.values(text), text=lambda: text)
    except Odd:
        pass
    from generator.reader import lean, positions  # they load PyYAML; few builds need it

    try:
        return Tree(lean.values(text), text=lambda: text)
    except Odd:
        places = positions.positioned(text)
        return Tree(places.value, places=places, mistakes=places.mistakes)

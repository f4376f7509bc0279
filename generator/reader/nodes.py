"""A YAML file as plain values, with the place of every key and value.

Plain PyYAML follows YAML 1.1 and corrupts this project's data without a word: `country: NO`
becomes False, `10:30` becomes 630, and of two equal keys the last wins. Here only the tags of
the YAML 1.2 core schema are known, dates stay strings for the models to read, and a key that
stands twice is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.reader import lean

Path = tuple[str | int, ...]
Place = tuple[int, int]

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # a PyYAML built without libyaml: slower, the same answers
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

TAG = "tag:yaml.org,2002:"
CORE = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
)


class CoreLoader(_Base):
    """A loader that resolves only what YAML 1.2's core schema names."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _name, _pattern, _first in CORE:
    CoreLoader.add_implicit_resolver(
        TAG + _name, re.compile(rf"^(?:{_pattern})$"), ["" if c == "\0" else c for c in _first]
    )


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a place of one file."""

    place: Place
    code: str
    message: str
    hint: str = ""


@dataclass
class Places:
    """A file read the slow way: its values, and where each key and value stands."""

    value: Any = None
    values_at: dict[Path, Place] = field(default_factory=dict)
    keys_at: dict[Path, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def build(self, node: yaml.Node, path: Path) -> Any:
        """Turn a node into a plain value and remember where it stands."""
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.values_at[path] = place
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if id(node) in self._seen:
            self.mistakes.append(
                Mistake(place, "alias", "the same part stands twice by *", "write it out in full")
            )
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, n)) for n, child in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.mistakes.append(Mistake(place, "wrong-type", "a key must be a word"))
                continue
            key = key_node.value
            if key in found:
                first = self.keys_at[(*path, key)][0]
                self.mistakes.append(
                    Mistake(
                        place,
                        "duplicate-key",
                        f'"{key}" stands twice',
                        f"it is in line {first} already; keep one",
                    )
                )
                continue
            self.keys_at[(*path, key)] = place
            found[key] = self.build(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        kind = node.tag.removeprefix(TAG)
        text: str = node.value
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int" and len(text) <= lean.LONGEST_INT:
            return int(text)
        if kind == "float":
            return float(text)
        self.mistakes.append(
            Mistake(place, "wrong-type", f"{node.tag} is not known here", "write it in quotes")
        )
        return text


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
        return Tree(lean.values(text), text=lambda: text)
    except (lean.Odd, yaml.YAMLError, RecursionError):
        places = positioned(text)
        return Tree(places.value, places=places, mistakes=places.mistakes)


def positioned(text: str) -> Places:
    """Read YAML with the place of everything in it."""
    tree = Places()
    try:
        node = yaml.compose(text, Loader=CoreLoader)  # builds nodes, runs nothing
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        if "end of stream" in (fault.problem or ""):  # say where the quotation mark is opened
            mark = fault.context_mark or mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = fault.problem or "this is not YAML"
        tree.mistakes.append(
            Mistake(place, "yaml-syntax", what, "look for a missing space, quote or indent")
        )
        return tree
    except yaml.YAMLError as fault:
        tree.mistakes.append(
            Mistake((1, 1), "yaml-syntax", str(fault), "remove the special character")
        )
        return tree
    if node is None:
        tree.mistakes.append(Mistake((1, 1), "empty-file", "the file is empty", "write the record"))
        return tree
    try:
        tree.value = tree.build(node, ())
    except RecursionError:
        tree.mistakes.append(Mistake((1, 1), "yaml-syntax", "it is nested too deeply"))
    return tree

"""A YAML file read the slow way, by PyYAML: the place of every key and value, and all mistakes.

It loads PyYAML, so it is only imported when something is asked that the quick ways do not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.reader.nodes import Mistake, Path, Place
from generator.reader.scalars import LONGEST_INT

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
        if kind == "int" and len(text) <= LONGEST_INT:
            return int(text)
        if kind == "float":
            return float(text)
        self.mistakes.append(
            Mistake(place, "wrong-type", f"{node.tag} is not known here", "write it in quotes")
        )
        return text


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

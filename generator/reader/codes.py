"""The closed list of mistakes that the reader knows, each explained with an example."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.reader.nodes import parse

FILE = Path(__file__).with_name("codes.yml")


@dataclass(frozen=True)
class Code:
    """One kind of mistake: what it is, why it matters, and the same lines wrong and right."""

    name: str
    title: str
    says: str
    wrong: str
    right: str
    warns: bool = False
    """A build tells it and goes on; any other kind stops it."""

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.title}\n\n{self.says}\n\n{self._in_a_build}\n\n"
            f"Wrong:\n{_indented(self.wrong)}\n\nRight:\n{_indented(self.right)}"
        )

    @property
    def _in_a_build(self) -> str:
        return "A build tells it and goes on." if self.warns else "It stops a build."


def _indented(lines: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in lines.strip().splitlines())


@cache
def codes() -> dict[str, Code]:
    """Give every code by its name, in the order of the list."""
    known = parse(FILE.read_text("utf-8")).value
    return {name: Code(name, **words) for name, words in known.items()}

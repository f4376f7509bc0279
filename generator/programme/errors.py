"""Faults that a person can put right, each worded for that person.

ProgrammeError
  ContentError       one or many ContentProblem, for an editor
  EngineRefused      an editorial page that the engine cannot take
  StencilBroken      the theme lost a marker (in site/stencil.py)
  UnknownCountry     not an ISO 3166 code
  MoveRefused        this state, or this person, does not allow it
  UploadRefused      a file we cannot take: its type, its size, no space

Anything else that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


class ProgrammeError(Exception):
    """A fault that a person can put right; `str()` of it is shown to that person."""


@dataclass(frozen=True, order=True)
class ContentProblem:
    """One mistake in the content: where it is, what is wrong, how to put it right."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    warns: bool = False
    """A build tells it and goes on."""

    def __str__(self) -> str:
        warning = "warning: " if self.warns else ""
        words = f"{self.file}:{self.line}:{self.column}: {warning}{self.message}"
        return f"{words}; {self.hint}" if self.hint else words

    def as_dict(self) -> dict[str, str | int | bool]:
        """Give the problem as plain values, for JSON."""
        return asdict(self)


class ContentError(ProgrammeError):
    """The content has mistakes; `problems` holds all of them, sorted by file and line."""

    def __init__(self, problems: list[ContentProblem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


class EngineRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """The engine found something wrong with an editorial page, in its own words."""


class UnknownCountry(ProgrammeError):  # noqa: N818 - named as what happened
    """A country code that ISO 3166 does not know (XK and EL are known too)."""


class MoveRefused(ProgrammeError):  # noqa: N818
    """The case's state, or the person, does not allow this move."""


class UploadRefused(ProgrammeError):  # noqa: N818
    """A file that we cannot take. `reason` is a code; the words and the way out are for people."""

    def __init__(self, reason: str, message: str, hint: str = "") -> None:
        self.reason, self.message, self.hint = reason, message, hint
        super().__init__(f"{message} {hint}".strip())

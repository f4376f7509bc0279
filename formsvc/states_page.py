"""The page docs/states.md, made from the tables of moves: `python -m formsvc.states_page`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from formsvc.candidatures import states as candidatures
from formsvc.evidence import states as evidence
from formsvc.host_offers import states as offers
from formsvc.mail import states as mails
from formsvc.moves import Move

HEAD = """# States and moves

Made from the tables in the code by `python -m formsvc.states_page > docs/states.md`; a test keeps
them equal. Buttons, permissions, mails and tests read the same tables.
"""


def page() -> str:
    """Give the whole page."""
    parts = [HEAD]
    parts += _machine("A candidature", candidatures.MOVES, candidatures.PUBLIC_NAMES)
    parts += _machine("An item of evidence", evidence.MOVES, evidence.PUBLIC_NAMES)
    parts += _machine("An offer of a host", offers.MOVES, offers.PUBLIC_NAMES)
    parts += _machine("A mail", mails.MOVES, mails.OFFICE_NAMES, reader="office")
    return "\n".join(parts)


def _machine(
    title: str, moves: Iterable[Move[Any]], public: dict[Any, str], reader: str = "applicant"
) -> Iterator[str]:
    yield f"## {title}\n"
    yield "```mermaid\nstateDiagram-v2"
    for move in moves:
        for start in move.start:
            yield f"    {start.value} --> {move.end.value}: {move.name}"
    yield "```\n"
    yield f"| State | The {reader} reads |\n|---|---|"
    for state, words in public.items():
        yield f"| {state.value} | {words} |"
    yield "\n| Move | From | To | Who | Needs | Mail | Then waits for |\n|---|---|---|---|---|---|---|"
    for move in moves:
        yield _row(move)
    yield ""


def _row(move: Move[Any]) -> str:
    cells = (
        move.name,
        _list(move.start),
        move.end.value,
        _list(move.by),
        ", ".join(move.needs),
        move.mail or "",
        move.waits_for.value if move.waits_for else "",
    )
    return f"| {' | '.join(cells)} |"


def _list(words: Iterable[StrEnum]) -> str:
    return ", ".join(word.value for word in words)


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page is what it is asked for

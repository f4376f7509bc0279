"""What somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Give the known word that is most like another; an empty one when none is.

    Args:
        word: what was written.
        known: what could have been meant.
        cutoff: how much alike they must be, from 0 to 1.
    """
    from difflib import get_close_matches  # only for a mistake

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")


def suggestion(word: str, known: list[str]) -> str:
    """Say which known word was perhaps meant, or which there are."""
    close = closest(word, known)
    if close:
        return f'did you mean "{close}"?'
    return f"known are: {', '.join(sorted(known))}" if known else ""

"""What a sign-in name must be: what the sign-in page takes, and nobody reads wrongly."""

from __future__ import annotations

SHORTEST_NAME, LONGEST_NAME = 2, 64


def sign_in_name(typed: str) -> str | None:
    """Give the name in small letters; None for one that could never sign in."""
    name = typed.strip().casefold()
    fits = SHORTEST_NAME <= len(name) <= LONGEST_NAME
    return name if fits and name.isalnum() else None

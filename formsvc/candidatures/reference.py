"""References that people can read aloud: X-7K4P-2M."""

from __future__ import annotations

import secrets

LETTERS = "2346789ABCDEFGHJKMNPQRTUVWXYZ"
"""Without 0 O, 1 I L, 5 S, which are taken for one another."""


def new_reference() -> str:
    """Give a random reference; 29^6 of them, so the column is unique and the caller tries again."""
    code = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"X-{code[:4]}-{code[4:]}"

"""What a staff password must be."""

from __future__ import annotations

import secrets

from generator.programme.errors import ProgrammeError

SHORTEST = 15  # characters (OWASP ASVS 5.0, 6.2.1, asks for 8 and recommends 15)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


class PasswordRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """The password is too easy to guess."""


def made_up() -> str:
    """Give a new random password, easy to copy by hand: four groups of five characters."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def require_strong(password: str, name: str) -> None:
    """Let a strong password pass.

    Raises:
        PasswordRefused: it is short, repeats few characters, or holds the person's name.
    """
    if len(password) < SHORTEST:
        raise PasswordRefused(f"The password is too short; use at least {SHORTEST} characters.")
    if len(set(password)) < 6 or name.casefold() in password.casefold():
        raise PasswordRefused("The password is easy to guess; use several unrelated words.")

"""What a staff password must be, how one is kept, and how a typed one is compared."""

from __future__ import annotations

import secrets
import unicodedata

from flask_security import hash_password, verify_password

from generator.programme.errors import ProgrammeError

SHORTEST = 15  # characters (OWASP ASVS 5.0, 6.2.1, asks for 8 and recommends 15)
LONGEST = 200  # a longer one only costs time
STRONG = 4  # of 4: more than ten thousand million guesses
LOOKED_AT = 72  # characters that the guesser takes; more would take it long
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$uReCUMq5V2otBSCE8L6X8g"
    "$nTIqq42mRCx2WC1pwid3ftePhufGzbzkFEbI5O8FRwY"
)
"""The hash of a password that nobody knows, made with the same effort as ours: an unknown name costs the same."""


class PasswordRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """The password is too easy to guess."""


def made_up() -> str:
    """Give a new random password, easy to copy by hand: four groups of five characters."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def hashed(password: str) -> str:
    """Hash with argon2id; takes a tenth of a second, so never while others wait to write."""
    return hash_password(_normal(password))


def fits(password: str, kept: str) -> bool:
    """Compare a typed password with the hash that is kept ("" for none); always the same work."""
    right = bool(verify_password(_normal(password[:LONGEST]), kept or NOBODYS))
    return right and bool(kept)


def require_strong(password: str, *about: str) -> None:
    """Let a strong password pass.

    Args:
        password: what was typed.
        about: what everybody knows of the person, like the name.

    Raises:
        PasswordRefused: it is short, common, or easily made from common ones or from the name.
    """
    from zxcvbn import zxcvbn  # its lists of common passwords take a moment to load

    if len(password) < SHORTEST:
        raise PasswordRefused(f"The password is too short; use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise PasswordRefused(f"The password is too long; use at most {LONGEST} characters.")
    lowered = password.casefold()
    named = any(len(word) > 2 and word.casefold() in lowered for word in about)
    if named or zxcvbn(password[:LOOKED_AT], user_inputs=list(about))["score"] < STRONG:
        raise PasswordRefused("The password is easy to guess; use several unrelated words.")


def _normal(password: str) -> str:
    """One form for the same letters, whatever keyboard typed them."""
    return unicodedata.normalize("NFKC", password)

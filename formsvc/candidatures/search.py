"""The words that a search looks at, with accents folded (no database extension is needed)."""

from __future__ import annotations

import unicodedata


def registration_key(number: str) -> str:
    """Give a registration number without blanks and signs: "IT 012-345" becomes "it012345"."""
    return "".join(sign for sign in folded(number) if sign.isalnum())[:60]


def name_key(name: str) -> str:
    """Give a name in small letters and digits only: "Rossi S.r.l." becomes "rossi s r l"."""
    signs = (sign if sign.isalnum() else " " for sign in folded(name))
    return " ".join("".join(signs).split())[:200]


def folded(*words: str) -> str:
    """Give words in small letters without accents: "Modelárna LIAZ" becomes "modelarna liaz"."""
    apart = unicodedata.normalize("NFKD", " ".join(words).casefold())
    return " ".join("".join(s for s in apart if not unicodedata.combining(s)).split())

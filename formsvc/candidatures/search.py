"""The words that a search looks at, with accents folded (no database extension is needed)."""

from __future__ import annotations

import unicodedata

LONGEST_WORD = 60  # characters; both databases keep words of this length whole
MOST_WORDS = 10  # that one search looks for


def registration_key(number: str) -> str:
    """Give a registration number without blanks and signs: "IT 012-345" becomes "it012345"."""
    return "".join(sign for sign in folded(number) if sign.isalnum())[:60]


def name_key(name: str) -> str:
    """Give a name in small letters and digits only: "Rossi S.r.l." becomes "rossi s r l"."""
    return _in_words(name)[:200]


def folded(*words: str) -> str:
    """Give words in small letters without accents: "Modelárna LIAZ" becomes "modelarna liaz"."""
    small = unicodedata.normalize("NFKD", " ".join(words)).casefold()
    apart = unicodedata.normalize("NFKD", small)
    return " ".join("".join(s for s in apart if not unicodedata.combining(s)).split())


def searchable(*texts: str) -> str:
    """Give each word of some texts once, as both databases keep them: "anna example org"."""
    words = (word[:LONGEST_WORD] for word in _in_words(*texts).split())
    return " ".join(dict.fromkeys(words))


def wanted(words: str) -> list[str]:
    """Give the words that somebody looks for; each is the beginning of a word that is kept."""
    return searchable(words).split()[:MOST_WORDS]


def _in_words(*texts: str) -> str:
    """Give letters and digits only, with one blank where anything else stood."""
    signs = (sign if sign.isalnum() else " " for sign in folded(*texts))
    return " ".join("".join(signs).split())

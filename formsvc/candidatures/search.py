"""The words that a search looks at, with accents folded (no database extension is needed)."""

from __future__ import annotations

import unicodedata


def folded(*words: str) -> str:
    """Give words in small letters without accents: "Modelárna LIAZ" becomes "modelarna liaz"."""
    apart = unicodedata.normalize("NFKD", " ".join(words).casefold())
    return " ".join("".join(s for s in apart if not unicodedata.combining(s)).split())

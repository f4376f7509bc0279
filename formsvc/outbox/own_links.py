"""The link in a mail opens its reader's case without a password: the office never reads it."""

from __future__ import annotations

import re

from formsvc.mail.actions import OWN_LINK

TOKEN_LINK = re.compile(r"https?://[^\s<>\"']+/link/[\w-]{43,}")


def hidden(text: str) -> str:
    """Give a text as staff may read it: a word in the place of each link."""
    return TOKEN_LINK.sub(OWN_LINK, text)


def whole(text: str, real: str) -> str | None:
    """Put the links of the real text back into one that staff wrote; None if one is lost or new."""
    links = TOKEN_LINK.findall(real)
    pieces = text.split(OWN_LINK)
    if len(pieces) != len(links) + 1 or TOKEN_LINK.search(text):
        return None
    return "".join(piece + link for piece, link in zip(pieces, [*links, ""], strict=True))

"""Names of content: what differs has another name."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest_of(content: bytes) -> bytes:
    """Name content; two that differ have different names. Processors have steps made for SHA-256."""
    return sha256(content).digest()[:16]


def digest_of_row(parts: Iterable[bytes]) -> bytes:
    """Name a row of bytes; other parts, or another order, have another name."""
    return digest_of(b"".join([len(part).to_bytes(8, "big") + part for part in parts]))

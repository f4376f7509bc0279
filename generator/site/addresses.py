"""Addresses of pages: English at the root, every other language in a folder of its own."""

from __future__ import annotations

from generator.programme.text import ENGLISH


def root(language: str) -> str:
    """Give the path at which a language begins: / or /cs/."""
    return "/" if language == ENGLISH else f"/{language}/"


def service_root(language: str) -> str:
    """Give the path at which the form service begins: /apply/ or /apply/cs/.

    The language follows the first part, because the service's cookie lives at /apply.
    """
    return "/apply/" if language == ENGLISH else f"/apply/{language}/"

"""What cannot be true of a value, in whatever record it stands; no model needs to look first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.programme.languages import ENGLISH, ISO_639_1, MEANT
from generator.reader.checks.passages import Step
from generator.reader.nodes import Mistake, Path, Place, Tree

ADDRESSES = frozenset({"website", "url", "link", "read_more", "public_url", "project_url"})
HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}$|^localhost$|^[0-9.]+$|^\[[0-9a-f:]+\]$")
GOOD_ADDRESS = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/?#]|$)")
AUTHORITY = re.compile(r"https?://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)")
LISTS = frozenset({"hosts", "themes", "nace", "languages", "warp", "examples"})


def are_languages(codes: Iterable[str]) -> bool:
    """Say whether each is the code of a language."""
    return ISO_639_1.issuperset(codes)


def value_mistakes(walked: Iterable[Step], tree: Tree) -> Iterator[Mistake]:
    """Give what is wrong with web addresses, languages and lists of one record."""
    for path, value, _ in walked:
        key = path[-1] if path else ""
        if isinstance(value, str):
            if key in ADDRESSES:
                yield from _address(path, value, tree)
        elif isinstance(value, dict):
            if ENGLISH in value:
                yield from _languages(path, value, tree)
        elif key in LISTS:
            yield from _repeated(path, value, tree)
            if key == "languages":
                yield from _listed_languages(path, value, tree)


def _languages(path: Path, value: dict[str, Any], tree: Tree) -> Iterator[Mistake]:
    for code in value:
        if code not in ISO_639_1:
            yield unknown_language(code, tree.keys_at[(*path, code)])


def unknown_language(code: str, place: Place) -> Mistake:
    """Refuse a code that no language has; "cz" is a country, the language is "cs"."""
    meant = f'did you mean "{MEANT[code]}"?' if code in MEANT else "Czech is cs, Italian is it"
    return Mistake(place, "unknown-language", f'no language has the code "{code}"', meant)


def _repeated(path: Path, value: list[Any], tree: Tree) -> Iterator[Mistake]:
    for n, inner in enumerate(value):
        if inner in value[:n]:
            words = f'"{inner}" stands twice in this list'
            yield Mistake(tree.place((*path, n)), "listed-twice", words, "take one out")


def _listed_languages(path: Path, value: list[Any], tree: Tree) -> Iterator[Mistake]:
    for n, code in enumerate(value):
        if str(code) not in ISO_639_1:
            yield unknown_language(str(code), tree.place((*path, n)))


def _address(path: Path, value: Any, tree: Tree) -> Iterator[Mistake]:
    if GOOD_ADDRESS.match(str(value)):
        return
    found = AUTHORITY.match(str(value))
    host = _latin(found[1].casefold()) if found else ""
    if not HOST.match(host):
        said = f'"{value}" is no web address: its host is "{host}"'
        if not host:
            said = f'"{value}" has no host'
        yield Mistake(tree.place(path), "bad-address", said, "write it like https://www.clutex.cz/")


def _latin(host: str) -> str:
    """Give the name as machines know it, when it has letters like č."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host

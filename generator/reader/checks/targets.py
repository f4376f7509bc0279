"""Where links lead inside the site: to pages, to records, to files, and to a heading of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.reader.checks.findings import Link
from generator.reader.checks.passages import Remark
from generator.reader.meant import closest

ANYWHERE = ("apply/", "review/")
"""The form service's addresses; it answers for them itself."""


class Target(NamedTuple):
    """An address of the site. `anchors` is None when nobody can say which it has."""

    anchors: frozenset[str] | None = None


Targets = Mapping[str, Target]


def link_mistakes(
    links: Iterable[Link], targets: Targets, has_file: Callable[[str], bool], here: str = ""
) -> Iterator[Remark]:
    """Give the links that lead nowhere.

    Args:
        links: the links of one file.
        targets: every address of the site, without the first slash.
        has_file: says whether a name stands in content/files/.
        here: the address of the page that holds the links.
    """
    for link in links:
        try:
            parts = urlsplit(link.target)
        except ValueError:  # like "//[b"
            said = f'"{link.target}" is no web address'
            yield Remark(link.spot, "dead-link", said, "write it like https://www.clutex.cz/")
            continue
        if parts.scheme or parts.netloc:
            continue
        address = address_of(link.target, here)
        if address.startswith("files/"):
            if not has_file(unquote(address.removeprefix("files/"))):
                said = f'the file "{link.target}" is not in content/files'
                yield Remark(link.spot, "dead-link", said, "put the file there")
        elif not address.startswith(ANYWHERE):
            yield from _page_mistakes(link, address, parts.fragment, targets)


def _page_mistakes(link: Link, address: str, anchor: str, targets: Targets) -> Iterator[Remark]:
    target = targets.get(address)
    if target is None:
        said = f'no page has the address "{link.target}"'
        yield Remark(link.spot, "dead-link", said, _meant(address, targets))
    elif anchor and target.anchors is not None and unquote(anchor) not in target.anchors:
        said = f'the page /{address} has no heading with the anchor "#{anchor}"'
        close = closest(anchor, target.anchors)
        hint = f'did you mean "#{close}"?' if close else "take the part from # away"
        yield Remark(link.spot, "dead-anchor", said, hint)


def address_of(target: str, here: str) -> str:
    """Give an address as the site counts it: no slash at its start, one at its end."""
    try:
        path = urlsplit(target).path
    except ValueError:  # it is refused elsewhere, and told
        return target
    if not path:
        return here
    if path.endswith(".md"):
        folder = here if path.startswith("/") else _folder(here)
        path = f"/{folder}{path.removesuffix('.md')}/".replace("index/", "")
        return normpath(path).strip("/") + "/" if normpath(path) != "/" else ""
    full = path if path.startswith("/") else f"/{here}{path}"
    clean = normpath(full).lstrip("/")
    return f"{clean}/" if full.endswith("/") and clean not in ("", ".") else clean.strip(".")


def _folder(here: str) -> str:
    """The folder of a page's file: MkDocs counts `.md` links from there."""
    return here.rstrip("/").rpartition("/")[0] + "/" if "/" in here.rstrip("/") else ""


def _meant(address: str, targets: Targets) -> str:
    if f"{address}/" in targets:
        return f'write the slash at its end: "/{address}/"'
    if "files/" in address:
        return f'write "/files/{address.rpartition("files/")[2]}"'
    close = closest(address.strip("/") + "/", targets)
    return f'did you mean "/{close}"?' if close else "see the addresses on the site itself"

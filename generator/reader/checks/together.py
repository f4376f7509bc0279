"""What is wrong only when files are read together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from generator.programme.host import Host
from generator.programme.visit import Visit
from generator.reader.checks.passages import place_in, walk
from generator.reader.nodes import Mistake

if TYPE_CHECKING:
    from generator.reader.sources import Source

Found = Iterator[tuple["Source", Mistake]]
PLAIN = re.compile(r"http://[\w-]+\.\w")
HTTPS = re.compile(r"https://([\w.-]+)")
NAMES = {"visits": "title", "hosts": "name", "clusters": "name", "documents": "title"}
"""The field by which people tell the records of a folder apart."""


def together_mistakes(sources: Iterable[Source]) -> Found:
    """Give records that contradict each other."""
    known = [source for source in sources if source.record is not None]
    yield from _same_names(known)
    yield from _plain_http(known)
    hosts = {source.slug: source.record for source in known if source.kind == "hosts"}
    for source in known:
        if source.kind == "visits":
            for mistake in _hosts(source, source.record, hosts):
                yield source, mistake


def _same_names(sources: Iterable[Source]) -> Found:
    first: dict[tuple[str, str], Source] = {}
    for source in sources:
        field = NAMES.get(source.kind)
        if field:
            name = " ".join(str(getattr(source.record, field)).casefold().split())
            other = first.setdefault((source.kind, name), source)
            if other is not source:
                said = f'"{getattr(source.record, field)}" is the {field} of {other.path.name} too'
                hint = "people cannot tell them apart; change one, or delete a copy"
                yield source, Mistake(source.tree.place((field,)), "same-title", said, hint)


def _hosts(source: Source, visit: Visit, hosts: dict[str, Any]) -> Iterator[Mistake]:
    for n, slug in enumerate(visit.hosts):
        host = hosts.get(slug)
        if isinstance(host, Host) and host.country != visit.country:
            said = f'the host "{slug}" is in {host.country}, but the visit is in {visit.country}'
            hint = "take the host out, or correct the country"
            yield Mistake(source.tree.place(("hosts", n)), "host-abroad", said, hint)
    for d, day in enumerate(visit.agenda):
        for n, item in enumerate(day.items):
            if item.host and item.host in hosts and item.host not in visit.hosts:
                said = f'the agenda calls on "{item.host}", but the visit does not list it'
                place = source.tree.place(("agenda", d, "items", n, "host"))
                hint = f'add "{item.host}" to hosts:'
                yield Mistake(place, "host-not-listed", said, hint)


def _plain_http(sources: Iterable[Source]) -> Found:
    """An address that another record writes with https has no reason to go without."""
    links = [(source, link) for source in sources if source.said for link in source.links]
    plain = [(source, link) for source, link in links if PLAIN.match(link.target)]
    safe = _hosts_with_https(sources) if plain else set()
    for source, link in plain:
        if urlsplit(link.target).hostname in safe:
            said = f'"{link.target}" is not encrypted, but the content has it with https too'
            place = place_in(source.tree, source.path.read_text("utf-8"), link.spot)
            yield source, Mistake(place, "plain-http", said, "write https://")


def _hosts_with_https(sources: Iterable[Source]) -> set[str]:
    steps = (step for source in sources for step in walk(source.tree.value))
    return {host for _, said, _ in steps if isinstance(said, str) for host in HTTPS.findall(said)}

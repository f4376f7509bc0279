"""What the search finds: the engine's entries for editorial pages, and one for every record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from generator.look.words import Words
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Visit

INDEX = "search/search_index.json"
Entry = dict[str, str]


def merged(index: str, programme: Programme, language: str, words: Words) -> dict[str, Any]:
    """Give the engine's index with an entry for every record.

    Args:
        index: the engine's own index, as JSON.
        programme: whose records are added.
        language: of the entries.
        words: in that language.
    """
    found: dict[str, Any] = json.loads(index)
    return {**found, "docs": chain(found["docs"], Entries(programme, language, words))}


class Entries:
    """Goes through the records of a programme, in one language."""

    def __init__(self, programme: Programme, language: str, words: Words) -> None:
        self.programme, self.language, self.words = programme, language, words

    def __iter__(self) -> Iterator[Entry]:
        yield from map(self._visit, self.programme.visits)
        for host in self.programme.hosts:
            place = self._say(host.place.name) if host.place else ""
            told = [self._say(host.summary), place, self.words.f.country(host.country)]
            told += map(self._say, host.technologies)
            yield _entry(f"hosts/{host.slug}/", host.name, told)
        for cluster in self.programme.clusters:
            country = self.words.f.country(cluster.country)
            told = [cluster.name, self._say(cluster.summary), country]
            told += map(self._say, cluster.sectors)
            yield _entry(f"partners/{cluster.slug}/", cluster.label, told)
        for rule in self.programme.rules_of(self.programme.call).rules:
            yield _entry(f"rules/#{rule.id.value}", self._say(rule.title), [self._say(rule.text)])

    def _visit(self, visit: Visit) -> Entry:
        about, words = self.programme.about, self.words
        hosts = (self.programme.host(slug) for slug in visit.hosts)
        told = [
            words.when(visit, self.language),
            words.f.country(visit.country),
            self._say(visit.summary),
            *(self._say(about.themes[theme]) for theme in visit.themes),
            *(host.name for host in hosts if host),
        ]
        return _entry(f"visits/{visit.slug}/", self._say(visit.title), told)

    def _say(self, text: Text) -> str:
        return text.words(self.language)


def _entry(location: str, title: str, told: list[str]) -> Entry:
    return {
        "location": location,
        "title": title,
        "text": ". ".join(words.rstrip(".") for words in told if words),
    }

"""Facets of a list: what one may choose by, how often each choice stands in the list.

The page carries each record's values (`country:CZ theme:nanofibres`); its script hides what
does not fit and counts again. What is chosen stands in the address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.look.words import Words
from generator.programme.cluster import PartnerCluster
from generator.programme.dates import Season
from generator.programme.host import Host
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Visit
from generator.programme.vocabularies import OrganisationType
from generator.site.amounts import SHOWN

Value = tuple[str, str]
"""What stands in the address, and the words for it."""


@dataclass(frozen=True)
class Facet:
    """One choice above a list; `options` are values, words and how many records have them."""

    name: str
    label: str
    options: tuple[tuple[str, str, int], ...]


@dataclass
class Sorted:
    """Records of one list with their facets; `tokens` gives a record's values for the script."""

    facets: list[Facet] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, label: str, found: Iterable[tuple[str, Iterable[Value]]]) -> None:
        """Add a facet from pairs of a record's slug and its values; drop it when all are alike."""
        words: dict[str, str] = {}
        counts: dict[str, int] = {}
        known: dict[str, str] = {}
        for slug, values in found:
            tokens = self.values.setdefault(slug, [])
            for value, said in values:
                token = known.get(value)
                if token is None:
                    token = known[value] = f"{name}:{value}"
                    words[value], counts[value] = said, 0
                if token not in tokens:
                    tokens.append(token)
                    counts[value] += 1
        if len(words) > 1:
            options = sorted(words.items(), key=lambda option: Formats.order(option[1]))
            counted = tuple((value, said, counts[value]) for value, said in options)
            self.facets.append(Facet(name, label, counted))

    def tokens(self, slug: str) -> str:
        """Give a record's values as `name:value`, one space between them."""
        return " ".join(self.values.get(slug, ()))


class Facets:
    """Makes the facets of the lists in one language."""

    def __init__(self, programme: Programme, language: str, t: Texts, words: Words) -> None:
        self.programme, self.language, self.t, self.words = programme, language, t, words
        self.known: dict[object, Value] = {}

    def visits(self, visits: Sequence[Visit]) -> Sorted:
        """Sort visits by country, theme, status, month and who may join."""
        done, t = Sorted(), self.t
        done.add("country", t("Country"), ((v.slug, [self._country(v.country)]) for v in visits))
        done.add("theme", t("Theme"), ((v.slug, self._themes(v)) for v in visits))
        done.add("status", t("Status"), ((v.slug, [self._status(v)]) for v in visits))
        done.add("month", t("When"), ((v.slug, [self._month(v)]) for v in visits))
        done.add("type", t("For"), ((v.slug, self._types(v)) for v in visits))
        return done

    def hosts(self, hosts: Sequence[Host]) -> Sorted:
        """Sort hosts by country, place, technology and ecosystem."""
        done, t = Sorted(), self.t
        done.add("country", t("Country"), ((h.slug, [self._country(h.country)]) for h in hosts))
        done.add("place", t("Place"), ((h.slug, self._place(h)) for h in hosts))
        done.add("ecosystem", t("Ecosystem"), ((h.slug, [self._ecosystem(h)]) for h in hosts))
        done.add("technology", t("Technology"), ((h.slug, self._technologies(h)) for h in hosts))
        return done

    def clusters(self, clusters: Sequence[PartnerCluster]) -> Sorted:
        """Sort partner clusters by country and sector."""
        done, t = Sorted(), self.t
        countries = [(c.slug, [self._country(c.country)]) for c in clusters]
        done.add("country", t("Your country"), countries)
        sectors = [(c.slug, [self._text(sector) for sector in c.sectors]) for c in clusters]
        done.add("sector", t("Your sector"), sectors)
        return done

    def _country(self, code: str) -> Value:
        return code, self.words.f.country(code)

    def _themes(self, visit: Visit) -> list[Value]:
        themes = self.programme.about.themes
        return [(theme, themes[theme].words(self.language)) for theme in visit.themes]

    def _status(self, visit: Visit) -> Value:
        status = self.programme.status(visit, self.words.today)
        return status.value, self.words.short_status(status)

    def _month(self, visit: Visit) -> Value:
        known = visit.dates_known_on(self.words.today)
        if known:
            return f"{known.first_on:%Y-%m}", self.words.f.month(known.first_on)
        season = visit.dates.season if isinstance(visit.dates, Season) else ""
        return str(season).replace(" ", "-"), self.words.when(visit, self.language)

    def _types(self, visit: Visit) -> list[Value]:
        taken = [
            kind for kind in SHOWN if kind in visit.stays or kind is not OrganisationType.CLUSTER
        ]
        return [(kind.value, self.words.visitor(kind)) for kind in taken]

    def _place(self, host: Host) -> list[Value]:
        if not host.place:
            return []
        town = host.place.name.words(self.language)
        return [(town.replace(" ", "-"), town)]

    def _ecosystem(self, host: Host) -> Value:
        return host.ecosystem.value, self.words.ecosystem(host.ecosystem)

    def _technologies(self, host: Host) -> list[Value]:
        return [self._text(technology) for technology in host.technologies]

    def _text(self, text: Text) -> Value:
        """Give a technology or a sector; many records share theirs."""
        root = text.root
        words = root if root.__class__ is str else (str(text), text.words(self.language))
        if words not in self.known:
            english = str(text)
            self.known[words] = english.casefold().replace(" ", "-"), text.words(self.language)
        return self.known[words]

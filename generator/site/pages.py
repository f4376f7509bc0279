"""Which pages there are: one list, in which every page says its address, words and template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.cluster import PartnerCluster
from generator.programme.content import Content
from generator.programme.host import Host
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH, Text
from generator.programme.visit import Status, Visit
from generator.site.amounts import bars
from generator.site.news import news
from generator.site.schema_org import event
from generator.site.search import INDEX


class Page(NamedTuple):
    """A page to stamp: `url` ends in a slash and starts without one; home is empty."""

    url: str
    template: str
    title: str
    description: str
    current: str
    context: Mapping[str, object] = MappingProxyType({})
    bodyclass: str = ""
    scripts: tuple[str, ...] = ()
    """Our own scripts that the page loads, by the names of their files."""
    data: dict[str, object] | None = None
    """What the page says in the words of schema.org."""
    made: str = ""
    """For a file that machines read: its maker in machine.py; `url` is then its whole path."""

    @property
    def path(self) -> str:
        """The file of the page below its language's root."""
        return self.url if self.made else f"{self.url}index.html"


ORDER = {
    Status.OPEN: 0,
    Status.FULL: 1,
    Status.UNDER_WAY: 2,
    Status.ANNOUNCED: 3,
    Status.POSTPONED: 4,
    Status.CLOSED: 5,
    Status.CANCELLED: 6,
    Status.HELD: 7,
}


class Pages:
    """The pages of one language, the longest first; a record's is made when somebody asks for it.

    So two processes make half of ten thousand each, and nobody keeps them.
    """

    def __init__(self, found: Iterable[Page], listed: Listed) -> None:
        self._found = list(found)
        self._records: list[tuple[Callable[[Any], Page], Content]] = [
            *((listed.visit, visit) for visit in listed.visits),
            *((listed.host, host) for host in listed.hosts),
            *((listed.cluster, cluster) for cluster in listed.clusters),
        ]

    def __len__(self) -> int:
        return len(self._found) + len(self._records)

    def __getitem__(self, number: int) -> Page:
        if number < len(self._found):
            return self._found[number]
        make, record = self._records[number - len(self._found)]
        return make(record)

    def __iter__(self) -> Iterator[Page]:
        return map(self.__getitem__, range(len(self)))


def pages(programme: Programme, language: str, today: date, index: str = "") -> Pages:
    """Give every page made from records, in one language.

    Args:
        programme: the records.
        language: of the pages.
        today: the programme date.
        index: what the engine found for the search; with it there is a file for that.
    """
    listed = Listed(programme, language, today)
    found = [*listed.sections(), *listed.files()]
    if index:
        found.append(for_machines(INDEX, "search", index=index))
    return Pages(found, listed)


def for_machines(path: str, made: str, **context: object) -> Page:
    """Give a file that is no page, made in the same turn and remembered in the same way."""
    return Page(path, "", "", "", "", context, made=made)


class Listed:
    """The records in the order of their lists, and the pages made from them."""

    def __init__(self, programme: Programme, language: str, today: date) -> None:
        self.programme, self.language, self.today = programme, language, today
        self.t = texts(language)
        self.visits = sorted(
            programme.visits,
            key=lambda visit: (ORDER[programme.status(visit, today)], visit.slug),
        )
        self.clusters = sorted(programme.clusters, key=lambda c: (not c.coordinator, c.label))
        self.hosts = sorted(programme.hosts, key=lambda host: host.name.casefold())
        self.calls_on: dict[str, list[Visit]] = {}
        self.led_by: dict[str, list[Visit]] = {}
        for visit in self.visits:
            self.led_by.setdefault(visit.lead, []).append(visit)
            for slug in visit.hosts:
                self.calls_on.setdefault(slug, []).append(visit)

    def _say(self, text: Text) -> str:
        return text.words(self.language)

    def sections(self) -> Iterator[Page]:
        """Give home, the lists, and the pages about the programme as a whole."""
        programme, t = self.programme, self.t
        summary = self._say(programme.about.summary)
        yield Page("", "home", programme.site.title, summary, "home", self._home())
        for url, title, description, records in (
            ("visits", t("Visits"), t("All visits, with dates and lump sums."), self.visits),
            ("hosts", t("Hosts"), t("Companies and research centres that you can call on."),
             self.hosts),
            ("partners", t("Partner clusters"), t("Who helps you, by country and sector."),
             self.clusters),
        ):  # fmt: skip
            name = "clusters" if url == "partners" else url
            context: dict[str, object] = {name: records}
            yield Page(f"{url}/", url, title, description, url, context, scripts=("facets",))
        yield from self._about_money()
        yield Page("documents/", "documents", t("Documents"), t("What to read."), "documents")
        yield Page(
            "news/",
            "news",
            t("News"),
            t("What changed, the newest first."),
            "news",
            {"news": news(programme, self.today)},
        )
        yield Page(
            "search/",
            "search",
            t("Search"),
            t("Search all pages, visits, hosts and partner clusters."),
            "search",
            {"visits": self.visits, "clusters": self.clusters, "hosts": self.hosts},
            scripts=("search",),
        )

    def _home(self) -> dict[str, object]:
        coming = [
            visit
            for visit in self.visits
            if self.programme.status(visit, self.today) not in (Status.HELD, Status.CANCELLED)
        ]
        return {
            "visits": self.visits,
            "coming": coming[:3],
            "bars": bars(self.programme, formats(self.language)),
            "table": self.programme.lump_sums_of(self.programme.call),
            "first_seat": self._first_seat(),
        }

    def _first_seat(self) -> str:
        """Give the country that the question "where is your seat" begins with."""
        return next((c.country for c in self.clusters if c.coordinator), "")

    def _about_money(self) -> Iterator[Page]:
        call, t = self.programme.call, self.t
        pack, table = self.programme.rules_of(call), self.programme.lump_sums_of(call)
        rules: dict[str, object] = {"pack": pack, "table": table}
        yield Page(
            "may-i-go/",
            "may_i_go",
            t("May we go, and for how much?"),
            t("Six short answers, and you know whether you may go, where, and for how many euros."),
            "may-i-go",
            {**rules, "first_seat": self._first_seat()},
            scripts=("may-i-go",),
        )
        yield Page(
            "rules/",
            "rules",
            t("Rules and lump sums"),
            t("Who may go, for how long, and for how many euros."),
            "rules",
            rules,
        )

    def visit(self, visit: Visit) -> Page:
        """Give the page of a visit."""
        return Page(
            f"visits/{visit.slug}/",
            "visit",
            self._say(visit.title),
            self._say(visit.summary),
            "visits",
            {"visit": visit, "call": self.programme.call_of(visit)},
            scripts=("seats",) if self._is_open(visit) else (),
            data=event(self.programme, visit, self.language, self.today),
        )

    def _is_open(self, visit: Visit) -> bool:
        return self.programme.status(visit, self.today) is Status.OPEN and bool(visit.seats)

    def host(self, host: Host) -> Page:
        """Give the page of a host."""
        context: dict[str, object] = {"host": host, "called": self.calls_on.get(host.slug, [])}
        url, summary = f"hosts/{host.slug}/", self._say(host.summary)
        return Page(url, "host", host.name, summary, "hosts", context)

    def cluster(self, cluster: PartnerCluster) -> Page:
        """Give the page of a partner cluster."""
        led = self.led_by.get(cluster.slug, [])
        context: dict[str, object] = {"cluster": cluster, "led": led}
        url, summary = f"partners/{cluster.slug}/", self._say(cluster.summary)
        return Page(url, "cluster", cluster.name, summary, "partners", context)

    def files(self) -> Iterator[Page]:
        """Give the files that machines read; English has those that all languages share."""
        yield for_machines("may-i-go/answers.json", "answers")
        yield for_machines("news.xml", "feed")
        yield for_machines("visits.ics", "calendar")
        for visit in self.visits:
            if visit.dates_known_on(self.today):
                yield for_machines(f"visits/{visit.slug}.ics", "calendar", visit=visit)
        if self.language == ENGLISH:
            yield for_machines("catalogue.json", "catalogue")
            yield for_machines("robots.txt", "robots")
            yield for_machines("assets/share.png", "share")

"""Which pages there are: one list, in which every page says its address, words and template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from generator.look.texts import texts
from generator.programme.programme import Programme
from generator.programme.visit import Status


@dataclass(frozen=True)
class Page:
    """A page to stamp: `url` ends in a slash and starts without one; home is empty."""

    url: str
    template: str
    title: str
    description: str
    current: str
    context: dict[str, object] = field(default_factory=dict)
    bodyclass: str = ""
    scripts: tuple[str, ...] = ()
    """Our own scripts that the page loads, by the names of their files."""
    data: dict[str, object] | None = None
    """What the page says in the words of schema.org."""

    @property
    def path(self) -> str:
        """The file of the page below the site."""
        return f"{self.url}index.html"


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


def pages(programme: Programme, language: str, today: date) -> Iterator[Page]:
    """Give every page made from records, in one language."""
    t = texts(language)

    def say(text: object) -> str:
        return str(text) if text else ""

    visits = sorted(
        programme.visits,
        key=lambda visit: (ORDER[programme.status(visit, today)], visit.slug),
    )
    clusters = sorted(programme.clusters, key=lambda c: (not c.coordinator, c.label))
    hosts = sorted(programme.hosts, key=lambda host: host.name.casefold())
    shared: dict[str, object] = {"visits": visits, "clusters": clusters, "hosts": hosts}

    yield Page("", "home", programme.site.title, say(programme.about.summary), "home", shared)
    yield Page(
        "visits/",
        "visits",
        t("Visits"),
        t("All visits, with dates and lump sums."),
        "visits",
        shared,
    )
    yield Page("hosts/", "hosts", t("Hosts"), t("Who you can call on."), "hosts", shared)
    yield Page(
        "partners/", "partners", t("Partner clusters"), t("Who helps you."), "partners", shared
    )
    pack, table = programme.rules_of(programme.call), programme.lump_sums_of(programme.call)
    yield Page(
        "rules/",
        "rules",
        t("Rules and lump sums"),
        t("Who may go, for how long, and for how many euros."),
        "rules",
        {"pack": pack, "table": table},
    )
    coordinator = next((c for c in clusters if c.coordinator), None)
    yield Page(
        "may-i-go/",
        "may_i_go",
        t("May we go, and for how much?"),
        t("Six short answers, and you know whether you may go, where, and for how many euros."),
        "may-i-go",
        {"pack": pack, "table": table, "first_seat": coordinator.country if coordinator else ""},
        scripts=("may-i-go",),
    )
    yield Page("documents/", "documents", t("Documents"), t("What to read."), "documents")
    for visit in visits:
        title, summary = say(visit.title), say(visit.summary)
        context: dict[str, object] = {"visit": visit, "call": programme.call_of(visit)}
        yield Page(f"visits/{visit.slug}/", "visit", title, summary, "visits", context)
    for host in hosts:
        called = [visit for visit in visits if host.slug in visit.hosts]
        yield Page(
            f"hosts/{host.slug}/",
            "host",
            host.name,
            say(host.summary),
            "hosts",
            {"host": host, "called": called},
        )
    for cluster in clusters:
        led = [visit for visit in visits if visit.lead == cluster.slug]
        yield Page(
            f"partners/{cluster.slug}/",
            "cluster",
            cluster.name,
            say(cluster.summary),
            "partners",
            {"cluster": cluster, "led": led},
        )

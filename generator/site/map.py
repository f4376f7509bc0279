"""The programme on the map: partner clusters, visits, hosts, and threads between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote_plus

from markupsafe import Markup

from generator.look.map import MapPoint, View, map_svg
from generator.look.texts import texts
from generator.look.visit_words import GONE
from generator.programme.cluster import PartnerCluster
from generator.programme.host import Host
from generator.programme.places import Place
from generator.programme.programme import Programme
from generator.programme.visit import Visit
from generator.site.addresses import root

MOST_POINTS = 60
"""With more, knots cover each other, and the page grows heavy; then lists have no map."""


class Maps:
    """Draws the maps of one language on one day."""

    def __init__(self, programme: Programme, language: str, today: date) -> None:
        self.programme, self.language, self.today = programme, language, today
        self.t, self.home = texts(language), root(language)

    def programme_map(self) -> Markup:
        """Draw the map of the home page, with a thread from each lead cluster to its visit.

        Of a programme too large for one map it shows visits that are still to come, and who
        leads them.
        """
        led = self._mapped_visits()
        leads = {visit.lead for visit in led}
        many = len(self.programme.clusters) > MOST_POINTS
        shown = [c for c in self.programme.clusters if not many or c.slug in leads]
        clusters = {c.slug: self._cluster(c) for c in shown}
        visits = {v.slug: self._visit(v) for v in led}
        threads = [(clusters[v.lead], visits[v.slug]) for v in led]
        return map_svg(
            [*clusters.values(), *visits.values()],  # visits lie on top
            threads,
            title=self.t("Partner clusters and visits on a map of Europe"),
            home=sorted({visit.country for visit in led}),
            view=_wide([*clusters.values(), *visits.values()]),
        )

    def _mapped_visits(self) -> list[Visit]:
        visits = list(self.programme.visits)
        if len(visits) <= MOST_POINTS:
            return visits
        coming = [v for v in visits if self.programme.status(v, self.today) not in GONE]
        return coming[:MOST_POINTS]

    def clusters(self) -> Markup | str:
        """Draw where the partner clusters are; empty when there are too many."""
        clusters = self.programme.clusters
        if len(clusters) > MOST_POINTS:
            return ""
        points = [self._cluster(cluster) for cluster in clusters]
        home = {cluster.country for cluster in clusters}
        return _directory(points, home, self.t("Partner clusters on a map of Europe"))

    def hosts(self) -> Markup | str:
        """Draw where the hosts are, a knot a town; empty when there are too many."""
        towns = self._towns(self.programme.hosts)
        if len(towns) > MOST_POINTS:
            return ""
        points = [self._town(hosts, self._page(hosts)) for hosts in towns.values()]
        home = {host.country for host in self.programme.hosts}
        return _directory(points, home, self.t("Hosts on a map of Europe"))

    def visit(self, visit: Visit) -> Markup:
        """Draw the main place of a visit and the towns of its hosts, from near."""
        called = [host for slug in visit.hosts if (host := self.programme.host(slug))]
        main = visit.place.name.words(self.language)
        towns = self._towns(called).items()
        points = [self._town(hosts, "#hosts") for town, hosts in towns if town != main]
        points.append(_point(visit.place, main, "#facts", "visit"))
        return map_svg(
            points,
            title=self.t("Places of this visit"),
            home=[visit.country],
            view=View.around([point.at for point in points]),
            uid=f"map-{visit.slug}",
        )

    def place(self, record: Host | PartnerCluster) -> Markup | str:
        """Draw where a host or a partner cluster is; empty when nobody knows the town."""
        if record.place is None:
            return ""
        town = record.place.name.say(self.language).words
        point = _point(record.place, town, "#facts", "visit")
        return map_svg(
            [point],
            title=self.t("%(town)s on the map", town=town),
            home=[record.country],
            view=View.around([point.at]),
            uid=f"map-{record.slug}",
        )

    def _towns(self, hosts: Iterable[Host]) -> dict[str, list[Host]]:
        towns: dict[str, list[Host]] = {}
        for host in hosts:
            if host.place:
                towns.setdefault(host.place.name.words(self.language), []).append(host)
        return towns

    def _page(self, hosts: list[Host]) -> str:
        """Give the page of the one host of a town, or the directory of that town."""
        if len(hosts) == 1:
            return f"{self.home}hosts/{hosts[0].slug}/"
        place = hosts[0].place
        town = quote_plus(place.name.words(self.language).replace(" ", "-")) if place else ""
        return f"{self.home}hosts/?place={town}"

    def _town(self, hosts: list[Host], url: str) -> MapPoint:
        place = hosts[0].place
        if place is None:
            raise ValueError(f"{hosts[0].slug} has no place")
        town = place.name.words(self.language)
        names = ", ".join(host.name for host in hosts)
        return _point(place, town, url, "host", f"{town}: {names}")

    def _cluster(self, cluster: PartnerCluster) -> MapPoint:
        url = f"{self.home}partners/{cluster.slug}/"
        return _point(cluster.place, cluster.label, url, "cluster", cluster.name)

    def _visit(self, visit: Visit) -> MapPoint:
        gone = " gone" if self.programme.status(visit, self.today) in GONE else ""
        label = visit.short_title.words(self.language)
        title = visit.title.words(self.language)
        url = f"{self.home}visits/{visit.slug}/"
        return _point(visit.place, label, url, f"visit{gone}", title)


def _directory(points: list[MapPoint], home: set[str], title: str) -> Markup | str:
    if not points:
        return ""
    view = View.around([point.at for point in points], 720, 440)
    return map_svg(points, title=title, home=sorted(home), view=view)


def _wide(points: list[MapPoint]) -> View:
    return View.around([point.at for point in points], 720, 540)


def _point(place: Place, label: str, url: str, kind: str, title: str = "") -> MapPoint:
    return MapPoint(title or label, place.latitude, place.longitude, url, kind, label)

"""catalogue.json: visits, hosts, partner clusters and lump sums for other programs to read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.programme.cluster import PartnerCluster
from generator.programme.dates import Season
from generator.programme.host import Host
from generator.programme.places import Place
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Visit
from generator.site.amounts import stays

if TYPE_CHECKING:
    from generator.site.catalogue_shape import (
        ClusterEntry,
        HostEntry,
        PlaceEntry,
        StayEntry,
        VisitEntry,
    )


def catalogue(programme: Programme, today: date) -> dict[str, object]:
    """Describe the programme as of a day, as a Catalogue whose records come one by one."""
    base = programme.site.public_url.rstrip("/")
    table = programme.lump_sums_of(programme.call)
    return {
        "programme": programme.site.title,
        "as_of": today,
        "visits": (_visit(programme, visit, base, today) for visit in programme.visits),
        "hosts": (_host(host, base) for host in programme.hosts),
        "clusters": (_cluster(cluster, base) for cluster in programme.clusters),
        "lump_sums": {
            "status": table.status.value,
            "valid_from": table.valid_from,
            "rates_eur": {code: _eur(rate) for code, rate in sorted(table.rates_eur.items())},
        },
    }


def _visit(programme: Programme, visit: Visit, base: str, today: date) -> VisitEntry:
    call, known = programme.call_of(visit), visit.dates_known_on(today)
    season = visit.dates if isinstance(visit.dates, Season) and not known else None
    return {
        "slug": visit.slug,
        "url": f"{base}/visits/{visit.slug}/",
        "title": str(visit.title),
        "summary": str(visit.summary),
        "status": programme.status(visit, today),
        "online": visit.is_online(today),
        "country": visit.country,
        "place": _place(visit.place),
        "lead": visit.lead,
        "hosts": list(visit.hosts),
        "themes": list(visit.themes),
        "days": list(known.days()) if known else [],
        "dates_known_on": season.until if season else None,
        "season": str(season.season) if season else None,
        "opens_on": visit.opening(call),
        "closes_on": visit.closing(call, today),
        "seats": visit.seats,
        "stays": _stays(programme, visit, today),
        "notices": [
            {"kind": notice.kind, "since": notice.from_, "words": str(notice.words)}
            for notice in visit.notices_on(today)
        ],
        "examples": list(visit.examples),
    }


def _stays(programme: Programme, visit: Visit, today: date) -> list[StayEntry]:
    return [
        {
            "visitor_type": stay.visitor_type,
            "working_days": stay.days,
            "on_request": stay.on_request,
            "amount_eur": None if stay.amount_eur is None else _eur(stay.amount_eur),
        }
        for stay in stays(programme, visit, today)
    ]


def _host(host: Host, base: str) -> HostEntry:
    return {
        "slug": host.slug,
        "url": f"{base}/hosts/{host.slug}/",
        "name": host.name,
        "summary": str(host.summary),
        "country": host.country,
        "place": _place(host.place) if host.place else None,
        "ecosystem": host.ecosystem.value,
        "website": host.website,
        "cluster": host.cluster,
    }


def _cluster(cluster: PartnerCluster, base: str) -> ClusterEntry:
    return {
        "slug": cluster.slug,
        "url": f"{base}/partners/{cluster.slug}/",
        "name": cluster.name,
        "summary": str(cluster.summary),
        "country": cluster.country,
        "place": _place(cluster.place),
        "website": cluster.website,
        "sectors": [str(sector) for sector in cluster.sectors],
        "coordinator": cluster.coordinator,
    }


def _place(place: Place) -> PlaceEntry:
    name: Text = place.name
    return {"name": str(name), "latitude": place.latitude, "longitude": place.longitude}


def _eur(amount: Decimal) -> str:
    return f"{amount:.2f}"

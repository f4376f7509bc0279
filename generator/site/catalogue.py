"""catalogue.json: visits, hosts, partner clusters and lump sums for other programs to read.

Its shape stands here as types; `docs/schemas/catalogue.json` is made from them.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from generator.programme.cluster import PartnerCluster
from generator.programme.dates import Season
from generator.programme.host import Host
from generator.programme.places import Place
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import NoticeKind, OrganisationType
from generator.site.amounts import stays


class PlaceEntry(TypedDict):
    """A town with its coordinates in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


class StayEntry(TypedDict):
    """What one type of visitor can do on a visit, and what it receives."""

    visitor_type: OrganisationType
    working_days: int
    on_request: bool
    amount_eur: str | None
    """Euros with cents, for one organisation; null where no amount is published."""


class NoticeEntry(TypedDict):
    """A dated change of a visit."""

    kind: NoticeKind
    since: date
    words: str


class VisitEntry(TypedDict):
    """A visit. Dates are null until they are public; then `dates_known_on` says when."""

    slug: str
    url: str
    title: str
    summary: str
    status: Status
    online: bool
    country: str
    place: PlaceEntry
    lead: str
    hosts: list[str]
    themes: list[str]
    days: list[date]
    dates_known_on: date | None
    season: str | None
    opens_on: date
    closes_on: date
    seats: int | None
    stays: list[StayEntry]
    notices: list[NoticeEntry]
    examples: list[str]
    """Fields whose value is made up for the example programme."""


class HostEntry(TypedDict):
    """A host."""

    slug: str
    url: str
    name: str
    summary: str
    country: str
    place: PlaceEntry | None
    ecosystem: str
    website: str | None
    cluster: str | None


class ClusterEntry(TypedDict):
    """A partner cluster."""

    slug: str
    url: str
    name: str
    summary: str
    country: str
    place: PlaceEntry
    website: str
    sectors: list[str]
    coordinator: bool


class LumpSumsEntry(TypedDict):
    """The table of lump sums of the current call, for a full stay."""

    status: str
    valid_from: date
    rates_eur: dict[str, str]


class Catalogue(TypedDict):
    """Everything public about a programme, in English, as of one day."""

    programme: str
    as_of: date
    visits: list[VisitEntry]
    hosts: list[HostEntry]
    clusters: list[ClusterEntry]
    lump_sums: LumpSumsEntry


def catalogue_schema() -> str:
    """Give the JSON Schema of the catalogue, as it stands in docs/schemas."""
    schema: dict[str, Any] = TypeAdapter(Catalogue).json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


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

"""The shape of catalogue.json as types; `docs/schemas/catalogue.json` is made from them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from generator.programme.visit import Status
from generator.programme.vocabularies import NoticeKind, OrganisationType


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

"""A visit in the words of schema.org, for search engines and calendars that read pages."""

from __future__ import annotations

from datetime import date

from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit
from generator.site.addresses import root

SCHEMA = "https://schema.org"


def event(
    programme: Programme, visit: Visit, language: str, today: date
) -> dict[str, object] | None:
    """Give the visit as an Event; None while its dates are unknown, since an Event needs one."""
    known = visit.dates_known_on(today)
    if known is None:
        return None
    base = programme.site.public_url.rstrip("/")
    lead = programme.cluster(visit.lead)
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": visit.title.say(language).words,
        "description": visit.summary.say(language).words,
        "startDate": known.first_on.isoformat(),
        "endDate": known.last_on.isoformat(),
        "eventStatus": f"{SCHEMA}/{_status(programme.status(visit, today))}",
        "eventAttendanceMode": f"{SCHEMA}/{_mode(online=visit.is_online(today))}",
        "location": _location(visit, language, base, online=visit.is_online(today)),
        "url": f"{base}{root(language)}visits/{visit.slug}/",
    }
    if lead:
        found["organizer"] = {"@type": "Organization", "name": lead.name, "url": lead.website}
    return found


def _status(status: Status) -> str:
    names = {Status.CANCELLED: "EventCancelled", Status.POSTPONED: "EventPostponed"}
    return names.get(status, "EventScheduled")


def _mode(*, online: bool) -> str:
    return "OnlineEventAttendanceMode" if online else "OfflineEventAttendanceMode"


def _location(visit: Visit, language: str, base: str, *, online: bool) -> dict[str, object]:
    if online:
        return {"@type": "VirtualLocation", "url": f"{base}{root(language)}visits/{visit.slug}/"}
    place = visit.place
    return {
        "@type": "Place",
        "name": place.name.say(language).words,
        "address": {"@type": "PostalAddress", "addressCountry": visit.country},
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
    }

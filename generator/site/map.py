"""The programme on the map: partner clusters, visits, and a thread from each lead to its visit."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from generator.look.map import MapPoint, map_svg
from generator.look.texts import texts
from generator.programme.programme import Programme
from generator.programme.visit import Status

GONE = (Status.HELD, Status.CANCELLED)


def programme_map(programme: Programme, language: str, today: date) -> Markup:
    """Draw the map of the home page, in one language."""
    t, found = texts(language), points(programme, language, today)
    threads = [(found[f"cluster:{v.lead}"], found[f"visit:{v.slug}"]) for v in programme.visits]
    return map_svg(
        list(found.values()),
        threads,
        title=t("Partner clusters and visits on a map of Europe"),
        home=sorted({visit.country for visit in programme.visits}),
    )


def points(programme: Programme, language: str, today: date) -> dict[str, MapPoint]:
    """Give the points by kind and slug: clusters first, so that visits lie on top."""
    found = {
        f"cluster:{cluster.slug}": MapPoint(
            cluster.name,
            cluster.place.latitude,
            cluster.place.longitude,
            f"/partners/{cluster.slug}/",
            "cluster",
            cluster.label,
        )
        for cluster in programme.clusters
    }
    for visit in programme.visits:
        gone = " gone" if programme.status(visit, today) in GONE else ""
        found[f"visit:{visit.slug}"] = MapPoint(
            visit.title.say(language).words,
            visit.place.latitude,
            visit.place.longitude,
            f"/visits/{visit.slug}/",
            f"visit{gone}",
            visit.short_title.say(language).words,
        )
    return found

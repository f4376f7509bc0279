"""A programme of many records: pages that show all of them stay small enough to read."""

from __future__ import annotations

import re
from datetime import date

from generator.site.map import MOST_POINTS, Maps


def many(programme, count):
    visits = tuple(
        visit.model_copy(update={"slug": f"{visit.slug}-{n}"})
        for n in range(count // 4)
        for visit in programme.visits
    )
    return programme.model_copy(update={"visits": visits})


def test_the_map_of_the_home_page_shows_every_visit_of_a_small_programme(programme):
    drawn = str(Maps(programme, "en", date(2021, 6, 15)).programme_map())

    assert set(re.findall(r"/visits/([a-z0-9-]+)/", drawn)) == {v.slug for v in programme.visits}


def test_of_a_large_programme_it_shows_what_is_still_to_come(programme):
    drawn = str(Maps(many(programme, 400), "en", date(2021, 6, 15)).programme_map())

    shown = set(re.findall(r"/visits/([a-z0-9-]+)/", drawn))
    assert len(shown) == MOST_POINTS
    assert not [slug for slug in shown if slug.startswith("slovakia-online")]

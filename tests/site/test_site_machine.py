"""Calendars, feed, catalogue, sitemap and share picture: read back by other programs' eyes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from PIL import Image

from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.words import Words
from generator.reader.folder import read
from generator.site.calendars import fold
from generator.site.catalogue import catalogue
from generator.site.catalogue_shape import catalogue_schema
from generator.site.feed import feed
from generator.site.machine import MAKERS, Making, compact
from generator.site.pages import pages
from generator.site.share import share_picture
from generator.site.sitemap import robots, sitemap
from generator.site.timezones import vtimezone

TODAY = date(2021, 6, 15)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def events(written: bytes) -> list:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def made(programme, language="en") -> dict[str, bytes]:
    """Every file for machines, by its path."""
    making = Making(programme, language, TODAY)
    found = [page for page in pages(programme, language, TODAY) if page.made]
    return {page.path: MAKERS[page.made](making, **page.context) for page in found}


@pytest.fixture(scope="module")
def files(programme):
    return made(programme)


def test_a_visit_stands_in_its_calendar_as_whole_days(files):
    (event, deadline) = events(files["visits/northern-bohemia.ics"])

    assert event["DTSTART"].dt == date(2021, 9, 20)
    assert event["DTEND"].dt == date(2021, 9, 25)  # the day after the last one
    assert str(event["SUMMARY"]).startswith("Northern Bohemia: nanofibres, composites")
    assert "moved to September 2021" in event["DESCRIPTION"]
    assert event["SEQUENCE"] == 1
    assert deadline["DTSTART"].dt == datetime(2021, 8, 20, 23, 59, tzinfo=ZoneInfo("Europe/Rome"))


def test_single_days_are_single_events(files):
    days = [event["DTSTART"].dt for event in events(files["visits/slovakia-online.ics"])]

    assert days == [date(2021, 2, 2), date(2021, 3, 3), date(2021, 3, 10)]


def test_dates_that_are_not_public_stand_in_no_calendar(files):
    assert "visits/lyon.ics" not in files
    assert b"2022" not in files["visits.ics"]


def test_all_visits_stand_in_one_calendar_with_the_time_zone_once(files):
    together = files["visits.ics"]

    assert together.count(b"BEGIN:VTIMEZONE") == 1
    assert len({str(event["UID"]) for event in events(together)}) == len(events(together)) == 5


def test_a_cancelled_visit_is_cancelled_in_the_calendar_under_the_same_name(content):
    path = content / "visits/northern-bohemia.yml"
    notice = "notices:\n  - {kind: cancelled, from: 2021-06-10, words: It does not take place.}\n"
    before = events(made(read(content))["visits/northern-bohemia.ics"])
    path.write_text(path.read_text().replace("notices:\n", notice))

    (event,) = events(made(read(content))["visits/northern-bohemia.ics"])

    assert event["UID"] == before[0]["UID"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)


@given(st.text(max_size=300))
def test_no_line_is_too_long_and_nothing_is_lost(words):
    line = "".join(c for c in words if c.isprintable())

    folded = fold(line)

    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


@given(
    st.sampled_from(["Europe/Rome", "Europe/Lisbon", "Europe/Dublin", "Asia/Yerevan", "UTC"]),
    st.integers(0, 365 * 24 - 1),
)
def test_the_written_time_zone_tells_the_time_of_the_real_one(name, hour):
    at = (datetime(2021, 1, 1, tzinfo=UTC) + timedelta(hours=hour)).replace(tzinfo=None)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *vtimezone(name, 2021, 2021)]
    written = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    (zone,) = (
        part.to_tz(lookup_tzid=False) for part in Calendar.from_ical(written).walk("VTIMEZONE")
    )

    assert at.replace(tzinfo=zone).utcoffset() == at.replace(tzinfo=ZoneInfo(name)).utcoffset()


def test_the_feed_has_every_notice_newest_first(programme):
    t, f = texts("en"), formats("en")
    root = ET.fromstring(feed(programme, Words(t, f, TODAY), "en", TODAY))

    titles = [entry.text for entry in root.findall("a:entry/a:title", ATOM)]
    ids = [entry.text for entry in root.findall("a:entry/a:id", ATOM)]
    assert titles == ["Slovakia: Moved online", "Northern Bohemia: Moved to other dates"]
    assert len(set(ids)) == 2
    assert root.findtext("a:updated", namespaces=ATOM) == "2021-01-15T00:00:00Z"


def test_the_catalogue_keeps_to_its_schema(programme):
    written = json.loads(compact(catalogue(programme, TODAY)))

    jsonschema.validate(written, json.loads(catalogue_schema()))

    visits = {visit["slug"]: visit for visit in written["visits"]}
    assert visits["northern-bohemia"]["status"] == "open"
    assert visits["northern-bohemia"]["stays"][0]["amount_eur"] == "305.00"
    assert visits["lyon"]["days"] == []
    assert visits["lyon"]["dates_known_on"] == "2022-03-01"


def test_the_published_schema_is_the_schema():
    assert (SCHEMAS / "catalogue.json").read_text() == catalogue_schema()


def test_every_page_of_the_site_stands_in_the_sitemap():
    written = sitemap("https://example.org/", ["index.html", "visits/a&b/index.html", "404.html"])

    found = [loc.text for loc in ET.fromstring(written).iter() if loc.tag.endswith("loc")]
    assert found == ["https://example.org/", "https://example.org/visits/a&b/"]


def test_robots_stay_out_of_forms_and_find_the_sitemap():
    assert robots("https://example.org").decode().splitlines()[1:] == [
        "Disallow: /apply/",
        "Disallow: /review/",
        "",
        "Sitemap: https://example.org/sitemap.xml",
    ]


def test_the_share_picture_has_the_size_that_others_ask_for(programme):
    picture = Image.open(BytesIO(share_picture(programme)))

    assert picture.size == (1200, 630)
    assert share_picture(programme) == share_picture(read(SCHEMAS.parents[1] / "content"))


def test_another_language_has_its_own_files_and_no_second_catalogue(programme):
    assert sorted(made(programme, "cs")) == [
        "may-i-go/answers.json",
        "news.xml",
        "visits.ics",
        "visits/northern-bohemia.ics",
        "visits/slovakia-online.ics",
    ]

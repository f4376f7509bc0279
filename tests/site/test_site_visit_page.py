"""A visit's page says first where the visit stands and what one can do now."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from generator.reader.folder import read
from generator.site.head import structured
from generator.site.pages import pages
from generator.site.stamping import Turn
from generator.site.stencil import Stencil

STENCIL = Stencil.cut(
    "@@title@@ @@description@@ @@canonical@@ <head>@@head@@</head> @@main@@ @@bodyclass@@"
)
NORTH = "northern-bohemia"
BEFORE, DURING, AFTER = date(2021, 6, 15), date(2021, 9, 21), date(2021, 9, 27)
NOTICE = "notices:\n  - {{kind: {kind}, from: 2021-06-10, words: It changed.}}\n"


def page_of(programme, slug: str, today: date, language: str = "en") -> str:
    turn = Turn(programme, STENCIL, language, today)
    (page,) = (page for page in turn.pages if page.url == f"visits/{slug}/")
    return b"".join(turn.stamp(page)).decode()


def card_of(programme, today: date) -> str:
    """The card of the Czech visit in the list of all."""
    turn = Turn(programme, STENCIL, "en", today)
    (page,) = (page for page in turn.pages if page.url == "visits/")
    html = b"".join(turn.stamp(page)).decode()
    return next(card for card in html.split("<li") if f"/visits/{NORTH}/" in card)


def noted(content, kind: str):
    """The shipped programme, in which the Czech visit has one more notice."""
    path = content / f"visits/{NORTH}.yml"
    path.write_text(path.read_text().replace("notices:\n", NOTICE.format(kind=kind), 1))
    return read(content)


@pytest.mark.parametrize(
    ("today", "badge", "now"),
    [
        (date(2021, 1, 10), "Announced", "Candidatures open on 1 February 2021."),
        (BEFORE, "Open until 20 August 2021", "until 20 August 2021"),
        (date(2021, 9, 1), "Closed for candidatures", "Candidatures closed on 20 August 2021."),
        (DURING, "Under way", "The visitors are there now."),
        (AFTER, "Held", "The visit is over."),
    ],
)
def test_dates_decide_what_is_said(programme, today, badge, now):
    html = page_of(programme, NORTH, today)

    assert re.search(rf'<span class="badge [a-z]+">{badge}</span>', html)
    assert now in html
    assert ("Send a candidature</a>" in html) == (badge.startswith("Open"))


@pytest.mark.parametrize(
    ("kind", "badge", "now"),
    [
        ("cancelled", "Cancelled", "This visit does not take place."),
        ("full", "Full", "All seats are taken."),
    ],
)
def test_a_notice_decides_what_is_said(content, kind, badge, now):
    html = page_of(noted(content, kind), NORTH, BEFORE)

    assert re.search(rf'<span class="badge [a-z]+">{badge}</span>', html)
    assert now in html
    assert "Send a candidature</a>" not in html
    assert "It changed." in html
    assert ("€305" in html) == (
        kind == "full"
    )  # nobody receives anything for what does not take place


def test_a_postponed_visit_says_that_its_dates_are_not_known(content):
    path = content / "visits/valencia.yml"
    notice = NOTICE.format(kind="postponed")
    path.write_text(path.read_text().replace("examples:", f"{notice}examples:", 1))

    html = page_of(read(content), "valencia", BEFORE)

    assert '<span class="badge wait">Postponed</span>' in html
    assert "<b>Postponed.</b> It changed." in html
    assert "The new dates are not known yet." in html


def test_an_online_visit_says_so_and_pays_nothing(content):
    html = page_of(noted(content, "moved_online"), NORTH, BEFORE)

    assert '<span class="badge info">Online</span>' in html
    assert "<dt>Where</dt><dd>Online, from Czechia" in html
    assert "€0" in html
    assert "Send a candidature</a>" in html


def test_a_visit_without_dates_says_when_they_will_be_known(programme):
    html = page_of(programme, "valencia", BEFORE)

    assert "Dates known by 1 December 2021" in html
    assert "The hosts are not published yet." in html
    assert ".ics" not in html


@pytest.mark.parametrize("kind", ["cancelled", "postponed"])
def test_nobody_is_told_to_send_what_is_not_taken(content, kind):
    path = content / "visits/valencia.yml"
    notice = NOTICE.format(kind=kind)
    path.write_text(path.read_text().replace("examples:", f"{notice}examples:", 1))

    html = page_of(read(content), "valencia", BEFORE)

    assert "<dt>Candidatures</dt>" not in html
    assert "<dt>Seats</dt>" not in html


def test_a_visit_tells_what_came_of_it_only_when_that_is_known(programme, content):
    path = content / f"visits/{NORTH}.yml"
    before = path.read_text()
    path.write_text(before[: before.index("\nresults:")] + before[before.index("\nexamples:") :])
    words = "See what came of it"

    assert words in page_of(programme, NORTH, AFTER)
    assert words not in page_of(read(content), NORTH, AFTER)
    assert words not in card_of(read(content), AFTER)
    assert words not in card_of(noted(content, "cancelled"), BEFORE)


def test_that_a_visit_may_be_moved_is_said_before_anybody_applies(programme):
    assert "The team may move or cancel a visit" in page_of(programme, NORTH, BEFORE)


def test_a_schedule_names_its_time_zone(programme):
    assert "Deadlines end at midnight, Europe/Rome time." in page_of(programme, NORTH, BEFORE)


def test_search_engines_read_an_event(programme):
    html = page_of(programme, NORTH, BEFORE)

    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    event = json.loads(written)
    assert (event["@type"], event["startDate"], event["endDate"]) == (
        "Event",
        "2021-09-20",
        "2021-09-24",
    )
    assert event["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")


def test_nothing_in_the_data_can_end_its_block():
    hostile = "</script><script>alert(1)</script>"

    written = structured({"name": hostile})

    assert written.count("<") == 2
    assert json.loads(written.split(">", 1)[1].rpartition("</script>")[0]) == {"name": hostile}


def test_a_shared_page_has_its_title_words_and_picture(programme):
    html = page_of(programme, NORTH, BEFORE, "cs")

    assert '<meta property="og:title" content="Severní Čechy: nanovlákna' in html
    assert 'content="http://localhost:8000/cs/visits/northern-bohemia/"' in html
    assert 'content="http://localhost:8000/assets/share.png"' in html
    assert 'hreflang="it" href="http://localhost:8000/it/visits/northern-bohemia/"' in html


def test_a_programme_without_records_has_pages_that_say_so(programme):
    nothing = {"visits": (), "hosts": (), "clusters": (), "documents": ()}
    empty = programme.model_copy(update=nothing)
    turn = Turn(empty, STENCIL, "en", BEFORE)

    found = {page.url: b"".join(turn.stamp(page)).decode("utf-8", "replace") for page in turn.pages}

    assert "No visit is published yet." in found["visits/"]
    assert "No host is published yet." in found["hosts/"]
    assert "No document is published yet." in found["documents/"]
    assert "Nothing has changed yet." in found["news/"]
    assert "No visit is published yet." in found[""]


def test_every_page_says_what_it_is_in_a_sentence(programme):
    found = [page for page in pages(programme, "en", BEFORE) if not page.made]

    assert [page.url for page in found if not (page.title and page.description)] == []
    assert len({page.title for page in found}) == len(found)

"""The files for machines beside the pages, made in the same turn from the same programme."""

from __future__ import annotations

import json
from datetime import date

from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH
from generator.site.calendars import Calendars
from generator.site.catalogue import catalogue
from generator.site.feed import feed
from generator.site.may_i_go import MayIGo
from generator.site.share import share_picture
from generator.site.sitemap import robots
from generator.site.words import Words


def machine_readable(programme: Programme, language: str, today: date) -> dict[str, bytes]:
    """Give the files of one language by their path below its root; English has the shared ones."""
    t, f = texts(language), formats(language)
    words = Words(t, f, today)
    found = {
        "may-i-go/answers.json": compact(MayIGo(programme, language, t, f, words).table()),
        "news.xml": feed(programme, words, language, today),
        **Calendars(programme, language, today).files(),
    }
    if language == ENGLISH:
        found["catalogue.json"] = compact(catalogue(programme, today))
        found["robots.txt"] = robots(programme.site.public_url)
        found["assets/share.png"] = share_picture(programme)
    return found


def compact(value: object) -> bytes:
    """Write JSON without spaces; the order of keys is the order in which they were made."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return text.encode()

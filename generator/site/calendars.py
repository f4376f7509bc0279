"""iCalendar files (RFC 5545): one a visit, and one for all; written by our own folding writer.

The icalendar package takes 3 ms a visit; this takes a hundredth, and tests read every file back
with that package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.dates import DateRange
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit
from generator.site.addresses import root
from generator.site.timezones import vtimezone

LONGEST_LINE = 75
"""Octets, without the line's end."""
OFF = (Status.CANCELLED, Status.POSTPONED)


class Calendars:
    """Writes the calendars of one language, as of one day."""

    def __init__(self, programme: Programme, language: str, today: date) -> None:
        self.programme, self.language, self.today = programme, language, today
        self.t = texts(language)
        self.base = programme.site.public_url.rstrip("/")
        self.domain = urlsplit(self.base).hostname or "localhost"

    def known(self) -> list[Visit]:
        """Give the visits whose dates are public."""
        return [v for v in self.programme.visits if v.dates_known_on(self.today)]

    def calendar(self, visits: Iterable[Visit]) -> bytes:
        """Write a calendar of visits whose dates are known."""
        events = [line for visit in visits for line in self._visit(visit)]
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//{_text(self.programme.site.title)}//Xchange//{self.language.upper()}",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            f"X-WR-CALNAME:{_text(self.programme.site.title)}",
            *(self._zone(events)),
            *events,
            "END:VCALENDAR",
        ]
        return "".join(f"{fold(line)}\r\n" for line in lines).encode()

    def _zone(self, events: list[str]) -> list[str]:
        """Describe the time zone once, when an hour of it is used."""
        zone = self.programme.site.time_zone
        used = [line.rpartition(":")[2] for line in events if line.startswith("DTSTART;TZID=")]
        years = {int(at[:4]) for at in used}
        return vtimezone(zone, min(years), max(years)) if years else []

    def _visit(self, visit: Visit) -> Iterator[str]:
        known = visit.dates_known_on(self.today)
        if isinstance(known, DateRange):
            yield from self._days(visit, visit.slug, known.first_on, known.last_on)
        elif known:
            for number, day in enumerate(known.days(), 1):
                yield from self._days(visit, f"{visit.slug}-{number}", day, day)
        if self.programme.status(visit, self.today) in (Status.OPEN, Status.ANNOUNCED):
            yield from self._deadline(visit)

    def _days(self, visit: Visit, name: str, first_on: date, last_on: date) -> Iterator[str]:
        place = (visit.where or visit.place.name).say(self.language).words
        if visit.is_online(self.today):
            country = formats(self.language).country(visit.country)
            place = self.t("Online, from %(country)s", country=country)
        yield from self._begin(visit, name, visit.title.say(self.language).words)
        yield f"DTSTART;VALUE=DATE:{first_on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last_on + timedelta(1):%Y%m%d}"
        yield f"LOCATION:{_text(place)}"
        if not visit.is_online(self.today):
            yield f"GEO:{visit.place.latitude:.4f};{visit.place.longitude:.4f}"
        yield "TRANSP:OPAQUE"
        yield "END:VEVENT"

    def _deadline(self, visit: Visit) -> Iterator[str]:
        """The last minute in which a candidature can be sent."""
        closing = visit.closing(self.programme.call_of(visit), self.today)
        at = datetime.combine(closing, time(23, 59))
        title = visit.short_title.say(self.language).words
        words = self.t("Last day to send a candidature: %(visit)s", visit=title)
        yield from self._begin(visit, f"{visit.slug}-deadline", words)
        yield f"DTSTART;TZID={self.programme.site.time_zone}:{at:%Y%m%dT%H%M%S}"
        yield "DURATION:PT1M"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"

    def _begin(self, visit: Visit, name: str, summary: str) -> Iterator[str]:
        """The lines that every event has; a notice raises its SEQUENCE."""
        notices = visit.notices_on(self.today)
        changed = notices[0].from_ if notices else visit.opening(self.programme.call_of(visit))
        off = self.programme.status(visit, self.today) in OFF
        url = f"{self.base}{root(self.language)}visits/{visit.slug}/"
        told = [visit.summary.say(self.language).words]
        told += [notice.words.say(self.language).words for notice in notices]
        yield "BEGIN:VEVENT"
        yield f"UID:{name}@{self.domain}"
        yield f"DTSTAMP:{changed:%Y%m%d}T000000Z"
        yield f"SEQUENCE:{len(notices)}"
        yield f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}"
        yield f"SUMMARY:{_text(summary)}"
        yield f"DESCRIPTION:{_text(chr(10).join([*told, url]))}"
        yield f"URL:{url}"


def _text(words: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, escaped)
    return words


def fold(line: str) -> str:
    """Fold a line at 75 octets (RFC 5545, 3.1), never inside a letter."""
    body = line.encode()
    pieces, start, room = [], 0, LONGEST_LINE
    while len(body) - start > room:
        end = start + room
        while body[end] & 0xC0 == 0x80:  # the second or a later octet of a letter
            end -= 1
        pieces.append(body[start:end])
        start, room = end, LONGEST_LINE - 1  # a space begins each further line
    return b"\r\n ".join([*pieces, body[start:]]).decode()

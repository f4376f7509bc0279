"""Words for a visit on one day: where it stands, what one can do now, when it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.programme.call import Call
from generator.programme.dates import DateRange, Days, Season
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit

TONES = {
    Status.OPEN: "open",
    Status.ANNOUNCED: "info",
    Status.FULL: "wait",
    Status.POSTPONED: "wait",
    Status.CANCELLED: "stop",
    Status.UNDER_WAY: "info",
}
Group = tuple[str, list[Visit]]
GONE = frozenset({Status.HELD, Status.CANCELLED})


class VisitWords:
    """Says visits in one language, on one day."""

    def __init__(self, t: Texts, f: Formats, today: date) -> None:
        self.t, self.f, self.today = t, f, today

    def status(self, visit: Visit, call: Call) -> str:
        """Where the visit stands, in words: Open until 20 August 2021."""
        t, status = self.t, visit.status(self.today, call)
        if status is Status.OPEN:
            return t("Open until %(day)s", day=self.f.day(visit.closing(call, self.today)))
        if status is Status.HELD:
            return t("Held online") if visit.is_online(self.today) else t("Held")
        return self.short_status(status)

    def short_status(self, status: Status) -> str:
        """A status in a word or two, without its day."""
        t = self.t
        return {
            Status.OPEN: t("Open"),
            Status.ANNOUNCED: t("Announced"),
            Status.CLOSED: t("Closed for candidatures"),
            Status.UNDER_WAY: t("Under way"),
            Status.POSTPONED: t("Postponed"),
            Status.CANCELLED: t("Cancelled"),
            Status.FULL: t("Full"),
            Status.HELD: t("Held"),
        }[status]

    def now(self, visit: Visit, call: Call) -> str:
        """What one can do now, for every status."""
        t, day = self.t, self.f.day
        closing = visit.closing(call, self.today)
        return {
            Status.OPEN: t("You can send a candidature until %(day)s.", day=day(closing)),
            Status.ANNOUNCED: t(
                "Candidatures open on %(day)s. You can already check whether you may go.",
                day=day(visit.opening(call)),
            ),
            Status.FULL: t(
                "All seats are taken. You can ask for the waiting list until %(day)s.",
                day=day(closing),
            ),
            Status.CLOSED: t(
                "Candidatures closed on %(day)s. Other visits may be open.", day=day(closing)
            ),
            Status.UNDER_WAY: t("The visitors are there now. Look at the next visits."),
            Status.HELD: t("The visit is over. See what came of it, and which visits come next.")
            if visit.results
            else t("The visit is over. See which visits come next."),
            Status.POSTPONED: t("The new dates are not known yet. This page will say them."),
            Status.CANCELLED: t("This visit does not take place. Look at the other visits."),
        }[visit.status(self.today, call)]

    def tone(self, visit: Visit, call: Call) -> str:
        """The badge's tone for a status."""
        return TONES.get(visit.status(self.today, call), "held")

    def is_gone(self, visit: Visit, call: Call) -> bool:
        """Held and cancelled visits lose their colour."""
        return visit.status(self.today, call) in GONE

    def tells_results(self, visit: Visit, call: Call) -> bool:
        """Is the visit held, and is it known what came of it?"""
        return visit.results is not None and visit.status(self.today, call) is Status.HELD

    def groups(self, visits: Iterable[Visit], programme: Programme) -> list[Group]:
        """Group visits by what one can do: go now, later, or read what came of them."""
        t = self.t
        titles = (t("You can apply now"), t("Coming"), t("Over"))
        found: list[Group] = [(title, []) for title in titles]
        for visit in visits:
            status = programme.status(visit, self.today)
            place = 0 if status is Status.OPEN else 2 if status in GONE else 1
            found[place][1].append(visit)
        return found

    def when(self, visit: Visit, language: str) -> str:
        """The dates, or the season while they are unknown."""
        known = visit.dates_known_on(self.today)
        if isinstance(known, DateRange):
            return self.f.range(known.first_on, known.last_on)
        if isinstance(known, Days):
            return self.f.days(known.on)
        season = visit.dates.season.say(language).words if isinstance(visit.dates, Season) else ""
        return season[:1].upper() + season[1:]

    def dates_known(self, visit: Visit) -> str:
        """When the dates will be known, for a visit whose dates are not."""
        if isinstance(visit.dates, Season) and not visit.dates_known_on(self.today):
            return self.t("Dates known by %(day)s", day=self.f.day(visit.dates.until))
        return ""

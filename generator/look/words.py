"""Words for things that the programme holds as codes: status, types, kinds, effects."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.programme.call import Call
from generator.programme.dates import DateRange, Days, Season
from generator.programme.text import Text
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import ActivityKind, OrganisationType

TONES = {
    Status.OPEN: "open",
    Status.ANNOUNCED: "info",
    Status.FULL: "wait",
    Status.POSTPONED: "wait",
    Status.CANCELLED: "stop",
    Status.UNDER_WAY: "info",
}
GONE = frozenset({Status.HELD, Status.CANCELLED})


def say(text: Text | None, language: str) -> Markup | str:
    """Give a text in one language; words in another carry theirs, for those who hear them."""
    if text is None:
        return ""
    said = text.say(language)
    if said.language == language:
        return said.words
    return Markup('<span lang="{}">{}</span>').format(said.language, said.words)


class Words:
    """Says the programme's codes in one language, on one day."""

    def __init__(self, t: Texts, f: Formats, today: date) -> None:
        self.t, self.f, self.today = t, f, today

    def status(self, visit: Visit, call: Call) -> str:
        """Where the visit stands, in words: Open until 20 August 2021."""
        t, status = self.t, visit.status(self.today, call)
        if status is Status.OPEN:
            return t("Open until %(day)s", day=self.f.day(visit.closing(call, self.today)))
        if status is Status.HELD:
            return t("Held online") if visit.is_online(self.today) else t("Held")
        return {
            Status.ANNOUNCED: t("Announced"),
            Status.CLOSED: t("Closed for candidatures"),
            Status.UNDER_WAY: t("Under way"),
            Status.POSTPONED: t("Postponed"),
            Status.CANCELLED: t("Cancelled"),
            Status.FULL: t("Full"),
        }[status]

    def tone(self, visit: Visit, call: Call) -> str:
        """The badge's tone for a status."""
        return TONES.get(visit.status(self.today, call), "held")

    def is_gone(self, visit: Visit, call: Call) -> bool:
        """Held and cancelled visits lose their colour."""
        return visit.status(self.today, call) in GONE

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

    def visitor(self, visitor_type: OrganisationType) -> str:
        """A type of organisation in plain words."""
        t = self.t
        return {
            OrganisationType.SME: t("Company (SME)"),
            OrganisationType.SCALING_UP: t("Scaling-up organisation"),
            OrganisationType.CLUSTER: t("Cluster or business network"),
            OrganisationType.LARGE_COMPANY: t("Large company"),
            OrganisationType.PUBLIC_AUTHORITY: t("Public authority"),
            OrganisationType.TRAINING_PROVIDER: t("Training provider"),
        }[visitor_type]

    def kinds(self, kinds: tuple[ActivityKind, ...]) -> str:
        """What a day is for: Meetings, study visit."""
        t = self.t
        names = {
            ActivityKind.JOINT_LEARNING: t("Joint learning event"),
            ActivityKind.B2B: t("Business meetings"),
            ActivityKind.STUDY_VISIT: t("Study visit"),
            ActivityKind.HOST_DAY: t("Day with one host"),
        }
        return ", ".join(names[kind] for kind in kinds)

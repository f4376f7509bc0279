"""Words for things that the programme holds as codes: status, types, kinds, effects."""

from __future__ import annotations

from datetime import date

from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.programme.call import Call
from generator.programme.dates import DateRange, Days, Season
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import ActivityKind, Membership, OrganisationType

TONES = {
    Status.OPEN: "open",
    Status.ANNOUNCED: "info",
    Status.FULL: "wait",
    Status.POSTPONED: "wait",
    Status.CANCELLED: "stop",
    Status.UNDER_WAY: "info",
}
GONE = frozenset({Status.HELD, Status.CANCELLED})


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
            Status.FULL: t("All seats are taken. Other visits may have seats left."),
            Status.CLOSED: t(
                "Candidatures closed on %(day)s. Other visits may be open.", day=day(closing)
            ),
            Status.UNDER_WAY: t("The visitors are there now. Look at the next visits."),
            Status.HELD: t("The visit is over. See what came of it, and which visits come next."),
            Status.POSTPONED: t("The new dates are not known yet. This page will say them."),
            Status.CANCELLED: t("This visit does not take place. Look at the other visits."),
        }[visit.status(self.today, call)]

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

    def visitors(self) -> list[tuple[OrganisationType, str, str]]:
        """Every type in the words of somebody who asks whether to go, with what it means."""
        t, kind = self.t, OrganisationType
        host_only = t("It can be a host, but it does not travel.")
        return [
            (
                kind.SME,
                t("A company with fewer than 250 people"),
                t(
                    "and at most 50 million euros turnover or 43 million balance sheet, your "
                    "group counted in (SME). Also if it grows fast."
                ),
            ),
            (
                kind.SCALING_UP,
                t("A scaling-up organisation: it helps others to grow"),
                t(
                    "A technology centre, research institute, innovation hub, fab lab, creative "
                    "hub, incubator or accelerator. Not a company that grows fast."
                ),
            ),
            (kind.CLUSTER, t("A cluster or business network"), ""),
            (kind.LARGE_COMPANY, t("A larger company"), host_only),
            (kind.PUBLIC_AUTHORITY, t("A public authority"), host_only),
            (kind.TRAINING_PROVIDER, t("A training provider"), host_only),
        ]

    def memberships(self) -> list[tuple[Membership, str]]:
        """Every answer to: are you a member of a cluster?"""
        t = self.t
        return [
            (Membership.PARTNER, t("Yes, of a partner cluster of this programme")),
            (Membership.OTHER, t("Yes, of another cluster with an ECCP profile")),
            (Membership.NONE, t("No")),
            (Membership.UNSURE, t("Not sure")),
        ]

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

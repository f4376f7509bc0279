"""Words for things that the programme holds as codes: status, types, kinds, effects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.programme.call import Call
from generator.programme.dates import DateRange, Days, Season
from generator.programme.host import Host
from generator.programme.programme import Programme
from generator.programme.text import Text
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import (
    ActivityKind,
    Ecosystem,
    Membership,
    NoticeKind,
    OrganisationType,
)

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

    def by_country(self, hosts: Iterable[Host]) -> list[tuple[str, list[Host]]]:
        """Group hosts by the name of their country, in the order of the alphabet."""
        found: dict[str, list[Host]] = {}
        for host in hosts:
            found.setdefault(self.f.country(host.country), []).append(host)
        return sorted(found.items(), key=lambda group: self.f.order(group[0]))

    def host_of(self, url: str) -> str:
        """The short form of a web address: clutex.cz."""
        return urlsplit(url).netloc.removeprefix("www.")

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
        return self._visitors[visitor_type]

    @cached_property
    def _visitors(self) -> dict[OrganisationType, str]:
        t = self.t
        return {
            OrganisationType.SME: t("Company (SME)"),
            OrganisationType.SCALING_UP: t("Scaling-up organisation"),
            OrganisationType.CLUSTER: t("Cluster or business network"),
            OrganisationType.LARGE_COMPANY: t("Large company"),
            OrganisationType.PUBLIC_AUTHORITY: t("Public authority"),
            OrganisationType.TRAINING_PROVIDER: t("Training provider"),
        }

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

    def page_titles(self) -> list[tuple[str, str]]:
        """Every page that is not a record's, with its address below the language."""
        t = self.t
        return [
            (t("Home"), ""),
            (t("May we go, and for how much?"), "may-i-go/"),
            (t("Visits"), "visits/"),
            (t("Hosts"), "hosts/"),
            (t("Partner clusters"), "partners/"),
            (t("How it works"), "how-it-works/"),
            (t("Host a visit"), "host-a-visit/"),
            (t("Rules and lump sums"), "rules/"),
            (t("Documents"), "documents/"),
            (t("Questions"), "faq/"),
            (t("News"), "news/"),
            (t("Privacy"), "privacy/"),
            (t("Accessibility"), "accessibility/"),
            (t("Legal notice"), "legal/"),
        ]

    def ecosystem(self, ecosystem: Ecosystem) -> str:
        """One of the 14 industrial ecosystems, as their platform writes them."""
        return self._ecosystems[ecosystem]

    @cached_property
    def _ecosystems(self) -> dict[Ecosystem, str]:
        t, kind = self.t, Ecosystem
        return {
            kind.AEROSPACE_DEFENCE: t("Aerospace and defence"),
            kind.AGRI_FOOD: t("Agri-food"),
            kind.CONSTRUCTION: t("Construction"),
            kind.CREATIVE: t("Cultural and creative industries"),
            kind.DIGITAL: t("Digital"),
            kind.ELECTRONICS: t("Electronics"),
            kind.ENERGY_INTENSIVE: t("Energy-intensive industries"),
            kind.RENEWABLES: t("Energy and renewables"),
            kind.HEALTH: t("Health"),
            kind.MOBILITY: t("Mobility, transport and automotive"),
            kind.PROXIMITY: t("Proximity and social economy"),
            kind.RETAIL: t("Retail"),
            kind.TEXTILES: t("Textiles"),
            kind.TOURISM: t("Tourism"),
        }

    def notice(self, kind: NoticeKind) -> str:
        """What kind of change a notice tells, in a word."""
        t = self.t
        return {
            NoticeKind.POSTPONED: t("Moved to other dates"),
            NoticeKind.MOVED_ONLINE: t("Moved online"),
            NoticeKind.CANCELLED: t("Cancelled"),
            NoticeKind.FULL: t("Full"),
            NoticeKind.NEWS: t("News"),
        }[kind]

    def notice_tone(self, kind: NoticeKind) -> str:
        """The tone of a notice."""
        tones = {NoticeKind.CANCELLED: "stop", NoticeKind.NEWS: "info"}
        return tones.get(kind, "wait")

"""The whole programme: everything that the content says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar, cast

from pydantic import Field

from .assess import Assessment, Facts, amount_eur, assess
from .call import Call
from .cluster import PartnerCluster
from .content import Content, Flag, Mailbox, Part, Shown, Slug, Url, Whole, Words
from .document import Document
from .host import Host
from .lump_sums import LumpSums
from .rules import RuleId, RulePack
from .site_config import SiteConfig
from .text import Text
from .visit import Status, Visit
from .vocabularies import FourEyes, OrganisationType

Kind = TypeVar("Kind", bound=Content)


class Funding(Part):
    """Who pays, and the sentences that the funder asks for."""

    statement: Text
    """The sentence that says who pays; it stands at the foot of every page."""
    disclaimer: Text
    """The sentence that says whose views the site shows."""
    grant_number: Words | None = None
    """The number of the grant agreement, in quotation marks."""
    emblem: Flag = True
    """Show the emblem of the European Union."""


class Contacts(Part):
    """Whom people write to."""

    office: Mailbox
    """The programme office's mailbox."""


class ProgrammeFile(Content):
    """What stands in content/programme.yml."""

    title: Text
    """The name of the programme."""
    headline: Text
    """The promise at the top of the home page, in a few words."""
    summary: Text
    """Two or three sentences at the top of the home page and in search results."""
    project: Text | None = None
    """The longer name of the project behind it."""
    project_url: Url | None = None
    """The website of the project."""
    funding: Funding
    """Who pays for the programme, in the funder's own words."""
    contacts: Contacts
    """Where people can ask."""
    answer_within_days: Whole = Field(default=10, ge=1)
    """Days in which the office answers a candidature, or looks at what was sent."""
    undo_within_days: Whole = Field(default=3, ge=0)
    """Days in which the office may undo a decision that it has released."""
    four_eyes: FourEyes = FourEyes.OFF
    """May one person release what the same person has decided? off: yes. exceptions: only with a
    reason, which is reported. always: no."""
    seat_offer_days: Whole = Field(default=5, ge=1)
    """Days that an organisation on the waiting list has to take a seat that became free."""
    current_call: Slug
    """The call that runs now, by the name of its file in content/calls."""
    themes: dict[Slug, Text] = Field(default_factory=dict)
    """Themes of visits: a short name, and the words shown."""
    partners_note: Text | None = None
    """Shown above the list of partner clusters."""


class Programme(Part):
    """Everything that the content says, checked, with look-ups by slug."""

    site: SiteConfig
    about: ProgrammeFile
    calls: tuple[Call, ...]
    rule_packs: tuple[RulePack, ...]
    lump_sum_tables: tuple[LumpSums, ...]
    clusters: tuple[PartnerCluster, ...] = ()
    hosts: tuple[Host, ...] = ()
    visits: tuple[Visit, ...] = ()
    documents: tuple[Document, ...] = ()

    def today(self, now: datetime) -> date:
        """Give the programme date: the day in the programme's time zone, or the day shown.

        `now` is a real instant, aware of its zone.
        """
        return self.site.today_at(now)

    def published(self, today: date, *, with_expired: bool = False) -> Programme:
        """Give the programme as the public sees it on a day.

        The reader lets no record name another that is not public as long as itself, so nothing
        dangles here. The form service asks for expired records too: its cases still name them.
        """
        changed: dict[str, Any] = {}
        for name in ("clusters", "hosts", "visits", "documents"):
            records: tuple[Shown, ...] = getattr(self, name)
            left = tuple(r for r in records if r.is_public(today) or _stays(r, today, with_expired))
            if len(left) < len(records):
                changed[name] = left
        if not changed:
            return self
        # Made new, not copied: a copy would take the look-ups by slug along.
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Programme.model_construct(**(fields | changed))

    def shown_on(self, day: date | None) -> Programme:
        """Give the programme with its date moved to a day; None leaves it as it is."""
        if day is None:
            return self
        return self.model_copy(update={"site": self.site.model_copy(update={"today": day})})

    def reached_at(self, public_url: str) -> Programme:
        """Give the programme with another public address."""
        site = self.site.model_copy(update={"public_url": public_url})
        return self.model_copy(update={"site": site})

    @cached_property
    def _by_slug(self) -> dict[tuple[type[Content], str], Content]:
        records: tuple[Content, ...] = (
            *self.calls,
            *self.rule_packs,
            *self.lump_sum_tables,
            *self.clusters,
            *self.hosts,
            *self.visits,
            *self.documents,
        )
        return {(type(record), record.slug): record for record in records}

    def find(self, kind: type[Kind], slug: str) -> Kind | None:
        """Give the record of a kind with that slug, or None."""
        return cast("Kind | None", self._by_slug.get((kind, slug)))

    def visit(self, slug: str) -> Visit | None:
        """Give a visit by its slug."""
        return self.find(Visit, slug)

    def cluster(self, slug: str) -> PartnerCluster | None:
        """Give a partner cluster by its slug."""
        return self.find(PartnerCluster, slug)

    def host(self, slug: str) -> Host | None:
        """Give a host by its slug."""
        return self.find(Host, slug)

    def _must_find(self, kind: type[Kind], slug: str) -> Kind:
        record = self.find(kind, slug)
        if record is None:
            raise LookupError(f"no {kind.__name__} {slug!r}; the reader checks references")
        return record

    @property
    def call(self) -> Call:
        """The current call."""
        return self._must_find(Call, self.about.current_call)

    def call_of(self, visit: Visit | None) -> Call:
        """Give the call of a visit, or the current one for an exchange without a visit."""
        return self._must_find(Call, visit.call) if visit else self.call

    def rules_of(self, call: Call) -> RulePack:
        """Give the rule pack that applies in a call."""
        return self._must_find(RulePack, call.rules)

    def lump_sums_of(self, call: Call) -> LumpSums:
        """Give the table of lump sums that applies in a call."""
        return self._must_find(LumpSums, call.lump_sums)

    def status(self, visit: Visit, today: date) -> Status:
        """Compute where a visit stands on a day."""
        return visit.status(today, self.call_of(visit))

    def assess(self, facts: Facts, visit: Visit | None = None) -> Assessment:
        """Assess facts by the rules and the table of the visit's call (or the current one)."""
        call = self.call_of(visit)
        return assess(facts, self.rules_of(call), self.lump_sums_of(call))

    def amount_eur(self, facts: Facts, visit: Visit | None = None) -> Decimal | None:
        """Give only the amount of that assessment; the pages of many visits ask for the same."""
        call, known = self.call_of(visit), self._amounts
        asked = call.slug, facts
        if asked not in known:
            known[asked] = amount_eur(facts, self.rules_of(call), self.lump_sums_of(call))
        return known[asked]

    @cached_property
    def _amounts(self) -> dict[tuple[str, Facts], Decimal | None]:
        """The amounts that were asked for."""
        return {}

    def stay_days(self, visit: Visit | None, visitor_type: OrganisationType) -> int:
        """Give the usual working days of a stay: the visit's for this type, or the rules'.

        A visit that names no stay for the type gives what the rules ask at least, and for a
        scaling-up organisation what is usual (rule `days-usual`).
        """
        if visit and visitor_type in visit.stays:
            return visit.stays[visitor_type]
        pack = self.rules_of(self.call_of(visit))
        usual = pack.rule(RuleId.DAYS_USUAL)
        least = pack.rule(RuleId.DAYS_MIN)
        if usual and visitor_type is OrganisationType.SCALING_UP:
            return usual.parameters["days"]
        return least.parameters["days"] if least else 1


def _stays(record: Shown, today: date, with_expired: bool) -> bool:
    return with_expired and record.has_come(today)

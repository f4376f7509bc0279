"""A visit, and its status computed from dates and notices."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from .call import Call
from .cluster import ClusterSlug
from .content import Day, Flag, Part, Shown, Slug, Url, Weave, Whole, Words
from .countries import Country
from .dates import DateRange, KnownDates, Season, VisitDates, nth_working_day
from .host import HostSlug
from .pictures import Picture
from .places import Place
from .text import Text
from .vocabularies import ActivityKind, NoticeKind, OrganisationType

OFFERS_END_BEFORE_START = timedelta(days=10)


class Status(StrEnum):
    """Where a visit stands. Never stored."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    UNDER_WAY = "under-way"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    FULL = "full"


class Notice(Part):
    """Dated words about a visit that changed."""

    kind: NoticeKind
    """postponed, moved_online, cancelled and full change what the page says; news only tells."""
    from_: Day = Field(alias="from")
    """The day from which the notice holds."""
    words: Text
    """What changed, and what people can do now."""
    examples: tuple[Words, ...] = ()
    """Fields of this notice whose value is made up for the example."""


class AgendaItem(Part):
    """One stop of a day: a host of the directory, or words."""

    host: HostSlug | None = None
    """A host that the visit lists, by its short name."""
    words: Text | None = None
    """What happens there, or instead of a host."""

    @field_validator("words")
    @classmethod
    def _something(cls, words: Text | None, info: ValidationInfo) -> Text | None:
        if words is None and info.data.get("host") is None:
            raise ValueError("give a host, or words")
        return words

    model_config = ConfigDict(validate_default=True)


class AgendaDay(Part):
    """A day of the visit, by its number: 1 is the first day."""

    day: Whole = Field(ge=1)
    """Its number; 1 is the first day of the visit."""
    title: Text
    """What the day is about."""
    kinds: tuple[ActivityKind, ...] = Field(min_length=1)
    """What the day is for."""
    items: tuple[AgendaItem, ...] = ()
    """The stops, in their order."""
    note: Text | None = None
    """What else people should know about the day."""


class Figure(Part):
    """A number that came of a visit."""

    number: Whole
    """The number itself."""
    label: Text
    """What was counted."""


class Results(Part):
    """What came of a visit; shown once it is held."""

    words: Text
    """What came of the visit, in a few sentences of Markdown."""
    figures: tuple[Figure, ...] = ()
    """What was counted."""
    read_more: Url | None = None
    """A report on another website."""


class Visit(Shown):
    """A dated programme in one country, with the hosts it calls on."""

    title: Text = Field(
        examples=["Northern Bohemia: nanofibres, composites and technical textiles"]
    )
    """The heading of the page."""
    short_title: Text = Field(examples=["Northern Bohemia"])
    """The name in lists, for example the region."""
    summary: Text = Field(
        examples=["Five days around Liberec with a university, research centres and companies."]
    )
    """One or two sentences for lists."""
    description: Text | None = None
    """Markdown for the visit's page."""
    country: Country
    """The host country, two letters; it sets the lump sum."""
    place: Place
    """The main place. The distance of 200 km is counted to it."""
    where: Text | None = Field(default=None, examples=["Liberec, then Roudnice nad Labem"])
    """The places in words, when there are several."""
    call: Slug
    """The call that the visit belongs to, by the name of its file in content/calls."""
    lead: ClusterSlug
    """The partner cluster that leads the visit."""
    hosts: tuple[HostSlug, ...] = ()
    """The hosts that visitors call on, by the names of their files in content/hosts."""
    themes: tuple[Slug, ...] = ()
    """Themes by their short name; the words stand in programme.yml."""
    dates: VisitDates
    """The first and the last day, or single days under "on", or a season with the day on which more is known."""
    opens_on: Day | None = None
    """First day to send a candidature; without it, the call's, or when the dates are known."""
    closes_on: Day | None = None
    """Last day to send a candidature, to its end; without it, the day before the visit."""
    stays: dict[OrganisationType, Whole] = Field(default_factory=dict)
    """Working days for each type of visitor, counted from the first day of the visit."""
    longer_on_request: Flag = True
    """May a visitor ask formally to stay longer or see more hosts?"""
    agenda: tuple[AgendaDay, ...] = ()
    """What happens day by day."""
    seats: Whole | None = Field(default=None, ge=1)
    """Seats for people."""
    travellers: Whole = Field(default=2, ge=1)
    """The most people that one organisation may send."""
    offers_until: Day | None = None
    """Last day on which a free seat is offered; without it, ten days before the visit."""
    notices: tuple[Notice, ...] = ()
    """Dated words about what changed; the newest stands at the top of the page."""
    results: Results | None = None
    """What came of the visit; shown once it is held."""
    picture: Picture | None = None
    """A photo from the place, shown beside the cloth."""
    weave: Weave | None = None
    """The cloth, when the one that follows from the name does not please."""

    @field_validator("closes_on")
    @classmethod
    def _closes_after_it_opens(cls, closes_on: date | None, info: ValidationInfo) -> date | None:
        opens_on = info.data.get("opens_on")
        if closes_on and opens_on and closes_on < opens_on:
            raise ValueError(f"it closes before it opens ({opens_on})")
        dates = info.data.get("dates")
        known = dates.then if isinstance(dates, Season) else dates
        if closes_on and known and closes_on >= known.first_on:
            raise ValueError(f"it closes after the visit has begun ({known.first_on})")
        return closes_on

    def dates_known_on(self, today: date) -> KnownDates | None:
        """Give the dates, when they are public on that day."""
        if isinstance(self.dates, Season):
            return self.dates.then if today >= self.dates.until else None
        return self.dates

    def stay_dates(self, visitor_type: OrganisationType, today: date) -> DateRange | None:
        """Give the days of a stay for this type of visitor, once the dates are public."""
        known, days = self.dates_known_on(today), self.stays.get(visitor_type)
        if known is None or days is None:
            return None
        if not isinstance(known, DateRange):
            return DateRange(first_on=known.first_on, last_on=known.last_on)
        last_on = nth_working_day(known.first_on, days)
        return DateRange(first_on=known.first_on, last_on=last_on)

    def opening(self, call: Call) -> date:
        """First day to send a candidature, never before the call opens."""
        default = self.dates.until if isinstance(self.dates, Season) else call.opens_on
        return max(self.opens_on or default, call.opens_on)

    def closing(self, call: Call, today: date) -> date:
        """Last day to send a candidature, never after the call closes."""
        known = self.dates_known_on(today)
        default = known.first_on - timedelta(1) if known else call.closes_on
        return min(self.closes_on or default, call.closes_on)

    def offers_end(self, today: date) -> date | None:
        """Last day on which a free seat is offered, once the dates are public."""
        known = self.dates_known_on(today)
        default = known.first_on - OFFERS_END_BEFORE_START if known else None
        return self.offers_until or default

    def notice(self, kind: NoticeKind, today: date) -> Notice | None:
        """Give the newest notice of a kind that holds on that day."""
        held = [n for n in self.notices if n.kind is kind and n.from_ <= today]
        return max(held, key=lambda n: n.from_, default=None)

    def notices_on(self, today: date) -> tuple[Notice, ...]:
        """Give the notices that hold on that day, the newest first."""
        return tuple(
            sorted((n for n in self.notices if n.from_ <= today), key=lambda n: n.from_)[::-1]
        )

    def is_online(self, today: date) -> bool:
        """Say whether the visit has been moved online by that day."""
        return self.notice(NoticeKind.MOVED_ONLINE, today) is not None

    def status(self, today: date, call: Call) -> Status:
        """Compute where the visit stands on a day.

        `cancelled` always overrides; `postponed` until there are dates that start after the
        notice; `full` overrides only `open`.
        """
        known = self.dates_known_on(today)
        if self.notice(NoticeKind.CANCELLED, today):
            return Status.CANCELLED
        postponed = self.notice(NoticeKind.POSTPONED, today)
        if postponed and not (known and known.first_on > postponed.from_):
            return Status.POSTPONED
        if known is None:
            return Status.ANNOUNCED
        if today > known.last_on:
            return Status.HELD
        if today >= known.first_on:
            return Status.UNDER_WAY
        return self._status_before(today, call)

    def _status_before(self, today: date, call: Call) -> Status:
        if today < self.opening(call):
            return Status.ANNOUNCED
        if today > self.closing(call, today):
            return Status.CLOSED
        return Status.FULL if self.notice(NoticeKind.FULL, today) else Status.OPEN

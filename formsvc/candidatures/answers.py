"""What an applicant says, checked and typed; and the facts that the rules look at."""

from __future__ import annotations

from datetime import date

from formsvc.candidatures.routes import Route
from generator.programme.assess import Facts
from generator.programme.content import Part
from generator.programme.countries import Country
from generator.programme.dates import working_days
from generator.programme.visit import Visit
from generator.programme.vocabularies import Membership, OrganisationType


class FormalRequest(Part):
    """What an applicant asks for beyond what a visit plans; the office decides on it."""

    longer: bool
    hosts: bool
    why: str


class Answers(Part):
    """The answers of one candidature; None means "not sure", or not asked."""

    route: Route = Route.VISIT
    organisation: str
    registration: str = ""
    country: Country
    visitor_type: OrganisationType
    small_enough: bool | None = None
    cluster: str
    """Slug of a partner cluster, or one of other, none, unsure."""
    other_cluster: str = ""
    contact: str
    email: str
    travellers: int
    who: str = ""
    """Names and roles of the travellers, a line each."""
    residence: bool = False
    visited_before: bool | None = None
    to: Country | None = None
    """The hosts' country, of an exchange without a visit."""
    hosts: tuple[str, ...] = ()
    """Slugs of hosts of the directory."""
    other_host: str = ""
    host_wish: str = ""
    """What kind of host is looked for."""
    wished_days: int | None = None
    wished_when: str = ""
    first_on: date | None = None
    last_on: date | None = None
    near: bool | None = None
    ask_longer: bool = False
    ask_hosts: bool = False
    ask_why: str = ""
    if_full: str = ""
    """waitlist or drop, when it was asked."""
    objectives: str
    outcomes: str = ""
    offers: str = ""
    declared: tuple[str, ...] = ()
    """Marks of the declarations that were ticked."""

    @property
    def membership(self) -> Membership:
        """Whose member the organisation is, as the rules ask it."""
        known = {
            each.value: each for each in (Membership.OTHER, Membership.NONE, Membership.UNSURE)
        }
        return known.get(self.cluster, Membership.PARTNER)

    @property
    def partner(self) -> str | None:
        """The slug of the partner cluster that the organisation is a member of."""
        return self.cluster if self.membership is Membership.PARTNER else None

    def facts(self, visit: Visit | None, today: date) -> Facts:
        """Give the facts about this wish to join a visit, or to go to hosts of one's own."""
        online = visit is not None and visit.is_online(today)
        return Facts(
            seat=self.country,
            to=visit.country if visit else self.to,
            host=self.route is not Route.FIND_HOST,
            visitor_type=self.visitor_type,
            days=self.days(visit, today),
            first_on=None if online else self.first_on,
            last_on=None if online else self.last_on,
            near=False if online else self.near,
            online=online,
            visited_before=self.visited_before,
            cluster=self.membership,
            small_enough=self.small_enough,
            residence=self.residence,
        )

    def days(self, visit: Visit | None, today: date) -> int:
        """Count the working days of the stay; an online visit has the days that it has."""
        known = visit.dates_known_on(today) if visit else None
        if visit and visit.is_online(today) and known:
            return len(known.days())
        if self.first_on and self.last_on:
            return working_days(self.first_on, self.last_on)
        return self.wished_days or 0

    def formal_request(self, visit: Visit | None) -> FormalRequest | None:
        """Give what is asked for beyond the visit's own plan, if anything is."""
        if visit is None:
            return None
        longer = self.ask_longer or is_longer(visit, self.visitor_type, self.first_on, self.last_on)
        if not longer and not self.ask_hosts:
            return None
        return FormalRequest(longer=longer, hosts=self.ask_hosts, why=self.ask_why)


def is_longer(
    visit: Visit, visitor_type: OrganisationType, first_on: date | None, last_on: date | None
) -> bool:
    """Say whether a stay has more working days than the visit plans for that type of visitor."""
    planned = visit.stays.get(visitor_type)
    if planned is None or first_on is None or last_on is None:
        return False
    return working_days(first_on, last_on) > planned

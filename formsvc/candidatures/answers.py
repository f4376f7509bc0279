"""What an applicant says, checked and typed; and the facts that the rules look at."""

from __future__ import annotations

from datetime import date

from generator.programme.assess import Facts
from generator.programme.content import Part
from generator.programme.countries import Country
from generator.programme.dates import working_days
from generator.programme.visit import Visit
from generator.programme.vocabularies import Membership, OrganisationType


class Answers(Part):
    """The answers of one candidature; None means "not sure", or not asked."""

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
    residence: bool = False
    visited_before: bool | None = None
    first_on: date | None = None
    last_on: date | None = None
    near: bool | None = None
    objectives: str
    outcomes: str = ""
    offers: str = ""

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

    def facts(self, visit: Visit, today: date) -> Facts:
        """Give the facts about this wish to join a visit."""
        online = visit.is_online(today)
        return Facts(
            seat=self.country,
            to=visit.country,
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

    def days(self, visit: Visit, today: date) -> int:
        """Count the working days of the stay; an online visit has the days that it has."""
        known = visit.dates_known_on(today)
        if visit.is_online(today) and known:
            return len(known.days())
        if self.first_on and self.last_on:
            return working_days(self.first_on, self.last_on)
        return 0

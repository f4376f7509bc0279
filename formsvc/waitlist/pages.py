"""What people read about waiting lists and offered seats, gathered for mails and templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc import clock
from formsvc.candidatures import seats
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.exchanges.terms import in_mail, terms_of
from formsvc.snapshot import current_programme
from formsvc.waitlist import actions, order, queries
from formsvc.waitlist.order import Place
from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.programme import Programme
from generator.programme.visit import Visit


@dataclass(frozen=True)
class ListShown:
    """The waiting list of one visit, for the office."""

    visit: Visit
    places: list[Place]
    left: int
    offers_end: date | None
    may_offer: bool
    answer_by: date
    """The last day to answer an offer that is made today."""


@dataclass(frozen=True)
class OfferShown:
    """An offered seat, for the page with the two buttons."""

    case: Case
    visit: Visit | None
    answer: str
    """open, taken, declined, lapsed; or off, changed: the visit does not take place, or otherwise."""
    dates: str
    amount: str


def lists_shown() -> list[ListShown]:
    """Gather the lists of all visits for which somebody waits."""
    programme, today, waiting = current_programme(), clock.today(), queries.lengths()
    return [list_of(visit, programme, today) for visit in programme.visits if visit.slug in waiting]


def list_of(visit: Visit, programme: Programme, today: date) -> ListShown:
    """Gather the list of one visit."""
    return ListShown(
        visit=visit,
        places=queries.line_of(visit),
        left=max(0, seats.left_in(visit) or 0),
        offers_end=visit.offers_end(today),
        may_offer=actions.may_offer(visit, today),
        answer_by=actions.last_day(visit, programme, today),
    )


def offer_shown(case: Case) -> OfferShown:
    """Gather the page of an offer, open or not."""
    programme = current_programme()
    said = in_mail(terms_of(case, programme), case, programme)
    visit = programme.visit(case.visit or "")
    return OfferShown(case, visit, _answer(case, visit), said["dates"], said["amount"])


def _answer(case: Case, visit: Visit | None) -> str:
    today = clock.today()
    if case.state is State.ACCEPTED:
        return "taken"
    if case.state is State.WITHDRAWN:
        return "declined"
    if case.offer_ends_on is None:
        return "lapsed"
    if visit is None or current_programme().status(visit, today) in actions.OFF:
        return "off"
    if actions.has_changed(case, current_programme(), today):
        return "changed"
    return "lapsed" if today > case.offer_ends_on else "open"


def place_in_mail(case: Case, programme: Programme) -> dict[str, str]:
    """Give the place that a case gets or has, with what holds for offers, in its language."""
    t, f = texts(case.language), formats(case.language)
    visit = programme.visit(case.visit or "")
    until = visit.offers_end(case.sent_on or date.max) if visit else None
    return {
        "place": t("number %(number)s", number=number_of(case, visit)),
        "until": f.day(until) if until else "–",
        "days": str(programme.about.seat_offer_days),
    }


def number_of(case: Case, visit: Visit | None) -> int:
    """Give the place of a case among those who wait, itself counted in."""
    others = [place.case for place in queries.line_of(visit)] if visit else []
    line = order.in_order([*(each for each in others if each.id != case.id), case])
    return line.index(case) + 1

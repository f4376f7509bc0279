"""What a new day brings to the waiting lists: offers that lapse, lists that end."""

from __future__ import annotations

from formsvc import db
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.waitlist import actions, queries
from generator.programme.programme import Programme


def begin_day(programme: Programme, when: Moment) -> tuple[int, int]:
    """End what nobody took in time; give back to the office whom no seat will be offered any more.

    Each case is a unit of work of its own: what one of them lacks stops no other. Gives how many
    of each.
    """
    ended = 0
    for case_id in queries.lapsed(when.on):
        with db.unit_of_work():
            case = locked(case_id)
            if case.state is not State.WAITLISTED or case.offer_ends_on is None:
                continue
            if actions.has_changed(case, programme, when.on):
                actions.run_on(case, programme, when=when)
            else:
                actions.lapse(case, programme, when=when)
                ended += 1
    left = [case.id for case in queries.left_waiting() if _is_over(case.visit, programme, when)]
    for case_id in left:
        with db.unit_of_work():
            case = locked(case_id)
            if case.state is State.WAITLISTED and case.waits_for is None:
                actions.ask_to_decide(case, programme, when=when)
    return ended, len(left)


def _is_over(slug: str | None, programme: Programme, when: Moment) -> bool:
    """A visit that is gone or has no dates yet offers nothing; only the first ends its list."""
    visit = programme.visit(slug or "")
    until = visit.offers_end(when.on) if visit else None
    return visit is None or (until is not None and when.on > until)

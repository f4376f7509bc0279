"""What a new day brings to open questions: a reminder, or the end."""

from __future__ import annotations

from formsvc import db
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.info_requests import actions, queries
from generator.programme.programme import Programme


def begin_day(programme: Programme, when: Moment) -> tuple[int, int]:
    """End what nobody answered in time and remind the others; give how many of each.

    Each case is a unit of work of its own: what one of them lacks stops no other.
    """
    ended, near = queries.overdue(when.on), queries.to_remind(when.on)
    for case_id in ended:
        with db.unit_of_work():
            case = locked(case_id)
            if case.state is State.INFO_REQUESTED:
                actions.expire(case, programme, when=when)
    for case_id in near:
        with db.unit_of_work():
            actions.remind(locked(case_id), programme, when=when)
    return len(ended), len(near)

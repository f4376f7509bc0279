"""What a new day brings to drafts: a reminder; and to changes that were never saved: their end.

Drafts themselves end like unconfirmed cases, see candidatures.
"""

from __future__ import annotations

from formsvc import db
from formsvc.candidatures.queries import locked
from formsvc.clock import Moment
from formsvc.drafts import actions, edits
from generator.programme.programme import Programme


def begin_day(programme: Programme, when: Moment) -> int:
    """Forget changes past their deadline; remind people of drafts that end soon, and give how many.

    Each reminder is a unit of work of its own: what one of them lacks stops no other.
    """
    with db.unit_of_work():
        edits.forget_closed(programme, when=when)
    reminded = 0
    for case_id in actions.ending_soon(when.at):
        with db.unit_of_work():
            reminded += actions.remind(locked(case_id), programme, when=when)
    return reminded

"""What a new day brings to drafts: a reminder. Their end is the same as of unconfirmed cases."""

from __future__ import annotations

from formsvc import db
from formsvc.candidatures.queries import locked
from formsvc.clock import Moment
from formsvc.drafts import actions
from generator.programme.programme import Programme


def begin_day(programme: Programme, when: Moment) -> int:
    """Remind the people whose drafts end soon, each in a unit of work of its own; give how many."""
    reminded = 0
    for case_id in actions.ending_soon(when.at):
        with db.unit_of_work():
            reminded += actions.remind(locked(case_id), programme, when=when)
    return reminded

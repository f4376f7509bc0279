"""What pages say about the life of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.drafts import actions
from formsvc.snapshot import current_programme


@dataclass(frozen=True)
class Later:
    """How long a draft is kept, and the address that may get a link to it."""

    until: date
    address: str | None


def later(case: Case) -> Later:
    """Say how one can go on later."""
    until = actions.kept_until(case, current_programme(), clock.moment())
    return Later(until, actions.address_of(case))

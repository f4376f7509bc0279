"""The comments on a case, as the office sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from formsvc.candidatures.models import Case
from formsvc.comments.models import Audience
from formsvc.comments.queries import comments_of


@dataclass(frozen=True)
class Said:
    """One comment: who said what, when, and whether the applicant reads it."""

    who: str
    by_applicant: bool
    to_applicant: bool
    words: str
    at: datetime
    on: date


def said_about(case: Case, names: Mapping[int, str]) -> list[Said]:
    """Give the comments on a case, the oldest first; `names` of staff by their numbers."""
    return [
        Said(
            who="Applicant"
            if each.said_by is None
            else names.get(each.said_by, f"No. {each.said_by}"),
            by_applicant=each.said_by is None,
            to_applicant=each.audience is Audience.APPLICANT,
            words=each.words,
            at=each.said_at,
            on=each.said_on,
        )
        for each in comments_of(case)
    ]

"""What the applicant's page shows of the comments: those to and from the applicant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formsvc.candidatures.models import Case
from formsvc.comments.forms import ReplyForm
from formsvc.comments.models import Comment
from formsvc.comments.queries import may_answer, thread_of


@dataclass(frozen=True)
class Thread:
    """What office and applicant have written to each other, and the box for the next words."""

    comments: Sequence[Comment]
    form: ReplyForm
    may_answer: bool


def thread(case: Case, form: ReplyForm | None = None) -> Thread | None:
    """Gather it; None while the office has not written."""
    found = thread_of(case)
    if not found:
        return None
    return Thread(found, form or ReplyForm(formdata=None), may_answer(found))

"""What the pages of a request show, gathered for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from formsvc import clock
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import Case
from formsvc.candidatures.shown import in_words
from formsvc.info_requests.forms import AnswerForm
from formsvc.info_requests.models import InfoRequest
from formsvc.info_requests.queries import open_request
from formsvc.info_requests.questions import Opened, open_questions, said
from formsvc.snapshot import current_programme


@dataclass(frozen=True)
class Asked:
    """The question on the status page, with the answers that are open."""

    request: InfoRequest
    questions: list[Opened]
    form: AnswerForm
    late: bool

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Give (id of the field, words) for every answer that needs another look."""
        fields = [field for each in self.questions for field in each.fields]
        wrong = [(field.id, str(field.errors[0])) for field in fields if field.errors]
        return wrong + self.form.shown_errors()

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Give (question, words) of what was typed, for a page that can no longer take it."""
        fields = [field for each in self.questions for field in each.fields]
        return [(field.label.text, said(field)) for field in [*fields, self.form.answer]]


@dataclass(frozen=True)
class Changed:
    """One answer before and after."""

    question: str
    before: str
    after: str


def asked(case: Case) -> Asked | None:
    """Gather the open question of a case; None without one."""
    request = open_request(case)
    return _gathered(case, request, None, AnswerForm(formdata=None)) if request else None


def answered(case: Case, request: InfoRequest, sent: MultiDict[str, str]) -> Asked:
    """Gather a question with what was sent for it, checked."""
    return _gathered(case, request, sent, AnswerForm())


def _gathered(
    case: Case, request: InfoRequest, sent: MultiDict[str, str] | None, form: AnswerForm
) -> Asked:
    programme, today = current_programme(), clock.today()
    visit = programme.visit(case.visit or "")
    questions = open_questions(request.fields, case.answers, programme, visit, today, sent)
    return Asked(request, questions, form, late=today > request.due_on)


def changes_in_words(answers: Mapping[str, Any], changed: Mapping[str, Sequence[Any]]
                     ) -> list[Changed]:  # fmt: skip
    """Say what an answer changed; what was not asked about is the same before and after."""
    if not changed:
        return []
    sides = [
        Answers.model_validate({**answers, **{name: pair[side] for name, pair in changed.items()}})
        for side in (0, 1)
    ]
    before, after = ({row.question: row.answer for row in in_words(side)} for side in sides)
    return [
        Changed(question, before.get(question, "–"), after.get(question, "–"))
        for question in {**before, **after}
        if before.get(question) != after.get(question)
    ]

"""What pages say about the life of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc import clock
from formsvc.area import to
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.keeping import fingerprint
from formsvc.candidatures.models import Case
from formsvc.candidatures.shown import Shown, in_words
from formsvc.candidatures.steps import CHECK, complete, missing
from formsvc.drafts import actions, edits
from formsvc.reasons import Reason, Reasons, Row
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from generator.look.formats import formats
from generator.programme.assess import Assessment
from generator.programme.visit import Visit


@dataclass(frozen=True)
class Later:
    """How long a draft is kept, and the address that may get a link to it."""

    until: date
    address: str | None


def later(case: Case) -> Later:
    """Say how one can go on later."""
    until = actions.kept_until(case, current_programme(), clock.moment())
    return Later(until, actions.address_of(case))


@dataclass(frozen=True)
class AnswerRow:
    """One answer, the one before it where it is changed, and the page that changes it."""

    row: Shown
    before: str | None
    link: str


@dataclass(frozen=True)
class ChangesPage:
    """The answers of a sent case with the changes collected so far."""

    case: Case
    visit: Visit | None
    until: date | None
    missing: list[tuple[str, str]]
    rows: list[AnswerRow]
    assessment: Assessment | None
    reasons: list[Reason]
    receipt: list[Row]
    fingerprint: str

    @property
    def changed(self) -> bool:
        """Something is typed that the office has not got."""
        return self.case.editing is not None

    @property
    def can_be_saved(self) -> bool:
        """Something is changed, nothing is missing, and no rule fails."""
        return (
            self.changed and self.assessment is not None and self.assessment.eligible is not False
        )


def changes(case: Case) -> ChangesPage:
    """Gather the last page before changes take effect."""
    programme, today = current_programme(), clock.today()
    visit, typed = programme.visit(case.visit or ""), edits.typed_of(case)
    lacking = missing(typed, programme, visit, today)
    answers = complete(typed, programme, visit, today)
    assessment = programme.assess(answers.facts(visit, today), visit) if answers else None
    to_country = typed.get("to") or case.to_country
    say = Reasons(programme, visit, current_texts(), formats(language()), to_country)
    return ChangesPage(
        case=case,
        visit=visit,
        until=edits.last_day(case, programme, today),
        missing=[(_step(case, step.name) + f"#{field}", words) for step, field, words in lacking],
        rows=_rows(case, answers) if answers else [],
        assessment=assessment,
        reasons=say.rules(assessment.lines) if assessment else [],
        receipt=say.receipt(assessment) if assessment else [],
        fingerprint=fingerprint(typed),
    )


def _rows(case: Case, answers: Answers) -> list[AnswerRow]:
    """Give the answers as they would be; an answer that goes away is shown as empty."""
    t = current_texts()
    before = {row.question: row for row in in_words(case.sent_answers())}
    after = {row.question: row for row in in_words(answers)}
    gone = {name: Shown(row.step, name, t("(empty)")) for name, row in before.items()}
    return [
        AnswerRow(row, _before(before.get(name), row), _step(case, row.step))
        for name, row in (gone | after).items()
    ]


def _before(before: Shown | None, row: Shown) -> str | None:
    words = before.answer if before else current_texts()("(empty)")
    return words if words != row.answer else None


def _step(case: Case, name: str) -> str:
    return to("candidatures.step", reference=case.reference, name=name, then=CHECK)

"""Change the answers of a candidature that is with the office, until the deadline.

Changes are collected in a copy, as they were typed; the sent answers stay whole until the copy is
complete and saved at once. Nothing here commits.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.actions import APPLICANT, renew
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import NEEDS, Case
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import EDIT, State
from formsvc.candidatures.steps import steps_of
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.info_requests.questions import changes, typed_again
from formsvc.moves import require
from generator.programme.assess import Assessment
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme


def last_day(case: Case, programme: Programme, today: date) -> date | None:
    """Give the last day on which answers can be changed: as long as candidatures are taken."""
    if case.route is not Route.VISIT:
        return programme.call.closes_on
    visit = programme.visit(case.visit or "")
    return visit.closing(programme.call_of(visit), today) if visit else None


def may_edit(case: Case, programme: Programme, today: date) -> bool:
    """Say whether the applicant may change the answers now."""
    until = last_day(case, programme, today)
    return case.state in EDIT.start and until is not None and today <= until


def is_open(case: Case, programme: Programme, today: date) -> bool:
    """Say whether changes are being collected that can still be saved."""
    return case.editing is not None and may_edit(case, programme, today)


def may_type(case: Case, programme: Programme, today: date) -> bool:
    """Say whether the steps take answers: of a draft, or of a sent case that may be changed."""
    return case.is_draft or may_edit(case, programme, today)


def typed_of(case: Case) -> dict[str, Any]:
    """Give the answers that the steps show: a draft's, the copy's, or the sent ones to begin with."""
    if case.is_draft:
        return case.kept
    if case.editing is None:
        return sent_as_typed(case)
    return {**case.editing["typed"], **_needs(case)}


def _needs(case: Case) -> dict[str, str]:
    return case.needs.words if case.needs else {}


def sent_as_typed(case: Case) -> dict[str, Any]:
    """Give the sent answers, with diet and access needs, as somebody would type them."""
    return {**_sent_answers(case), **_needs(case)}


def _sent_answers(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"route": case.route.value}
    for step in steps_of(case.answers):
        form = step.form(formdata=None, meta={"csrf": False})
        skipped = ("csrf_token", *NEEDS)
        blank = {field.short_name: "" for field in form if field.short_name not in skipped}
        found |= {**blank, **typed_again(form, case.answers)}
    return found


def begin(case: Case) -> None:
    """Make the copy that collects changes, or bring it up to date.

    What was answered to the office meanwhile stays, unless the same answer is changed here.
    """
    sent = _sent_answers(case)
    copy = case.editing or {"typed": sent, "sent": sent}
    before = copy["sent"]
    untouched = {name for name, answer in copy["typed"].items() if answer == before.get(name)}
    typed = {**copy["typed"], **{name: sent[name] for name in untouched if name in sent}}
    case.editing = {"typed": typed, "sent": sent}


def is_behind(case: Case) -> bool:
    """Say whether the office has got other answers since the copy was made."""
    return case.editing is not None and case.editing["sent"] != _sent_answers(case)


def drop(case: Case) -> None:
    """Forget the changes; the sent answers stand as they were."""
    case.editing = None


def save(
    case: Case, answers: Answers, programme: Programme, *, version: str, when: Moment
) -> dict[str, list[Any]]:
    """Let the changes take effect: rules anew, back to the office; give what has changed.

    A pending decision is gone, and the applicant never learns of it. The answers before stay in
    the history.

    Raises:
        MoveRefused: the state does not allow it, the deadline is over, a rule fails, or the
            address would change.
    """
    require(case.state, EDIT, APPLICANT)
    if not may_edit(case, programme, when.on):
        raise MoveRefused("cannot change a candidature after the last day to send one")
    if answers.email != case.email:
        raise MoveRefused("cannot change the address together with other answers")
    before = dict(case.answers)
    changed = changes(before, answers.model_dump(mode="json"))
    case.editing = None
    if not changed:
        return {}
    renew(case, answers, programme, when=when)
    if Assessment.model_validate(case.assessment).eligible is False:
        raise MoveRefused("cannot save changes while a rule fails")
    _back_to_the_office(case, programme, when=when)
    case.version, start = version, case.state
    case.state = EDIT.end
    history.record(
        case, EDIT.name, start=start.value, end=case.state.value, by=APPLICANT, when=when,
        changed=changed, answers=case.answers, assessment=case.assessment, version=version,
    )  # fmt: skip
    return changed


def _back_to_the_office(case: Case, programme: Programme, *, when: Moment) -> None:
    if case.pending:
        case.forget_decision()
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(EDIT.waits_for, since=when.on, due_on=due_on)


def forget_closed(programme: Programme, *, when: Moment) -> int:
    """Delete the copies that can never be saved any more; give how many went."""
    copies = list(db.session.scalars(select(Case).where(Case.editing.is_not(None))))
    gone = [case for case in copies if not _may_go_on(case, programme, when.on)]
    for case in gone:
        drop(case)
    return len(gone)


def _may_go_on(case: Case, programme: Programme, today: date) -> bool:
    until = last_day(case, programme, today)
    waiting = case.state in EDIT.start or case.state is State.INFO_REQUESTED
    return waiting and until is not None and today <= until

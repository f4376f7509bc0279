"""Ask an applicant for more, take the answer in, or end without one. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from formsvc import db
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import ANSWER_INFO, CLOSE_REQUEST, EXPIRE, REQUEST_INFO
from formsvc.clock import Moment
from formsvc.evidence import actions as evidence
from formsvc.history import actions as history
from formsvc.info_requests.models import OPEN, InfoRequest
from formsvc.info_requests.queries import open_request
from formsvc.info_requests.questions import changes, with_company
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Role, require
from generator.look.formats import formats
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

CLOCK = Actor(Role.CLOCK)


def ask(
    case: Case,
    programme: Programme,
    *,
    question: str,
    fields: Sequence[str],
    asks_file: bool,
    due_on: date,
    by: Actor,
    when: Moment,
) -> InfoRequest:
    """Ask the applicant by mail; only the named questions open, until the end of the due day.

    Raises:
        MoveRefused: the state or role does not allow it, a decision waits to be released, or
            something of the question is missing.
    """
    require(case.state, REQUEST_INFO, by)
    if case.pending:
        raise MoveRefused("cannot ask while a decision waits to be released; take it back first")
    if not question.strip() or not (fields or asks_file):
        raise MoveRefused("cannot ask without a question and an answer or a file to ask for")
    if due_on <= when.on:
        raise MoveRefused("cannot ask for an answer by a day that is not to come")
    request = InfoRequest(
        case_id=case.id, question=question.strip(), fields=with_company(fields),
        asks_file=asks_file, due_on=due_on, asked_by=by.number, asked_at=when.at, asked_on=when.on,
    )  # fmt: skip
    db.session.add(request)
    if asks_file:
        evidence.ask_for_supporting(case, reason=request.question, when=when)
    case.wait_for(REQUEST_INFO.waits_for, since=when.on, due_on=due_on)
    _mail(REQUEST_INFO.mail, case, request, programme, when=when)
    asked = {"question": request.question, "fields": request.fields, "asks_file": asks_file}
    start, case.state = case.state, REQUEST_INFO.end
    history.record(
        case, REQUEST_INFO.name, start=start.value, end=case.state.value, by=by, when=when,
        **asked, due_on=due_on.isoformat(),
    )  # fmt: skip
    return request


def answer(
    case: Case,
    request: InfoRequest,
    answers: Answers,
    programme: Programme,
    *,
    words: str,
    when: Moment,
) -> None:
    """Take the answer in: rules and amount are renewed, and the office has the case at once.

    Raises:
        MoveRefused: the day is over, or an answer changes that was not asked about.
    """
    require(case.state, ANSWER_INFO, APPLICANT)
    if when.on > request.due_on:
        raise MoveRefused("cannot answer after the day that was named")
    changed = changes(case.answers, answers.model_dump(mode="json"))
    if set(changed) - set(request.fields):
        raise MoveRefused("cannot change an answer that was not asked about")
    if changed:
        candidatures.renew(case, answers, programme, when=when)
    request.answer, request.answered_at, request.answered_on = words, when.at, when.on
    evidence.stop_asking(case)
    case.wait_for(ANSWER_INFO.waits_for, since=when.on, due_on=when.on)
    _move(case, ANSWER_INFO.name, ANSWER_INFO.end, by=APPLICANT, when=when,
          answer=words, changed=changed)  # fmt: skip


def close(case: Case, programme: Programme, *, by: Actor, when: Moment) -> None:
    """Take the question back. Raises MoveRefused when none is open."""
    require(case.state, CLOSE_REQUEST, by)
    end_all(case, when=when)
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(CLOSE_REQUEST.waits_for, since=when.on, due_on=due_on)
    _move(case, CLOSE_REQUEST.name, CLOSE_REQUEST.end, by=by, when=when)


def expire(case: Case, programme: Programme, *, when: Moment) -> None:
    """End a candidature whose applicant did not answer. Raises MoveRefused before that day."""
    require(case.state, EXPIRE, CLOCK)
    request = open_request(case)
    if request is None or when.on <= request.due_on:
        raise MoveRefused("cannot end a candidature before its day to answer is over")
    end_all(case, when=when)
    case.closed_at = when.at
    case.wait_for(EXPIRE.waits_for, since=when.on)
    links.end_later(case, at=when.at)
    _mail(EXPIRE.mail, case, request, programme, when=when)
    _move(case, EXPIRE.name, EXPIRE.end, by=CLOCK, when=when)


def remind(case: Case, programme: Programme, *, when: Moment) -> None:
    """Say once that the day to answer is near."""
    request = open_request(case)
    if request is None or request.reminded_at:
        return
    request.reminded_at = when.at
    _mail("info-reminder", case, request, programme, when=when)


def end_all(case: Case, *, when: Moment) -> None:
    """End what is open: a withdrawal leaves the question as it was."""
    mine = update(InfoRequest).where(InfoRequest.case_id == case.id, OPEN)
    db.session.execute(mine.values(closed_at=when.at))
    evidence.stop_asking(case)


def _mail(name: str | None, case: Case, request: InfoRequest, programme: Programme, *,
          when: Moment) -> None:  # fmt: skip
    f = formats(case.language)
    life = links.CASE_LIFE_AFTER_END if case.closed_at else None
    fields = {
        "question": request.question,
        "due": f"{f.weekday(request.due_on)} {f.day(request.due_on)}",
        "link": links.make(case, LinkKind.CASE, at=when.at, life=life),
    }
    mail.queue(name, case, programme, fields, when=when)


def _move(case: Case, name: str, end: Any, *, by: Actor, when: Moment, **payload: Any) -> None:
    start, case.state = case.state, end
    history.record(case, name, start=start.value, end=end.value, by=by, when=when, **payload)

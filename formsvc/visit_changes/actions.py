"""Ask an applicant what to do after a change of the visit, and take the answer in. No commits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from formsvc import db
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import CHOOSE_VISIT, State
from formsvc.clock import Moment
from formsvc.drafts import actions as drafts
from formsvc.evidence.queries import exchange_of
from formsvc.history import actions as history
from formsvc.info_requests import actions as info_requests
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Role, require
from formsvc.visit_changes import wishes
from formsvc.visit_changes.models import Choice, VisitChoice
from formsvc.visit_changes.queries import OFFERED, Change, change_of, open_choice, other_visits
from formsvc.visit_changes.words import CHOICES, change_in_words
from generator.look.texts import texts
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH
from generator.programme.visit import Visit

MAIL = "visit-changed"


def ask(case: Case, programme: Programme, *, by: Actor, when: Moment) -> int:
    """Mail the applicant a link to a page with the choices; seats are kept until the answer.

    Gives the number of the mail.

    Raises:
        MoveRefused: nothing changed for this case, it was asked already, or not by a coordinator.
    """
    if by.role is not Role.COORDINATOR:
        raise MoveRefused(f"the role {by.role.value} cannot ask about a changed visit")
    visit, change = _changed(case, programme, when)
    before = open_choice(case)
    if before and before.about == change.about:
        raise MoveRefused("cannot ask twice about the same change")
    if before:
        before.closed_at = when.at
        db.session.flush()
    db.session.add(
        VisitChoice(
            case_id=case.id, visit=visit.slug, kind=change.kind, about=change.about,
            was_first_on=change.was_first_on, was_last_on=change.was_last_on,
            asked_by=by.number, asked_at=when.at, asked_on=when.on,
        )
    )  # fmt: skip
    fields = {
        "change": change_in_words(change.kind, visit, case.language, when.on),
        "link": links.make(case, LinkKind.CASE, at=when.at),
    }
    words = change_in_words(change.kind, visit, ENGLISH, when.on)
    history.noted(case, "ask-visit-change", by=by, when=when, change=change.kind.value, words=words)
    return mail.queue(MAIL, case, programme, fields, when=when)


def answer(
    case: Case, choice: VisitChoice, programme: Programme, *, wanted: Choice, other: str = "",
    key: str = "", version: str = "", when: Moment,
) -> Case | None:  # fmt: skip
    """Take the answer in; the case follows. Gives the new draft when an own exchange was chosen.

    Args:
        case: the case whose visit changed.
        choice: the question.
        programme: the content as it is now.
        wanted: what the applicant chose.
        other: the slug of the other visit.
        key: idempotency key of the draft for an own exchange.
        version: of the programme, for that draft.
        when: now.

    Raises:
        MoveRefused: the visit changed once more, or this cannot be chosen (any more).
    """
    visit, change = _changed(case, programme, when)
    if change.about != choice.about or wanted not in OFFERED[choice.kind]:
        raise MoveRefused("cannot take this answer: the visit has changed once more")
    choice.answer, choice.answered_at, choice.answered_on = wanted, when.at, when.on
    said: dict[str, Any] = {
        "answer": CHOICES[wanted],
        "said": texts(case.language)(CHOICES[wanted]),
    }
    if wanted is Choice.OTHER_VISIT:
        _join(case, other, programme, when=when, said=said)
        return None
    history.noted(case, "answer-visit-change", by=APPLICANT, when=when, **said)
    if wanted in (Choice.NEW_DATE, Choice.ONLINE):
        _take_days(case, visit, programme, when=when)
    if wanted in (Choice.OWN, Choice.WITHDRAW):
        candidatures.withdraw(case, reason=said["said"], when=when)
    if wanted is not Choice.OWN:
        return None
    return drafts.begin_again(case, Route.OWN, None, key=key, language=case.language, version=version, when=when)  # fmt: skip


def _changed(case: Case, programme: Programme, when: Moment) -> tuple[Visit, Change]:
    visit = programme.visit(case.visit or "")
    change = visit and change_of(case, exchange_of(case), visit, programme, when.on)
    if not visit or not change:
        raise MoveRefused("cannot ask or answer about a visit that has not changed")
    return visit, change


def _take_days(case: Case, visit: Visit, programme: Programme, *, when: Moment) -> None:
    """The same visit as it is now: rules and amount follow, and so do the days of the exchange."""
    answers = wishes.same_visit(case, visit, when.on)
    candidatures.renew(case, answers, programme, when=when)
    exchange = exchange_of(case)
    if exchange and case.state is State.ACCEPTED:
        exchange.first_on, exchange.last_on = answers.first_on, answers.last_on


def _join(
    case: Case, slug: str, programme: Programme, *, when: Moment, said: dict[str, Any]
) -> None:
    """Go to another visit: its own rules and amount, and a decision of its own."""
    require(case.state, CHOOSE_VISIT, APPLICANT)
    found = [each for each in other_visits(case, programme, when.on) if each.slug == slug]
    if not found:
        raise MoveRefused("cannot join this visit any more; choose again")
    info_requests.end_all(case, when=when)
    before = case.visit
    case.forget_decision()
    case.visit, case.editing, case.offer_ends_on = slug, None, None
    case.waitlisted_at = case.waitlisted_on = None
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(CHOOSE_VISIT.waits_for, since=when.on, due_on=due_on)
    history.moved(case, CHOOSE_VISIT, by=APPLICANT, when=when, before=before, after=slug, **said)
    candidatures.renew(case, wishes.other_visit(case, found[0], when.on), programme, when=when)
    if case.sent_answers().partner is None:
        case.cluster = found[0].lead

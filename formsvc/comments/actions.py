"""Say something about a case, write to its applicant, take an answer in. Nothing here commits."""

from __future__ import annotations

from datetime import date
from typing import Any

from formsvc import db
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.comments.models import Audience, Comment
from formsvc.comments.queries import may_answer, moved_since, thread_of, unseen
from formsvc.history import actions as history
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import STAFF, Actor, Role
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

SAY, WRITE, ANSWER, SEE = "comment", "write-applicant", "applicant-wrote", "see-answer"
QUIET = (SAY, WRITE, ANSWER, SEE, "open-file", "new-link", "export-data")
"""These do not change for whom a case waits."""


def say(
    case: Case, programme: Programme, *, words: str, audience: Audience, by: Actor, when: Moment
) -> Comment:
    """Say something about a case. What the applicant may read leaves by mail at once.

    Writing to the applicant also answers what the applicant wrote before.

    Raises:
        MoveRefused: this role does not comment, or nothing is said.
    """
    if by.role not in STAFF:
        raise MoveRefused(f"the role {by.role.value} cannot comment on a candidature")
    comment = _keep(case, words, audience, by=by, when=when)
    if audience is Audience.OFFICE:
        _note(case, SAY, by=by, when=when, said=comment.words)
        return comment
    _note(case, WRITE, by=by, when=when, said=comment.words)
    if case.wrote_on:
        _give_back(case)
    life = links.CASE_LIFE_AFTER_END if case.closed_at else None
    path = links.make(case, LinkKind.CASE, at=when.at, life=life)
    mail.queue("comment", case, programme, {"words": comment.words, "link": path}, when=when)
    return comment


def answer(case: Case, *, words: str, when: Moment) -> None:
    """Take in what the applicant writes: the case is on top of the office's queue until it is seen.

    The same words twice in a row are a second click.

    Raises:
        MoveRefused: the office has not written, or the applicant has written often since.
    """
    thread = thread_of(case)
    if thread and thread[-1].said_by is None and thread[-1].words == words.strip():
        return
    if not may_answer(thread):
        raise MoveRefused("cannot take this in before the office has written again")
    comment = _keep(case, words, Audience.APPLICANT, by=APPLICANT, when=when)
    seq = _note(case, ANSWER, by=APPLICANT, when=when, said=comment.words)
    if case.wrote_on is None:
        comment.waited = {**_waiting(case), "seq": seq}
        case.wrote_on = when.on
        case.wait_for(Role.OFFICER, since=when.on, due_on=when.on)


def see(case: Case, *, by: Actor, when: Moment) -> None:
    """Say that an answer is seen and needs no other; the case goes on as before.

    Raises:
        MoveRefused: this role does not comment, or nothing is to be seen.
    """
    if by.role not in STAFF:
        raise MoveRefused(f"the role {by.role.value} cannot comment on a candidature")
    if case.wrote_on is None:
        raise MoveRefused("cannot see an answer that is not there, or is seen already")
    _give_back(case)
    _note(case, SEE, by=by, when=when)


def _give_back(case: Case) -> None:
    """Let the case wait for whom it waited before, unless it has moved on meanwhile."""
    case.wrote_on, found = None, unseen(case)
    if found is None or found.waited is None:
        return
    was, found.waited = found.waited, None
    if moved_since(case, was["seq"], QUIET):
        return
    since, due_on = (was[key] and date.fromisoformat(was[key]) for key in ("since", "due_on"))
    case.waits_for = Role(was["for"]) if was["for"] else None
    case.waits_since_on, case.due_on = since, due_on


def _waiting(case: Case) -> dict[str, Any]:
    return {
        "for": case.waits_for.value if case.waits_for else None,
        "since": case.waits_since_on.isoformat() if case.waits_since_on else None,
        "due_on": case.due_on.isoformat() if case.due_on else None,
    }


def _keep(case: Case, words: str, audience: Audience, *, by: Actor, when: Moment) -> Comment:
    if not words.strip():
        raise MoveRefused("cannot keep a comment without words")
    comment = Comment(
        case_id=case.id, audience=audience, said_by=by.number, words=words.strip(),
        said_at=when.at, said_on=when.on,
    )  # fmt: skip
    db.session.add(comment)
    return comment


def _note(case: Case, name: str, *, by: Actor, when: Moment, **payload: Any) -> int:
    same = case.state.value
    return history.record(case, name, start=same, end=same, by=by, when=when, **payload).seq

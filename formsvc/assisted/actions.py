"""Prepare a candidature for a company, hand it over, turn it down. Nothing here commits.

The office types; the company reads, changes, declares and sends. The draft is opened by a link to
the company's address, and confirmed like any other: the office can do neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.assisted.models import Preparation
from formsvc.assisted.queries import DECLARED, is_staff_address
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.keeping import Clash, Seen
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.drafts import actions as drafts
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Role
from generator.look.formats import formats
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.visit import Visit

MAIL = "prepared"


def begin(
    visit: Visit | None,
    *,
    by: Person,
    key: str,
    version: str,
    when: Moment,
    seed: Mapping[str, Any],
) -> Case:
    """Start a draft for a company. Raises MoveRefused for somebody who decides nothing."""
    if not by.holds(Role.OFFICER, Role.COORDINATOR):
        raise MoveRefused("cannot prepare a candidature without being an officer")
    case = candidatures.begin(visit, key=key, language="en", version=version, when=when, seed=seed)
    db.session.add(Preparation(case_id=case.id, prepared_by=by.id, begun_at=when.at))
    return case


def keep(
    case: Case,
    preparation: Preparation,
    step: str,
    typed: Mapping[str, Any],
    *,
    seen: Seen,
    when: Moment,
) -> list[Clash]:
    """Keep one step as the office typed it; the declarations are never among it.

    Raises:
        MoveRefused: the company has it already.
    """
    _require_here(case, preparation)
    told = {name: words for name, words in typed.items() if name != DECLARED}
    return candidatures.keep(case, step, told, seen=seen, when=when)


def hand_over(
    case: Case,
    preparation: Preparation,
    answers: Answers,
    programme: Programme,
    *,
    language: str,
    when: Moment,
) -> bool:
    """Mail the company a link to the draft, which is the company's from now on.

    Says whether a mail was queued: an unconfirmed address gets few.

    Raises:
        MoveRefused: the company has it already, or the address is one of the staff.
    """
    _require_here(case, preparation)
    if is_staff_address(answers.email):
        raise MoveRefused("cannot hand over to the address of a member of staff")
    if not mail.may_mail(MAIL, case, at=when.at, to=answers.email):
        return False
    case.language = language
    preparation.handed_over_at, preparation.handed_over_on = when.at, when.on
    preparation.answers = answers.model_dump(mode="json", exclude={DECLARED})
    path = links.make(case, LinkKind.DRAFT, at=when.at, mailed_to=answers.email)
    until = formats(language).day(drafts.kept_until(case, programme, when))
    mail.queue(MAIL, case, programme, {"link": path, "until": until}, when=when, to=answers.email)
    return True


def turn_down(case: Case, preparation: Preparation, *, reason: str, when: Moment) -> None:
    """The company does not want it: what was typed is gone at once, and nothing opens it any more.

    Raises:
        MoveRefused: it is sent already, or was never handed over.
    """
    if not case.is_draft or preparation.handed_over_at is None or preparation.turned_down_at:
        raise MoveRefused("cannot turn down a candidature that is not a prepared draft")
    preparation.turned_down_at, preparation.turned_down_on = when.at, when.on
    preparation.reason, preparation.answers = reason.strip(), None
    case.answers = {"route": case.route.value}
    if case.needs:
        db.session.delete(case.needs)
    links.revoke_all(case, at=when.at)
    case.session_epoch += 1


def _require_here(case: Case, preparation: Preparation) -> None:
    if not case.is_draft or preparation.handed_over_at is not None:
        raise MoveRefused("cannot change a candidature that the company has")

"""Make decisions known, and open closed cases again. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from formsvc.candidatures import actions as candidatures
from formsvc.candidatures import seats, states
from formsvc.candidatures.models import Case
from formsvc.candidatures.shown import rejected_because
from formsvc.clock import Moment
from formsvc.exchanges import actions as exchanges
from formsvc.exchanges import terms
from formsvc.history import actions as history
from formsvc.history.alone import require_others
from formsvc.info_requests import actions as info_requests
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, require
from formsvc.office.decisions.deciding import pending_move
from formsvc.waitlist.pages import place_in_mail
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

OWN = "release what you have decided yourself"
"""What four eyes refuse."""


def release(
    case: Case, programme: Programme, *, by: Actor, when: Moment, alone_because: str = ""
) -> int:
    """Make the pending decision known: the case moves, and the applicant gets the mail.

    Gives the number of the mail: until the caller's unit of work ends, its words can be changed, or
    it be held.

    `alone_because` is the reason of whoever releases an own decision, where the programme allows
    that as an exception.

    Raises:
        MoveRefused: nothing is decided, the state or role does not allow it, or another person
            must release it.
    """
    move = pending_move(case)
    require(case.state, move, by)
    require_others(case, programme, by, alone_because, OWN)
    if move is states.RELEASE_ACCEPT:
        seats.require(case, programme)
    fields = mail_fields(case, programme)
    told = {
        "decision": case.decision,
        "code": case.decision_code,
        "reason": fields.get("reason"),
        "alone_because": alone_because.strip() or None,
    }
    case.released_at, case.released_on = when.at, when.on
    if move is states.RELEASE_REJECT:
        case.closed_at = when.at
        links.end_later(case, at=when.at)
    else:
        terms.grant(case, terms.terms_of(case, programme))
    if move is states.RELEASE_WAITLIST:
        case.waitlisted_at, case.waitlisted_on = when.at, when.on
    if move is states.RELEASE_ACCEPT:
        exchanges.begin(case, programme, when=when)
    gone = mail.queue(move.mail, case, programme, fields, when=when)
    case.wait_for(move.waits_for, since=when.on)
    history.moved(case, move, by=by, when=when, **told)
    return gone


def mail_fields(case: Case, programme: Programme) -> dict[str, str]:
    """Give the own fields of the mail that tells the pending decision."""
    move = pending_move(case)
    if move is states.RELEASE_REJECT:
        return {"reason": rejected_because(case, programme, case.language), "note": ""}
    fields = terms.in_mail(terms.terms_of(case, programme), case, programme)
    fields["note"] = terms.note(case)
    if move is states.RELEASE_WAITLIST:
        fields |= place_in_mail(case, programme)
    return fields


def reopen(case: Case, programme: Programme, *, reason: str, by: Actor, when: Moment) -> None:
    """Open a closed case again: it is new, and undecided. The applicant gets the reason by mail.

    What was decided before goes into the history. Raises MoveRefused without a reason.
    """
    require(case.state, states.REOPEN, by)
    if not reason.strip():
        raise MoveRefused("cannot open a candidature again without a reason")
    before = {
        "decision": case.decision,
        "decision_reason": case.decision_reason,
        "released_on": case.released_on.isoformat() if case.released_on else None,
    }
    case.forget_decision()
    case.closed_at = case.waitlisted_at = case.waitlisted_on = case.offered_by = None
    history.moved(case, states.REOPEN, by=by, when=when, reason=reason.strip(), before=before)
    if not terms.are_as_asked(case):
        candidatures.renew(case, case.sent_answers(), programme, when=when)
    info_requests.end_all(case, when=when)
    links.live_again(case)
    path = links.make(case, LinkKind.CASE, at=when.at)
    fields = {"reason": reason.strip(), "link": path}
    mail.queue(states.REOPEN.mail, case, programme, fields, when=when)
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(states.REOPEN.waits_for, since=when.on, due_on=due_on)

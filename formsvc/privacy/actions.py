"""What an applicant may do with the data of a case. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from formsvc import db
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Role
from formsvc.privacy.models import ErasureRequest
from formsvc.privacy.queries import undecided
from generator.look.texts import texts
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

WHAT = {
    LinkKind.EXPORT: "Take a copy of your data",
    LinkKind.ERASURE: "Ask us to erase your data",
    LinkKind.ADDRESS: "Give us another e-mail address",
}
"""What a step-up link opens, in the applicant's words."""


def offered(case: Case) -> tuple[LinkKind, ...]:
    """Say what one can do here with a case's data.

    A host changes an address with the office, and erases after its page has gone from the site.
    """
    if case.kind is CaseKind.CANDIDATURE:
        return tuple(WHAT)
    goes = case.state is State.WITHDRAWN and case.waits_for and not case.erasure_asked_on
    published = case.state is State.ACCEPTED or goes
    return (LinkKind.EXPORT,) if published else (LinkKind.EXPORT, LinkKind.ERASURE)


def send_step_up(case: Case, programme: Programme, kind: LinkKind, *, when: Moment) -> bool:
    """Mail a link that opens one thing once, for some minutes; say whether a mail was queued.

    It goes to the confirmed address: who only sits at the open page has no part in it.
    """
    if not mail.may_mail("step-up", case, at=when.at):
        return False
    links.revoke_all(case, at=when.at, kind=kind)
    path = links.make(case, kind, at=when.at, life=links.STEP_UP_LIFE)
    minutes = str(int(links.STEP_UP_LIFE.total_seconds() // 60))
    fields = {"link": path, "minutes": minutes, "what": texts(case.language)(WHAT[kind])}
    mail.queue("step-up", case, programme, fields, when=when)
    return True


def note_export(case: Case, *, when: Moment) -> None:
    """Remember that a copy of the data was taken."""
    _note(case, "export-data", by=APPLICANT, when=when)


def ask_erasure(case: Case, programme: Programme, *, words: str, when: Moment) -> None:
    """Ask the office to erase the case; it lands in the queue. Asking twice asks once."""
    if undecided(case) or case.erased_on:
        return
    waited = {
        "state": case.state.value,
        "for": case.waits_for.value if case.waits_for else None,
        "since": case.waits_since_on.isoformat() if case.waits_since_on else None,
        "due_on": case.due_on.isoformat() if case.due_on else None,
    }
    db.session.add(
        ErasureRequest(
            case_id=case.id, words=words, asked_at=when.at, asked_on=when.on, waited=waited
        )
    )
    case.erasure_asked_on = when.on
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(Role.OFFICER, since=when.on, due_on=due_on)
    _note(case, "ask-erasure", by=APPLICANT, when=when, words=words)


def refuse_erasure(
    case: Case, programme: Programme, *, reason: str, by: Actor, when: Moment
) -> None:
    """Refuse to erase, with a reason that the applicant gets by mail; the case goes on as before.

    Raises:
        MoveRefused: nothing is asked, or there is no reason.
    """
    request = undecided(case)
    if request is None:
        raise MoveRefused("cannot refuse an erasure that nobody has asked for")
    if not reason.strip():
        raise MoveRefused("cannot refuse an erasure without a reason")
    decide(case, request, carried_out=False, by=by, when=when)
    request.reason = reason.strip()
    _wait_as_before(case, request, when)
    fields = {"reason": request.reason}
    mail.queue("erasure-refused", case, programme, fields, when=when)
    _note(case, "refuse-erasure", by=by, when=when, reason=request.reason)


def ask_new_address(case: Case, programme: Programme, *, address: str, when: Moment) -> bool:
    """Mail a link to an address that the case shall have; say whether a mail was queued."""
    if not mail.may_mail("new-address", case, at=when.at, to=address):
        return False
    links.revoke_all(case, at=when.at, kind=LinkKind.NEW_ADDRESS)
    path = links.make(
        case, LinkKind.NEW_ADDRESS, at=when.at, life=links.CONFIRM_LIFE, mailed_to=address
    )
    hours = str(int(links.CONFIRM_LIFE.total_seconds() // 3600))
    mail.queue(
        "new-address", case, programme, {"link": path, "hours": hours}, when=when, to=address
    )
    return True


def change_address(case: Case, programme: Programme, *, address: str, when: Moment) -> None:
    """Take the new address, which its owner has confirmed; every earlier link and session ends.

    Raises:
        MoveRefused: the case is not confirmed, or its data is erased.
    """
    if case.state in UNCONFIRMED or case.erased_on:
        raise MoveRefused("cannot change the address of this candidature")
    old = case.email
    case.session_epoch += 1
    links.revoke_all(case, at=when.at)
    candidatures.take_address(case, address)
    mail.queue("address-changed", case, programme, {}, when=when, to=old)
    candidatures.mail_link(case, programme, when=when)
    _note(case, "change-address", by=APPLICANT, when=when, before=old, after=address)


def decide(
    case: Case, request: ErasureRequest, *, carried_out: bool, by: Actor, when: Moment
) -> None:
    """Write down what the office decided about an erasure."""
    request.decided_at, request.decided_on = when.at, when.on
    request.decided_by, request.carried_out = by.number, carried_out
    case.erasure_asked_on = None


def _wait_as_before(case: Case, request: ErasureRequest, when: Moment) -> None:
    """Give the case back to whom it waited for, unless it has moved on meanwhile."""
    was = request.waited
    if was["state"] != case.state.value:
        if case.closed_at and case.kind is CaseKind.CANDIDATURE:
            case.wait_for(None, since=when.on)
        return
    since, due_on = (was[key] and date.fromisoformat(was[key]) for key in ("since", "due_on"))
    role = Role(was["for"]) if was["for"] else None
    case.waits_for, case.waits_since_on, case.due_on = role, since, due_on


def _note(case: Case, name: str, *, by: Actor, when: Moment, **payload: Any) -> None:
    same = case.state.value
    history.record(case, name, start=same, end=same, by=by, when=when, **payload)

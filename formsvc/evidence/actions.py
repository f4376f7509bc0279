"""What proves an exchange comes in and is looked at. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from formsvc import db
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.clock import Moment
from formsvc.evidence import queries, slots
from formsvc.evidence.files import Kept
from formsvc.evidence.models import EvidenceItem, StoredFile, Upload
from formsvc.evidence.refusals import refused
from formsvc.evidence.states import ACCEPT_ITEM, ASK_AGAIN, RECEIVE, EvidenceState
from formsvc.history import actions as history
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Move, Role, require
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

LONGEST_NAME = 255


def receive_file(
    case: Case, slot: str, programme: Programme, *, name: str, kept: Kept, when: Moment
) -> StoredFile:
    """Keep the row of a file that lies in the store already; only then may we say "received".

    Raises UploadRefused: closed (the slot is not open to applicants), full.
    """
    item = _open_item(case, slot, programme, when=when)
    if queries.count_files(case) >= slots.most_files(case):
        raise refused("full")
    stored = StoredFile(
        key=kept.key,
        name=name[-LONGEST_NAME:],
        size=kept.part.size,
        sha256=kept.part.sha256,
        kind=kept.found.kind,
        received_at=when.at,
        received_on=when.on,
    )
    item.files.append(stored)
    db.session.flush()
    what = {"slot": slot, "name": stored.name, "sha256": stored.sha256, "size": stored.size}
    _received(case, item, programme, when=when, **what)
    return stored


def receive_text(case: Case, slot: str, programme: Programme, *, text: str, when: Moment) -> None:
    """Keep what came of the exchange, in words. Raises UploadRefused "closed"."""
    item = _open_item(case, slot, programme, when=when)
    item.text = text
    _received(case, item, programme, when=when, slot=slot, text=text)


def ask_for_supporting(case: Case, *, reason: str, when: Moment) -> EvidenceItem:
    """Let the slot for supporting files say what is asked for, until a file arrives.

    The caller moves the case, records it and writes the mail.
    """
    item = _item(case, queries.SUPPORTING, when=when)
    if item.state is not EvidenceState.MISSING:
        item.state = ASK_AGAIN.end
    item.reason, item.changed_on = reason, when.on
    return item


def stop_asking(case: Case) -> None:
    """Let the slot for supporting files ask for nothing any more."""
    item = queries.item_of(case, queries.SUPPORTING)
    if item is None or item.reason is None:
        return
    item.reason = None
    if item.state is ASK_AGAIN.end:
        item.state = RECEIVE.end if item.files else EvidenceState.MISSING


def remove_from_draft(case: Case, file: StoredFile) -> None:
    """Take a file out of a draft, which nobody has seen; its bytes are swept.

    Raises:
        MoveRefused: the candidature has been sent.
    """
    if case.state is not State.DRAFT:
        raise MoveRefused("cannot remove a file from a candidature that has been sent")
    db.session.execute(delete(Upload).where(Upload.file_id == file.id))
    item = file.item
    item.files.remove(file)
    db.session.delete(file)
    if not item.files:
        item.state = EvidenceState.MISSING


def accept(case: Case, item: EvidenceItem, *, by: Actor, when: Moment) -> None:
    """Accept what proves the exchange; it is locked from then on. Raises MoveRefused."""
    if item.slot == queries.SUPPORTING:
        raise MoveRefused("cannot accept supporting files: they are only read")
    _move(case, item, ACCEPT_ITEM, by=by, when=when, slot=item.slot)
    item.reason = None
    _pass_on(case, when=when)


def ask_again(
    case: Case, item: EvidenceItem, programme: Programme, *, reason: str, by: Actor, when: Moment
) -> None:
    """Ask the applicant for another copy, by mail, with the reason. Raises MoveRefused."""
    if not reason.strip():
        raise MoveRefused("cannot ask for another copy without a reason")
    if case.closed_at is not None:
        raise MoveRefused("cannot ask for another copy in a case that is closed")
    item.reason = reason.strip()
    _move(case, item, ASK_AGAIN, by=by, when=when, slot=item.slot, reason=item.reason)
    slot = slots.slot_of(case, programme, item.slot)
    words = slot.title.say(case.language).words if slot else item.slot
    mail.queue(ASK_AGAIN.mail, case, programme, {"item": words, "reason": item.reason}, when=when)
    case.wait_for(ASK_AGAIN.waits_for, since=when.on)


def _open_item(case: Case, slot: str, programme: Programme, *, when: Moment) -> EvidenceItem:
    """Give the item of a slot that is open now; raise UploadRefused "closed" for any other."""
    now_open = slots.open_for(Role.APPLICANT, case, programme, on=when.on)
    if slot not in {each.id for each in now_open}:
        raise refused("closed")
    return _item(case, slot, when=when)


def _item(case: Case, slot: str, *, when: Moment) -> EvidenceItem:
    """Give the item of a slot; that of supporting files is made when it is first needed."""
    item = queries.item_of(case, slot)
    if item is None:
        item = EvidenceItem(
            case_id=case.id, slot=slot, state=EvidenceState.MISSING, changed_on=when.on
        )
        db.session.add(item)
        db.session.flush()
    return item


def _received(
    case: Case, item: EvidenceItem, programme: Programme, *, when: Moment, **what: Any
) -> None:
    answers_later = case.state is State.INFO_REQUESTED  # the answer brings the case back
    asked = item.state is EvidenceState.REPLACE and not answers_later
    _move(case, item, RECEIVE, by=APPLICANT, when=when, **what)
    item.reason = None
    whole = not _states(case) & {EvidenceState.MISSING, EvidenceState.REPLACE}
    if asked if item.slot == queries.SUPPORTING else whole:
        due_on = when.on + timedelta(days=programme.about.answer_within_days)
        case.wait_for(RECEIVE.waits_for, since=when.on, due_on=due_on)


def _pass_on(case: Case, *, when: Moment) -> None:
    """When everything is accepted, nobody has to do anything with the evidence any more."""
    if _states(case) == {EvidenceState.ACCEPTED}:
        case.wait_for(None, since=when.on)


def _states(case: Case) -> set[EvidenceState]:
    """Give the states of what proves the exchange."""
    return {item.state for item in queries.items_of(case) if item.slot != queries.SUPPORTING}


def _move(
    case: Case,
    item: EvidenceItem,
    move: Move[EvidenceState],
    *,
    by: Actor,
    when: Moment,
    **what: Any,
) -> None:
    """Move an item, with a line of history; that of a case begins when it is confirmed."""
    require(item.state, move, by, "an item of evidence")
    item.state, item.changed_on = move.end, when.on
    if case.state not in UNCONFIRMED:
        same = case.state.value
        history.record(case, move.name, start=same, end=same, by=by, when=when, **what)

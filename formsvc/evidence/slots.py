"""Which slots a case has, and which of them are open for whom now."""

from __future__ import annotations

from datetime import date

from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.evidence import queries
from formsvc.evidence.queries import SUPPORTING
from formsvc.evidence.states import RECEIVE
from formsvc.moves import Role
from generator.look.texts import texts
from generator.programme.programme import Programme
from generator.programme.rules import EvidenceSlot, SlotKind
from generator.programme.text import ENGLISH, Text

MOST_FILES, MOST_FILES_OF_DRAFT = 20, 5


def slot_of(case: Case, programme: Programme, name: str) -> EvidenceSlot | None:
    """Give a slot of a case with its words; None when the case has none of that name."""
    if name == SUPPORTING:
        return supporting(programme)
    visit = programme.visit(case.visit or "")
    return programme.rules_of(programme.call_of(visit)).slot(name)


def slots_of(case: Case, programme: Programme, *, on: date) -> list[EvidenceSlot]:
    """Give the slots that an applicant sees on a day: what proves the exchange, and supporting.

    When proof is asked for, everything is decided: an empty place for what helps to decide would
    only lead files astray.
    """
    if case.kind is not CaseKind.CANDIDATURE:
        return []
    items = {item.slot: item for item in queries.items_of(case)}
    visit = programme.visit(case.visit or "")
    pack = programme.rules_of(programme.call_of(visit))
    proofs = [slot for slot in pack.evidence if slot.id in items] if _held(case, on) else []
    helped = SUPPORTING in items and (items[SUPPORTING].files or items[SUPPORTING].reason)
    undecided = case.closed_at is None and not proofs
    more = [supporting(programme)] if helped or undecided else []
    return [*proofs, *more]


def open_for(role: Role, case: Case, programme: Programme, *, on: date) -> list[EvidenceSlot]:
    """Give the slots that a person in a role may add to now: THE one place where it is decided.

    Only applicants add: to what proves the exchange from its first day until it is accepted, to
    supporting files until the case is closed.
    """
    if role is not Role.APPLICANT or case.closed_at is not None:
        return []
    items = {item.slot: item for item in queries.items_of(case)}
    return [
        slot
        for slot in slots_of(case, programme, on=on)
        if slot.id not in items or items[slot.id].state in RECEIVE.start
    ]


def most_files(case: Case) -> int:
    """Say how many files a case may hold; a draft, whose sender nobody knows, only a few."""
    return MOST_FILES_OF_DRAFT if case.state in UNCONFIRMED else MOST_FILES


def supporting(programme: Programme) -> EvidenceSlot:
    """Give the slot for whatever helps, in the languages of the site."""

    def t(words: str) -> Text:
        return Text({each: texts(each)(words) for each in {ENGLISH, *programme.site.languages}})

    return EvidenceSlot(
        id=SUPPORTING,
        title=t("Files that help us decide"),
        kind=SlotKind.FILE,
        help=t("You need not send any. A letter of your cluster, or anything else that helps us."),
    )


def _held(case: Case, on: date) -> bool:
    """The exchange has begun, so that there is something to prove."""
    opens_on = queries.opens_on(case)
    return opens_on is not None and on >= opens_on and case.state is State.ACCEPTED

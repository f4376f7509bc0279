"""What the applicant's pages show of files, gathered for their templates."""

from __future__ import annotations

from dataclasses import dataclass, replace

from formsvc import clock
from formsvc.area import to
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.evidence import queries, slots, tokens, uploads
from formsvc.evidence.files import current_files
from formsvc.evidence.incoming import MIB
from formsvc.evidence.models import EvidenceItem, StoredFile, Upload
from formsvc.evidence.states import PUBLIC_NAMES, EvidenceState
from formsvc.moves import Role
from formsvc.rendering import current_texts
from formsvc.snapshot import current_programme
from generator.programme.rules import EvidenceSlot


@dataclass(frozen=True)
class Refusal:
    """What was not taken just now: why, and the words that were typed."""

    words: tuple[str, ...]
    typed: str | None = None
    """Set for words; None for files."""


@dataclass(frozen=True)
class Unfinished:
    """A file that has not arrived whole; choosing it again goes on from there."""

    upload: Upload
    arrived: int

    @property
    def percent(self) -> int:
        """How much has arrived."""
        return 100 * self.arrived // self.upload.size


@dataclass(frozen=True)
class SlotShown:
    """One slot with what is in it, and what its script needs."""

    reference: str
    slot: EvidenceSlot
    item: EvidenceItem | None
    open: bool
    removable: bool
    """Files can be taken out again: nobody has seen them."""
    unfinished: list[Unfinished]
    most: int
    """How many files the case may hold."""
    left: int
    """How many more may be sent now."""
    token: str
    refusal: Refusal | None = None

    @property
    def state(self) -> EvidenceState:
        """Where it stands."""
        return self.item.state if self.item else EvidenceState.MISSING

    @property
    def state_words(self) -> str:
        """Where it stands, in public words; nothing for files that nobody waits for."""
        waited_for = self.slot.id != queries.SUPPORTING or (self.item and self.item.reason)
        if not waited_for and self.state is EvidenceState.MISSING:
            return ""
        if self.slot.id == queries.SUPPORTING and self.state is EvidenceState.RECEIVED:
            return current_texts()("Received")
        return current_texts()(PUBLIC_NAMES[self.state])

    @property
    def files(self) -> list[StoredFile]:
        """What has been received."""
        return self.item.files if self.item else []

    @property
    def script(self) -> dict[str, object]:
        """What the script is told: where, how much, and its words."""
        limit = current_files().incoming.limit
        return {
            "endpoint": to("tus.create", reference=self.reference, slot=self.slot.id),
            "header": tokens.HEADER, "token": self.token,
            "piece": MIB, "limit": limit, "words": _script_words(),
        }  # fmt: skip


def slots_shown(case: Case) -> list[SlotShown]:
    """Give the slots of a case that its applicant sees today, with what is in them."""
    programme, today, files = current_programme(), clock.today(), current_files()
    now_open = {s.id for s in slots.open_for(Role.APPLICANT, case, programme, on=today)}
    items = {item.slot: item for item in queries.items_of(case)}
    coming = [(each, files.arrived(each.key, each.size)) for each in uploads.unfinished_of(case)]
    left = max(0, slots.most_files(case) - queries.count_files(case))
    return [
        SlotShown(
            reference=case.reference,
            slot=slot,
            item=items.get(slot.id),
            open=slot.id in now_open,
            removable=case.state is State.DRAFT,
            unfinished=[
                Unfinished(upload, here)
                for upload, here in coming
                if upload.slot == slot.id and here is not None
            ],
            most=slots.most_files(case),
            left=left,
            token=tokens.make(case, slot.id),
        )
        for slot in slots.slots_of(case, programme, on=today)
    ]


def slot_shown(case: Case, name: str, refusal: Refusal | None) -> SlotShown:
    """Give one slot, with what was refused just now."""
    (found,) = (each for each in slots_shown(case) if each.slot.id == name)
    return replace(found, refusal=refusal)


def _script_words() -> dict[str, str]:
    """Give what the script says; `{…}` is filled in by it."""
    t = current_texts()
    return {
        "waits": t("Waits for its turn"),
        "sending": t("{sent} of {size} have arrived"),
        "checking": t("All has arrived and is being checked"),
        "received": t("{name}: received"),
        "broken": t("The connection broke. We try again. {sent} of {size} have arrived and stay."),
        "stopped": t("The connection broke. {sent} of {size} have arrived and stay. Press “Go on”."),
        "given_up": t("{name}: not sent"),
        "large": t("This file is larger than 25 MB, so it was not sent. Send a smaller scan or photo."),
        "empty": t("This file is empty, so it was not sent."),
        "many": t("No more files can be added to this candidature."),
        "failed": t("Something went wrong on our side. What has arrived stays. Press “Go on”."),
    }  # fmt: skip

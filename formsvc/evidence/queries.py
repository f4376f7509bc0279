"""Find items of evidence and their files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.evidence.models import EvidenceItem, StoredFile, Upload
from formsvc.evidence.states import EvidenceState
from formsvc.exchanges.models import Exchange

SUPPORTING = "supporting"
"""The slot for what helps to decide; asked of nobody, open from the draft on."""
KEYS = (StoredFile.key, StoredFile.preview_key, StoredFile.shared_key)
"""What names files in the store: as they came, and their two harmless copies."""


def exchange_of(case: Case) -> Exchange | None:
    """Find the exchange of an accepted case."""
    return db.session.scalar(select(Exchange).where(Exchange.case_id == case.id))


def items_of(case: Case) -> list[EvidenceItem]:
    """Give the items of a case in the order of the rules, with their files."""
    items = select(EvidenceItem).where(EvidenceItem.case_id == case.id).order_by(EvidenceItem.id)
    return list(db.session.scalars(items.options(selectinload(EvidenceItem.files))))


def item_of(case: Case, slot: str) -> EvidenceItem | None:
    """Find one item of a case by its slot."""
    return next((item for item in items_of(case) if item.slot == slot), None)


def is_there(case: Case, slot: str, sha256: str) -> bool:
    """Say whether an item holds this very file, and no other copy has been asked for since."""
    item = item_of(case, slot)
    if item is None or item.state is not EvidenceState.RECEIVED:
        return False
    return any(file.sha256 == sha256 for file in item.files)


def opens_on(case: Case) -> date | None:
    """Give the first day on which evidence is taken: the first day of the exchange."""
    exchange = exchange_of(case)
    return exchange.first_on if exchange else None


def supporting_since(case: Case, at: datetime) -> list[StoredFile]:
    """Give the supporting files that have come since an instant."""
    found = select(StoredFile).join(EvidenceItem).where(EvidenceItem.case_id == case.id)
    late = (EvidenceItem.slot == SUPPORTING) & (StoredFile.received_at >= at)
    return list(db.session.scalars(found.where(late)))


def file_of(case: Case, file_id: int) -> StoredFile | None:
    """Find a file of a case by its number; None for a file of another case."""
    found = select(StoredFile).join(EvidenceItem).where(EvidenceItem.case_id == case.id)
    return db.session.scalar(found.where(StoredFile.id == file_id))


def same_elsewhere(case: Case, sha256: str) -> list[str]:
    """Give the references of other cases that hold the very same file."""
    same = (
        select(Case.reference)
        .join(EvidenceItem, EvidenceItem.case_id == Case.id)
        .join(StoredFile, StoredFile.item_id == EvidenceItem.id)
        .where(StoredFile.sha256 == sha256, Case.id != case.id)
    )
    return sorted(set(db.session.scalars(same)))


def count_files(case: Case) -> int:
    """Count the files that a case holds."""
    mine = select(func.count(StoredFile.id)).join(EvidenceItem)
    return db.session.scalar(mine.where(EvidenceItem.case_id == case.id)) or 0


def hashes_of(case: Case) -> list[dict[str, str]]:
    """Give name and SHA-256 of every file of a case, for its history."""
    return [
        {"name": file.name, "sha256": file.sha256} for item in items_of(case) for file in item.files
    ]


def is_referenced(name: str) -> bool:
    """Say whether a row names this file of the store, or this part."""
    key = name.removesuffix(".part")
    named = select(StoredFile.id).where(or_(*(column == key for column in KEYS)))
    on_the_way = select(Upload.id).where(Upload.key == key, Upload.file_id.is_(None))
    return any(db.session.scalar(rows) is not None for rows in (named, on_the_way))


def referenced_keys() -> set[str]:
    """Give the key of every file that a row names, and the part of every one on its way."""
    kept = {key for row in db.session.execute(select(*KEYS)) for key in row if key}
    coming = set(db.session.scalars(select(Upload.key).where(Upload.file_id.is_(None))))
    return kept | coming | {f"{key}.part" for key in coming}

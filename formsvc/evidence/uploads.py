"""Files that are sent in pieces: begun, found again, finished, given up. Nothing here commits."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.evidence import queries, slots
from formsvc.evidence.files import shown_name
from formsvc.evidence.models import EvidenceItem, StoredFile, Upload
from formsvc.evidence.refusals import refused

LIFE = timedelta(days=3)
"""How long an unfinished file waits for its rest."""
UNFINISHED = Upload.file_id.is_(None) & Upload.refused_as.is_(None)


def fingerprint(name: str, size: int, changed: str) -> str:
    """Recognise the same file of the same person; `changed` is when the device says it changed."""
    return hashlib.sha256(f"{name}\n{size}\n{changed}".encode()).hexdigest()


def find(case: Case, slot: str, key: str) -> Upload | None:
    """Find an upload of a case by its key; None for that of another case or slot."""
    mine = (Upload.case_id == case.id) & (Upload.slot == slot) & (Upload.key == key)
    return db.session.scalar(select(Upload).where(mine))


def unfinished_of(case: Case) -> list[Upload]:
    """Give the files of a case that have not arrived whole, the oldest first."""
    mine = select(Upload).where(Upload.case_id == case.id, UNFINISHED).order_by(Upload.id)
    return list(db.session.scalars(mine))


def same(case: Case, slot: str, mark: str) -> Upload | None:
    """Find the unfinished upload of the very same file."""
    found = (each for each in unfinished_of(case) if (each.slot, each.fingerprint) == (slot, mark))
    return next(found, None)


def begin(
    case: Case, slot: str, *, key: str, name: str, size: int, mark: str, when: Moment
) -> Upload:
    """Note a file that is about to be sent. Raises UploadRefused "full".

    Files still on their way count too: otherwise anybody could fill the disk with beginnings.
    """
    on_the_way = len(unfinished_of(case))
    if queries.count_files(case) + on_the_way >= slots.most_files(case):
        raise refused("full")
    upload = Upload(
        case_id=case.id, slot=slot, key=key, name=shown_name(name)[-255:], size=size,
        fingerprint=mark, begun_at=when.at, expires_at=when.at + LIFE,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def give_up(upload: Upload) -> None:
    """Forget an upload; its bytes are the caller's to delete, after the commit."""
    db.session.delete(upload)


def expire(*, at: datetime) -> int:
    """Forget uploads whose time is over; the sweep finds their bytes. Give how many went."""
    gone = delete(Upload).where(Upload.expires_at <= at).returning(Upload.id)
    return len(db.session.scalars(gone).all())


def delete_all_of(cases: Collection[int]) -> list[str]:
    """Delete every row of files of cases that go; give the keys of their bytes, to be forgotten."""
    items = select(EvidenceItem.id).where(EvidenceItem.case_id.in_(cases))
    mine = StoredFile.item_id.in_(items)
    kept = db.session.execute(select(*queries.KEYS).where(mine))
    keys = [key for row in kept for key in row if key]
    keys += db.session.scalars(select(Upload.key).where(Upload.case_id.in_(cases)))
    for table, own in (
        (Upload, Upload.case_id.in_(cases)),
        (StoredFile, mine),
        (EvidenceItem, EvidenceItem.case_id.in_(cases)),
    ):
        db.session.execute(delete(table).where(own))
    return keys

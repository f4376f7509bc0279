"""Looking after kept files: is each what its row says, and which belong to nothing?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.evidence.files import Files
from formsvc.evidence.models import EvidenceItem, StoredFile
from formsvc.evidence.queries import is_referenced, referenced_keys
from formsvc.evidence.sweep import GRACE_SECONDS, Orphan, orphans, sweep


@dataclass(frozen=True)
class Fault:
    """A kept file that is not what its row says."""

    reference: str
    file: int
    name: str
    why: str

    def as_dict(self) -> dict[str, str | int]:
        """Give it as plain values, for JSON."""
        return asdict(self)


def verify(files: Files) -> Iterator[Fault]:
    """Read every file again, and give those that are missing or have changed."""
    rows = (
        select(Case.reference, StoredFile)
        .join(EvidenceItem, EvidenceItem.case_id == Case.id)
        .join(StoredFile, StoredFile.item_id == EvidenceItem.id)
        .order_by(StoredFile.id)
    )
    for reference, stored in db.session.execute(rows):
        why = _fault(files, stored)
        if why:
            yield Fault(reference, stored.id, stored.name, why)


def _fault(files: Files, stored: StoredFile) -> str | None:
    try:
        with files.store.open(stored.key) as file:
            # typing.BinaryIO does not know readinto; every open file has it
            digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return "missing"
    return None if digest == stored.sha256 else "changed"


def sweep_now(files: Files, *, now: datetime, grace_seconds: float = GRACE_SECONDS) -> list[Orphan]:
    """Remove files that no row names and nobody has written to for the grace time."""
    found = orphans(
        files.store,
        files.incoming,
        referenced=referenced_keys(),
        now=now,
        grace_seconds=grace_seconds,
    )
    return sweep(found, is_referenced=is_referenced, now=now, grace_seconds=grace_seconds)

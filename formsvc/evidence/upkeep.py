"""Looking after kept files: is each what its row says, and which belong to nothing?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.evidence import uploads
from formsvc.evidence.files import Files
from formsvc.evidence.incoming import digest
from formsvc.evidence.models import EvidenceItem, StoredFile
from formsvc.evidence.queries import is_referenced, referenced_keys
from formsvc.evidence.sweep import GRACE_SECONDS, Orphan, orphans, sweep
from generator.programme.errors import UploadRefused


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
    """Read every file again, and give those that are missing or have changed.

    A copy that we have drawn must be there; it has no hash, since it can be drawn again.
    """
    rows = (
        select(Case.reference, StoredFile)
        .join(EvidenceItem, EvidenceItem.case_id == Case.id)
        .join(StoredFile, StoredFile.item_id == EvidenceItem.id)
        .order_by(StoredFile.id)
    )
    for reference, stored in db.session.execute(rows):
        for why in _faults(files, stored):
            yield Fault(reference, stored.id, stored.name, why)


def _faults(files: Files, stored: StoredFile) -> Iterator[str]:
    try:
        if digest(files.store.path(stored.key)).sha256 != stored.sha256:
            yield "changed"
    except (FileNotFoundError, UploadRefused):
        yield "missing"
    for name, key in (("preview", stored.preview_key), ("shared copy", stored.shared_key)):
        if key and not files.store.path(key).is_file():
            yield f"{name} missing"


def sweep_now(files: Files, *, now: datetime, grace_seconds: float = GRACE_SECONDS) -> list[Orphan]:
    """Forget uploads that nobody finished, then remove files that no row names.

    A file that somebody has written to within the grace time is left alone.
    """
    with db.unit_of_work():
        uploads.expire(at=now)
    found = orphans(
        files.store,
        files.incoming,
        referenced=referenced_keys(),
        now=now,
        grace_seconds=grace_seconds,
    )
    return sweep(found, is_referenced=is_referenced, now=now, grace_seconds=grace_seconds)

"""The worker draws two harmless copies of every file: one to look at, one to pass on.

What is to be done stands in the file's own row, written with it in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import or_, select

from formsvc import db
from formsvc.evidence.checks.inspection import Kind
from formsvc.evidence.files import Files
from formsvc.evidence.models import StoredFile
from formsvc.evidence.previews import make_preview, make_shared_copy
from formsvc.evidence.refusals import PASSING
from formsvc.evidence.states import Copies
from generator.programme.errors import UploadRefused

LEASE = timedelta(minutes=5)
"""Longer than the two child processes may take; after a crash somebody tries again."""
MOST_TRIES = 3


@dataclass(frozen=True)
class ToDraw:
    """A file whose copies this process draws now."""

    file: int
    key: str
    kind: Kind


def draw_next(files: Files, *, now: datetime) -> bool:
    """Draw the copies of one file; say whether there was one."""
    todo = _lease(now)
    if todo is None:
        return False
    try:
        preview, shared = (_draw(files, todo, make) for make in (make_preview, make_shared_copy))
    except UploadRefused as refusal:  # a first copy that is left now belongs to nothing: swept
        _not_done(todo, refusal.reason)
    except FileNotFoundError:  # the file of the case is gone: `xchange evidence verify` tells
        _not_done(todo, "damaged")
    else:
        _done(todo, preview, shared)
    return True


def _lease(now: datetime) -> ToDraw | None:
    """Take the next file, so that no other worker does; give up on one that was tried often."""
    due = (StoredFile.copies == Copies.WAITING) & or_(
        StoredFile.copies_next_at.is_(None), StoredFile.copies_next_at <= now
    )
    first = select(StoredFile).where(due).order_by(StoredFile.id).limit(1)
    if db.session.scalar(first.with_only_columns(StoredFile.id)) is None:
        return None  # looked at without a turn to write: the worker asks twice a second
    with db.unit_of_work():
        row = db.session.scalar(first.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.copies_tries += 1
        row.copies_next_at = now + LEASE
        if row.copies_tries > MOST_TRIES:  # it ended the worker each time
            row.copies, row.copies_failed = Copies.FAILED, "too-demanding"
            return None
        return ToDraw(row.id, row.key, cast(Kind, row.kind))


def _draw(files: Files, todo: ToDraw, make: Callable[[BinaryIO, Kind, Path], None]) -> str:
    target = files.incoming.new_path()
    files.incoming.reserve.check(target.parent)
    with files.store.open(todo.key) as original:
        make(original, todo.kind, target)
    return files.store.put(target)


def _done(todo: ToDraw, preview_key: str, shared_key: str) -> None:
    with db.unit_of_work():
        row = db.session.get(StoredFile, todo.file)
        if row:  # else its draft was deleted meanwhile, and the sweep finds the copies
            row.copies, row.preview_key, row.shared_key = Copies.MADE, preview_key, shared_key


def _not_done(todo: ToDraw, reason: str) -> None:
    """Try again later what passes (a full disk, a busy machine); give up on the rest."""
    with db.unit_of_work():
        row = db.session.get(StoredFile, todo.file)
        if row and reason in PASSING:
            row.copies_tries -= 1
        elif row:
            row.copies, row.copies_failed = Copies.FAILED, reason

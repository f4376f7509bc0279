"""What the clients were told beside what the database and the store hold."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from _clients import Told
from _service import APPLYING, Deployment
from sqlalchemy import select, text

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.steps import named
from formsvc.evidence.files import Files
from formsvc.evidence.models import EvidenceItem, StoredFile
from formsvc.evidence.queries import referenced_keys
from formsvc.mail.models import Mail


def compare(here: Deployment, told: Told) -> dict[str, int]:
    """Count what is lost, wrong, there twice, or a row without its file."""
    with here.app.app_context():
        _require_whole_database()
        cases = {case.reference: case for case in db.session.scalars(select(Case))}
        rows = list(db.session.execute(_files()))
        mails = Counter(db.session.scalars(select(Mail.case_id).where(Mail.name == "confirm")))
        kept = {row.key: _sha256(here, row.key) for _, row in rows}
        there = {(reference, row.sha256) for reference, row in rows if kept[row.key] == row.sha256}
        steps = [(ref, name, answers) for (ref, name), answers in told.steps.items()]
        ours = [each for each in cases.values() if each.answers["organisation"] != "Example"]
        typed = Counter(each.answers["organisation"] for each in ours)
        return {
            "lost": sum(not _whole(cases.get(ref), answers) for ref, answers in told.sent.items())
            + sum(not _kept(cases.get(ref), *step) for (ref, *step) in steps)
            + len(told.files - there)
            + told.pieces_lost,
            "wrong_files": sum(
                sha256 is not None and (sha256 != row.sha256 or sha256 not in told.tried)
                for (_, row), sha256 in zip(rows, kept.values(), strict=True)
            ),
            "duplicates": _twice(typed)
            + _twice({each.id: mails[each.id] for each in ours})
            + _twice(Counter((reference, row.sha256) for reference, row in rows)),
            "rows_without_file": sum(sha256 is None for sha256 in kept.values()),
        }


def _whole(case: Case | None, answers: dict[str, str]) -> bool:
    """Say whether a candidature is stored as sent, every answer of it."""
    if case is None or case.sent_at is None or case.email != answers["email"]:
        return False
    kept = case.answers
    return all(
        kept[name] == answers[name].strip() for name in ("organisation", "objectives", "last_on")
    )


def _kept(case: Case | None, step: str, answers: dict[str, str]) -> bool:
    """Say whether an acknowledged step is in its draft; what was sent is looked at as a whole."""
    if case is None or case.sent_at is not None:
        return case is not None
    asked = answers.keys() & set(dir(named(step, case.answers).form))
    return all(case.answers.get(name) == answers[name] for name in asked)


def _twice(counted: Counter | dict) -> int:
    return sum(count - 1 for count in counted.values() if count > 1)


def _files():
    return (
        select(Case.reference, StoredFile)
        .join(EvidenceItem, EvidenceItem.case_id == Case.id)
        .join(StoredFile, StoredFile.item_id == EvidenceItem.id)
    )


def _sha256(here: Deployment, key: str) -> str | None:
    files: Files = here.app.extensions["xchange_files"]
    try:
        with files.store.open(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _require_whole_database() -> None:
    if db.session.get_bind().dialect.name == "sqlite":
        said = db.session.execute(text("PRAGMA integrity_check")).scalar()
        if said != "ok":
            raise RuntimeError(f"the database is damaged: {said}")


def sweep(here: Deployment) -> dict[str, int]:
    """Run the real sweep without grace, then count what still belongs to nothing."""
    xchange = Path(sys.executable).with_name("xchange")
    done = subprocess.run(
        [xchange, "evidence", "sweep", "--grace", "0", "--format", "json"],
        env=here.environ(APPLYING), check=True, capture_output=True, text=True,
    )  # fmt: skip
    with here.app.app_context():
        files: Files = here.app.extensions["xchange_files"]
        named = referenced_keys()
        left = [key for key in files.store.keys() if key not in named]  # noqa: SIM118
        return {"orphans": len(left) + len(list(files.incoming.names())),
                "swept": len(json.loads(done.stdout))}  # fmt: skip

"""Each form on a case says how far the case was on its page: an older page overwrites nothing."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import g, request
from sqlalchemy import func, select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.history.models import Event

FIELD = "revision"


def note(reference: str) -> None:
    """Remember how far a case is, for the forms of this page; call it before reading the case.

    What happens between the two is then shown and not known, and never known and not shown.
    """
    mine = select(func.max(Event.seq)).join(Case, Case.id == Event.case_id)
    g.revision = db.session.scalar(mine.where(Case.reference == reference)) or 0


def of(case_ids: Collection[int]) -> dict[int, int]:
    """Give how far each of several cases is, for a page about all of them."""
    heads = select(Event.case_id, func.max(Event.seq)).where(Event.case_id.in_(case_ids))
    return {row.case_id: row[1] for row in db.session.execute(heads.group_by(Event.case_id))}


def shown() -> int:
    """Give how far the case of this page is."""
    found: int = g.get(FIELD, 0)
    return found


def sent(field: str = FIELD) -> int:
    """Give how far the case was on the page that is sent; 0 when the page does not say."""
    said = request.form.get(field, "")
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else 0

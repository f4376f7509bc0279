"""Which cases this browser may open: kept in the applicant's signed cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, session

from formsvc import clock
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.queries import by_reference

OPEN_FOR = timedelta(hours=12)
CASES = "cases"


def remember(case: Case, *, at: datetime) -> None:
    """Let this browser open the case for some hours, or until the case's sessions are ended."""
    until = int((at + OPEN_FOR).timestamp())
    session[CASES] = {**session.get(CASES, {}), case.reference: [case.session_epoch, until]}


def case_here(reference: str, kind: CaseKind = CaseKind.CANDIDATURE) -> Case:
    """Give a case that this browser may open; 404 for any other, whether it exists or not."""
    entry = session.get(CASES, {}).get(reference)
    case = by_reference(reference) if entry else None
    if case is None or entry is None or case.kind is not kind:
        abort(404)
    epoch, until = entry
    if epoch != case.session_epoch or until < clock.now().timestamp():
        abort(404)
    return case

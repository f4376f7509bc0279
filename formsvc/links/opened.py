"""Which cases this browser may open: kept in the applicant's signed cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, session

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import by_reference
from formsvc.links.models import LinkKind

OPEN_FOR = timedelta(hours=12)
GRANTED_FOR = timedelta(minutes=15)
CASES = "cases"
GRANTS = "grants"


def remember(case: Case, *, at: datetime) -> None:
    """Let this browser open the case for some hours, or until the case's sessions are ended."""
    until = int((at + OPEN_FOR).timestamp())
    session[CASES] = {**session.get(CASES, {}), case.reference: [case.session_epoch, until]}


def case_here(reference: str) -> Case:
    """Give a case that this browser may open; 404 for any other, whether it exists or not."""
    return _remembered(session.get(CASES, {}).get(reference), reference)


def _remembered(entry: list[int] | None, reference: str) -> Case:
    case = by_reference(reference) if entry else None
    if case is None or entry is None:
        abort(404)
    epoch, until = entry
    if epoch != case.session_epoch or until < clock.now().timestamp():
        abort(404)
    return case


def grant(case: Case, kind: LinkKind, *, at: datetime) -> None:
    """Let this browser do the one thing that a step-up link opens, for some minutes."""
    entry = [case.session_epoch, int((at + GRANTED_FOR).timestamp())]
    session[GRANTS] = {**session.get(GRANTS, {}), f"{kind.value} {case.reference}": entry}


def granted(reference: str, kind: LinkKind) -> Case:
    """Give a case for the one thing that a step-up link has opened here; else 404."""
    return _remembered(session.get(GRANTS, {}).get(f"{kind.value} {reference}"), reference)


def give_back(reference: str, kind: LinkKind) -> None:
    """End what a step-up link has opened here: the thing is done."""
    kept = session.get(GRANTS, {})
    session[GRANTS] = {key: kept[key] for key in kept if key != f"{kind.value} {reference}"}

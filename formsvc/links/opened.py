"""Which cases this browser may open: kept in the applicant's signed cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, session
from sqlalchemy import select

from formsvc import clock, db
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.queries import by_reference
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.links.models import LinkKind
from generator.programme.errors import ProgrammeError

STATUS_PAGES = {
    CaseKind.CANDIDATURE: "candidatures.status",
    CaseKind.HOST_OFFER: "host_offers.status",
}
OPEN_FOR = timedelta(hours=12)
GRANTED_FOR = timedelta(minutes=15)
CASES = "cases"
GRANTS = "grants"


class SessionEnded(ProgrammeError):  # noqa: N818 - named as what happened
    """The case was confirmed after this browser had it: from then on only its mailed link opens it."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"{reference} opens with its mailed link only")


def remember(case: Case, *, at: datetime) -> None:
    """Let this browser open the case for some hours, or until the case's sessions are ended."""
    until = int((at + OPEN_FOR).timestamp())
    entries = {name: entry for name, entry in _entries().items() if entry[1] >= at.timestamp()}
    session[CASES] = {**entries, case.reference: [case.session_epoch, until]}


def remember_written(case: Case, *, at: datetime) -> None:
    """Let the browser that wrote a case go on with it, until its address is confirmed.

    Later only a mailed link opens it: whoever still has the first form has its key, too.
    """
    if case.state in UNCONFIRMED:
        remember(case, at=at)


def case_here(reference: str, kind: CaseKind | None = CaseKind.CANDIDATURE) -> Case:
    """Give a case that this browser may open; 404 for any other, whether it exists or not.

    Args:
        reference: its number.
        kind: what it must be; None takes a host's offer as well as a candidature.

    Raises:
        SessionEnded: this browser sent it, and its address has been confirmed since.
    """
    entry = _entries().get(reference)
    case = by_reference(reference) if entry else None
    if case is None or entry is None or kind not in (None, case.kind):
        abort(404)
    if entry[1] < clock.now().timestamp():
        abort(404)
    if entry[0] != case.session_epoch:
        if case.state in UNCONFIRMED or case.kind is not CaseKind.CANDIDATURE:
            abort(404)
        raise SessionEnded(reference)
    return case


def grant(case: Case, kind: LinkKind, *, at: datetime) -> None:
    """Let this browser do the one thing that a step-up link opens, for some minutes."""
    entry = [case.session_epoch, int((at + GRANTED_FOR).timestamp())]
    session[GRANTS] = {**session.get(GRANTS, {}), f"{kind.value} {case.reference}": entry}


def granted(reference: str, kind: LinkKind) -> Case:
    """Give a case for the one thing that a step-up link has opened here; else 404."""
    entry = session.get(GRANTS, {}).get(f"{kind.value} {reference}")
    case = by_reference(reference) if entry else None
    if case is None or entry[1] < clock.now().timestamp() or entry[0] != case.session_epoch:
        abort(404)
    return case


def give_back(reference: str, kind: LinkKind) -> None:
    """End what a step-up link has opened here: the thing is done."""
    kept = session.get(GRANTS, {})
    session[GRANTS] = {key: kept[key] for key in kept if key != f"{kind.value} {reference}"}


def drafts_here() -> list[Case]:
    """Give the drafts that this browser has begun, the newest first."""
    now = clock.now().timestamp()
    open_here = {name: epoch for name, (epoch, until) in _entries().items() if until >= now}
    if not open_here:
        return []
    mine = select(Case).where(
        Case.reference.in_(open_here), Case.state == State.DRAFT, Case.kind == CaseKind.CANDIDATURE
    )
    found = db.session.scalars(mine.order_by(Case.id.desc()))
    return [case for case in found if case.session_epoch == open_here[case.reference]]


def _entries() -> dict[str, list[int]]:
    found: dict[str, list[int]] = session.get(CASES, {})
    return found

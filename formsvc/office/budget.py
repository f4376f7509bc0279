"""The budget of each call: what is committed, and what is to be expected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort, render_template
from sqlalchemy import Select, func, select
from sqlalchemy import case as sql_case

from formsvc import db
from formsvc.candidatures.models import PENDING, Case, CaseKind
from formsvc.candidatures.states import State
from formsvc.moves import Role
from formsvc.office.views import bp, me
from formsvc.snapshot import current_programme
from generator.programme.call import Call

COMMITTED, DECIDED, OFFERED, ELIGIBLE, NEW = "committed", "decided", "offered", "eligible", "new"
LABELS = {
    COMMITTED: "Accepted",
    DECIDED: "Decided to accept, not released",
    OFFERED: "Offered to the waiting list",
    ELIGIBLE: "Eligible, not decided",
    NEW: "Still being checked",
}
FORECAST = (DECIDED, OFFERED, ELIGIBLE)
"""What is to be expected beside what is committed; what is new may still fall to the rules."""
NOTHING = (0, Decimal("0.00"))


@dataclass(frozen=True)
class Gauge:
    """One call: its budget where it has one, and the lump sums of its cases."""

    call: Call
    rows: list[tuple[str, int, Decimal]]
    """Words, cases, sum in euros."""
    committed_eur: Decimal
    forecast_eur: Decimal
    """Committed and expected together."""
    without_amount: int
    """Cases of the forecast for which no amount is known."""

    @property
    def share(self) -> int | None:
        """The committed part of the budget in percent; None without a budget."""
        return _percent(self.committed_eur, self.call.budget_eur)

    @property
    def forecast_share(self) -> int | None:
        """The forecast in percent of the budget; it may be over 100."""
        return _percent(self.forecast_eur, self.call.budget_eur)

    @property
    def left_eur(self) -> Decimal | None:
        """What the forecast leaves of the budget; negative when it takes too much."""
        return None if self.call.budget_eur is None else self.call.budget_eur - self.forecast_eur


@bp.get("/budget/")
def budget() -> str:
    """Every call with cases or a budget; for whoever sees all cases."""
    if not me().holds(Role.COORDINATOR, Role.AUDITOR):
        abort(404)
    return render_template("office/budget.html", gauges=gauges())


def gauges() -> list[Gauge]:
    """Gather all calls with one query."""
    programme = current_programme()
    found: dict[str, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    missing: dict[str, int] = defaultdict(int)
    for visit, kind, count, amount, known in db.session.execute(_sums()):
        call = programme.call_of(programme.visit(visit or "")).slug
        before = found[call].get(kind, NOTHING)
        found[call][kind] = (before[0] + count, before[1] + Decimal(amount or 0))
        missing[call] += count - known if kind in (COMMITTED, *FORECAST) else 0
    shown = [call for call in programme.calls if call.slug in found or call.budget_eur is not None]
    return [_gauge(call, found[call.slug], missing[call.slug]) for call in shown]


def _sums() -> Select[*tuple[Any, ...]]:
    kind = sql_case(
        (Case.state == State.ACCEPTED, COMMITTED),
        (PENDING, DECIDED),
        (Case.offer_ends_on.is_not(None), OFFERED),
        (Case.state == State.ELIGIBLE, ELIGIBLE),
        else_=NEW,
    ).label("kind")
    open_states = (State.SUBMITTED, State.INFO_REQUESTED, State.ELIGIBLE, State.ACCEPTED)
    counts = Case.state.in_(open_states) | PENDING | Case.offer_ends_on.is_not(None)
    undecided = Case.decision.is_(None) | Case.released_at.is_not(None) | PENDING
    amounts = select(
        Case.visit, kind, func.count(), func.sum(Case.amount_eur), func.count(Case.amount_eur)
    )
    mine = (Case.kind == CaseKind.CANDIDATURE) & counts & undecided
    return amounts.where(mine).group_by(Case.visit, kind)


def _gauge(call: Call, sums: dict[str, tuple[int, Decimal]], missing: int) -> Gauge:
    committed = sums.get(COMMITTED, NOTHING)[1]
    expected = sum((sums.get(kind, NOTHING)[1] for kind in FORECAST), Decimal("0.00"))
    rows = [(words, *sums.get(kind, NOTHING)) for kind, words in LABELS.items()]
    return Gauge(call, rows, committed, committed + expected, missing)


def _percent(part: Decimal, whole: Decimal | None) -> int | None:
    return round(100 * part / whole) if whole else None

"""The waiting lists in the office: who is next and why, and one button that offers the seat."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.office import queries, revisions
from formsvc.office.views import bp, do, me
from formsvc.snapshot import current_programme
from formsvc.waitlist import actions
from formsvc.waitlist.pages import lists_shown
from formsvc.waitlist.queries import ON_A_LIST


@bp.get("/waiting-lists/")
def waiting_lists() -> str:
    """Every list on which this person has a case; the cases of other clusters have no name."""
    mine = queries.visible_cases(me()).where(ON_A_LIST).with_only_columns(Case.id)
    seen = set(db.session.scalars(mine))
    known = revisions.of(seen)  # read before the cases, like every revision
    lists = [each for each in lists_shown() if any(place.case.id in seen for place in each.places)]
    return render_template("office/waiting_lists.html", lists=lists, seen=seen, revisions=known)


@bp.post("/cases/<reference>/offer-seat")
def offer_seat(reference: str) -> ResponseReturnValue:
    """Offer a free seat to the next on the list, and hold it until the day to answer is over."""
    return do(
        reference,
        lambda case, by, when: actions.offer(case, current_programme(), by=by, when=when),
    )

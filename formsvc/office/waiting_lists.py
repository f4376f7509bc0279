"""The waiting lists in the office: who is next and why, and the page that offers the seat."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import OFFER_SEAT, State
from formsvc.history.alone import how_alone
from formsvc.mail import actions as mail
from formsvc.mail.actions import OWN_LINK
from formsvc.office import queries
from formsvc.office.forms import AloneForm
from formsvc.office.views import bp, do_with_form, find, me
from formsvc.snapshot import current_programme
from formsvc.waitlist import actions
from formsvc.waitlist.pages import lists_shown
from formsvc.waitlist.queries import ON_A_LIST


@bp.get("/waiting-lists/")
def waiting_lists() -> str:
    """Every list on which this person has a case; the cases of other clusters have no name."""
    mine = queries.visible_cases(me()).where(ON_A_LIST).with_only_columns(Case.id)
    seen = set(db.session.scalars(mine))
    lists = [each for each in lists_shown() if any(place.case.id in seen for place in each.places)]
    return render_template("office/waiting_lists.html", lists=lists, seen=seen)


@bp.route("/cases/<reference>/offer-seat", methods=["GET", "POST"])
def offer_seat(reference: str) -> ResponseReturnValue:
    """Show the mail; the button offers a free seat to the next on the list, and holds it."""
    case, form, programme = find(reference), AloneForm(), current_programme()
    visit, today = programme.visit(case.visit or ""), clock.today()
    waits = case.state is State.WAITLISTED and not case.offer_ends_on
    if request.method == "GET" and not (waits and visit):
        return redirect(url_for("office.case", reference=reference))
    alone = how_alone(case, programme, me().id)
    form.ask(alone)
    shown: dict[str, object] = {"body": ""}
    if visit and waits:
        due_on = actions.last_day(visit, programme, today)
        fields = {**actions.mail_fields(case, programme, due_on), "link": OWN_LINK}
        subject, body = mail.written(OFFER_SEAT.mail or "", case, programme, fields)
        shown = {"subject": subject, "body": body, "due_on": due_on}
    return do_with_form(
        reference, form, "office/offer_seat.html",
        lambda case, by, when: actions.offer(
            case, programme, by=by, when=when, alone_because=form.because
        ),
        alone=alone, **shown,
    )  # fmt: skip

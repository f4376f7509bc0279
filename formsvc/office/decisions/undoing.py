"""What was made known is taken back, with a reason: a decision, or the offer of a seat.

What becomes of its mail, and what leaves for it, is shown before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import TAKE_SEAT_BACK, UNDO
from formsvc.clock import Moment
from formsvc.mail import actions as mail
from formsvc.mail.actions import OWN_LINK
from formsvc.mail.models import Mail
from formsvc.moves import Actor
from formsvc.office import actions
from formsvc.office.case import happened, revisions
from formsvc.office.case.happened import Happened
from formsvc.office.forms import UndoForm
from formsvc.office.views import answers_as, bp, find, me
from formsvc.outbox import actions as outbox
from formsvc.outbox import undo
from formsvc.outbox.actions import MailLeft
from formsvc.outbox.queries import locked_mail
from formsvc.snapshot import current_programme
from formsvc.waitlist import taking_back
from generator.programme.programme import Programme


class Taking(Protocol):
    """An action that takes something back."""

    def __call__(
        self,
        case: Case,
        programme: Programme,
        *,
        reason: str,
        had_left: bool,
        by: Actor,
        when: Moment,
    ) -> int | None:
        """Do it; give the number of the correction that is queued."""


@dataclass(frozen=True)
class Way:
    """One thing that can be taken back."""

    template: str
    take: Taking
    told: Callable[[Case], Mail | None]
    """Gives the mail that told it."""
    correction: str
    """The name of the mail that follows one that has left."""


DECISION = Way("office/undo.html", undo.undo, undo.decision_mail, UNDO.mail or "")
SEAT = Way(
    "office/take_seat_back.html", taking_back.take_back, taking_back.offer_mail,
    TAKE_SEAT_BACK.mail or "",
)  # fmt: skip


@bp.route("/cases/<reference>/undo", methods=["GET", "POST"])
def undo_release(reference: str) -> ResponseReturnValue:
    """Say why; show what becomes of the mail, and the correction that leaves."""
    case = find(reference)
    until = undo.last_day(case, current_programme(), clock.today())
    return _ask_and_take(case, DECISION, is_there=until is not None)


@bp.route("/cases/<reference>/take-seat-back", methods=["GET", "POST"])
def take_seat_back(reference: str) -> ResponseReturnValue:
    """The same for a seat that is offered."""
    case = find(reference)
    return _ask_and_take(case, SEAT, is_there=case.offer_ends_on is not None)


def _ask_and_take(case: Case, way: Way, *, is_there: bool) -> ResponseReturnValue:
    form, back = UndoForm(), url_for("office.case", reference=case.reference)
    if request.method == "GET":
        return _page(case, way, form) if is_there else redirect(back)
    if not form.validate_on_submit():
        return _page(case, way, form), form.refused_as
    try:
        correction, meanwhile = _take(case, way, form)
    except MailLeft:
        return _page(find(case.reference), way, form, moved_on=True), 409
    if meanwhile:
        shown = _page(find(case.reference), way, form, meanwhile=meanwhile)
        return shown, answers_as(form, meanwhile)
    if correction and request.form.get("hold"):
        return redirect(url_for("outbox.mail", number=correction.id))
    return redirect(back)


def _take(case: Case, way: Way, form: UndoForm) -> tuple[Mail | None, list[Happened]]:
    """Take it back, unless the case went on since the page was made: give that."""
    by, when = actions.acting(me()), clock.moment()
    with db.unit_of_work():
        case = locked(case.id)
        meanwhile = happened.since(case, revisions.sent())
        if meanwhile:
            return None, meanwhile
        number = way.take(
            case, current_programme(), reason=form.reason.data or "",
            had_left=form.left.data == "yes", by=by, when=when,
        )  # fmt: skip
        correction = locked_mail(number) if number else None
        if correction and request.form.get("hold"):
            outbox.hold(correction, case, by=by, when=when)
    return correction, []


def _page(
    case: Case, way: Way, form: UndoForm, *, moved_on: bool = False,
    meanwhile: Sequence[Happened] = (),
) -> str:  # fmt: skip
    told = way.told(case)
    left = outbox.has_left(told)
    form.left.data = "yes" if left else ""
    fields = {
        "reason": form.reason.data or "[your reason]", "link": OWN_LINK,
        "seats": str(case.travellers),
    }  # fmt: skip
    subject, body = mail.written(way.correction, case, current_programme(), fields)
    return render_template(
        way.template, case=case, form=form, told=told, left=left, moved_on=moved_on,
        subject=subject, body=body, made=undo.release_of(case), meanwhile=meanwhile,
    )  # fmt: skip

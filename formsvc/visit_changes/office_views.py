"""The coordinator sees whom a change of a visit touches, asks them, and reads the answers."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.queries import locked
from formsvc.forms import ButtonForm
from formsvc.mail import actions as mail
from formsvc.mail.actions import OWN_LINK
from formsvc.moves import Role
from formsvc.office.actions import acting
from formsvc.office.queries import visible_cases
from formsvc.office.views import me, office, only_staff
from formsvc.outbox import actions as outbox
from formsvc.outbox.queries import locked_mail
from formsvc.snapshot import current_programme
from formsvc.visit_changes import actions, queries
from formsvc.visit_changes.queries import Affected
from formsvc.visit_changes.words import CHOICES, change_in_words
from generator.programme.errors import MoveRefused
from generator.programme.text import ENGLISH
from generator.programme.visit import Visit

bp = Blueprint("changes", __name__, url_prefix="/review/visits", template_folder="templates")
bp.before_request(only_staff)
bp.context_processor(office)


@bp.get("/<slug>/changed")
def changed(slug: str) -> str:
    """Whom the change touches, who has been asked, and who has answered what."""
    return _page(_visit(slug))


@bp.post("/<slug>/changed/ask")
def ask(slug: str) -> ResponseReturnValue:
    """Write to the applicants that the page named; whoever was asked meanwhile is passed by."""
    visit, form = _visit(slug), ButtonForm()
    if not me().holds(Role.COORDINATOR):
        abort(404)
    if not form.validate_on_submit():
        return _page(visit, stale=form.stale), form.refused_as
    named = set(request.form.get("cases", "").split())
    for each in _affected(visit):
        if each.case.reference in named and each.must_be_asked:
            _ask(each.case.id)
    return redirect(url_for(".changed", slug=slug))


def _ask(case_id: int) -> None:
    """Ask one applicant, in a unit of work of its own: what one lacks stops no other."""
    by, when = acting(me()), clock.moment()
    try:
        with db.unit_of_work():
            case = locked(case_id)
            number = actions.ask(case, current_programme(), by=by, when=when)
            if request.form.get("hold"):
                outbox.hold(locked_mail(number), case, by=by, when=when)
    except MoveRefused:  # somebody else has asked, or the applicant has withdrawn
        return


def _page(visit: Visit, stale: str | None = None) -> str:
    found = _affected(visit)
    to_ask = [each for each in found if each.must_be_asked]
    subject, body = _first_mail(to_ask[0], visit) if to_ask else ("", "")
    return render_template(
        "visit_changes/changed.html", visit=visit, stale=stale, to_ask=to_ask,
        waiting=[each for each in found if each.waits],
        answered=[each for each in found if not each.must_be_asked and not each.waits],
        choices=CHOICES, subject=subject, body=body,
        now=_now(found, visit),
    )  # fmt: skip


def _now(found: list[Affected], visit: Visit) -> str:
    change = next((each.change for each in found if each.change), None)
    return change_in_words(change.kind, visit, ENGLISH, clock.today()) if change else ""


def _first_mail(each: Affected, visit: Visit) -> tuple[str, str]:
    """Give the exact mail of the first applicant, but for the own link."""
    if each.change is None:
        return "", ""
    words = change_in_words(each.change.kind, visit, each.case.language, clock.today())
    fields = {"change": words, "link": OWN_LINK}
    return mail.written(actions.MAIL, each.case, current_programme(), fields)


def _affected(visit: Visit) -> list[Affected]:
    seen = visible_cases(me())
    return queries.affected(seen, current_programme(), clock.today(), slug=visit.slug)


def _visit(slug: str) -> Visit:
    """Find the visit, for those who may read this page; 404 for anything else."""
    if not me().holds(Role.COORDINATOR, Role.AUDITOR):
        abort(404)
    return current_programme().visit(slug) or abort(404)

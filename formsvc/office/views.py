"""The office at /review/: who comes in, the case page, decisions, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db, machines
from formsvc.accounts import guard
from formsvc.accounts.guard import me as me  # pages of the office take it from here
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.queries import locked
from formsvc.clock import Moment
from formsvc.evidence import actions as evidence
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.queries import item_of
from formsvc.forms import ButtonForm, Form
from formsvc.moves import Actor
from formsvc.office import actions, queries
from formsvc.office.case import happened, pages, presence, revisions
from formsvc.office.case.happened import Happened
from formsvc.office.case.whose import name_of
from formsvc.office.forms import ReasonForm
from formsvc.office.queue import bulk
from formsvc.office.queue.way import came_from, carry
from formsvc.outbox.queries import count_refused
from formsvc.snapshot import current_programme

bp = Blueprint("office", __name__, url_prefix="/review", template_folder="templates",
               static_folder="static", static_url_path="/scripts")  # fmt: skip
bp.url_defaults(carry)

Work = Callable[[Case, Actor, Moment], object]


@bp.before_request
def only_staff() -> ResponseReturnValue | None:
    """A stranger signs in; whoever has no cases has no such page; who reads changes nothing."""
    answer = guard.only_staff()
    if answer is not None:
        return answer
    if not queries.sees_cases(me()):
        if request.endpoint == "office.queue":
            return redirect(url_for("staff.everybody"))
        abort(404)
    asks = request.url_rule is not None and "POST" in (request.url_rule.methods or ())
    if asks and not queries.may_change(me()) and request.endpoint != "office.switch_keys":
        return render_template("office/read_only.html"), 403
    return None


@bp.context_processor
def office() -> dict[str, object]:
    """Give what every page of the office shows."""
    may_change = queries.may_change(me())
    shown = {"may_change": may_change, "came_from": came_from(), "bulk_names": bulk.NAMES,
             "evidence_tones": pages.EVIDENCE_TONES, "machine_signs": machines.SIGNS,
             "refused_mails": count_refused(me()), "name_of": name_of,
             "revision": revisions.shown(), "meanwhile": (), "keys_work": True,
             "others_at": partial(presence.others_at, person=me(), at=clock.now())}  # fmt: skip
    return {**guard.in_the_office(), **shown}


@bp.get("/cases/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """One case with everything about it; a host's offer has a page of its own."""
    found = for_me(reference)
    if found.erased_on:
        history = happened.history_of(found)
        return render_template("office/erased.html", case=found, history=history)
    if found.kind is CaseKind.HOST_OFFER:
        return redirect(url_for("offers.offer", reference=reference))
    note_opening(found)
    return case_page(found)


@bp.post("/cases/<reference>/evidence/<slot>/accept")
def accept_evidence(reference: str, slot: str) -> ResponseReturnValue:
    """Accept one item of evidence."""
    return do(
        reference,
        lambda case, by, when: evidence.accept(case, _item(case, slot), by=by, when=when),
    )


@bp.route("/cases/<reference>/evidence/<slot>/again", methods=["GET", "POST"])
def ask_again(reference: str, slot: str) -> ResponseReturnValue:
    """Ask for another copy of one item, with a reason."""
    form = ReasonForm()
    return do_with_form(
        reference, form, "office/again.html",
        lambda case, by, when: evidence.ask_again(
            case, _item(case, slot), current_programme(), reason=form.reason.data or "", by=by, when=when
        ),
        slot=slot,
    )  # fmt: skip


def do(reference: str, work: Work) -> ResponseReturnValue:
    """One button: find, check the token, do one action, commit, and show the case again."""
    case, form = find(reference), ButtonForm()
    if not form.validate_on_submit():
        return case_page(case, stale=form.stale), form.refused_as
    meanwhile = act(case, work)
    if meanwhile:
        return case_page(find(reference), meanwhile=meanwhile), 409
    return redirect(url_for("office.case", reference=reference))


def do_with_form(
    reference: str, form: Form, template: str, work: Work, **more: object
) -> ResponseReturnValue:
    """One page with a question: the same, and what was typed stays when it needs another look."""
    case, meanwhile = find(reference), list[Happened]()
    if form.validate_on_submit():
        meanwhile = act(case, work)
        if not meanwhile:
            return redirect(url_for("office.case", reference=reference))
        case = find(reference)
    page = pages.case_page(case, me(), came_from())
    shown = render_template(template, page=page, form=form, meanwhile=meanwhile, **more)
    return shown, answers_as(form, meanwhile)


def act(case: Case, work: Work) -> list[Happened]:
    """Do one action and commit, unless the case went on since the page was made: give that."""
    with db.unit_of_work():
        case = locked(case.id)
        meanwhile = happened.since(case, revisions.sent())
        if not meanwhile:
            work(case, actions.acting(me()), clock.moment())
    if meanwhile:
        db.session.expire_all()  # the page is shown again as the case is now
    return meanwhile


def answers_as(form: Form, meanwhile: Sequence[Happened]) -> int:
    """Give the status of the answer that shows a page with a form."""
    if meanwhile:
        return 409
    return 200 if request.method == "GET" else form.refused_as


def case_page(case: Case, stale: str | None = None, meanwhile: Sequence[Happened] = ()) -> str:
    """Show one case with everything about it."""
    page = pages.case_page(case, me(), came_from())
    return render_template("office/case.html", page=page, stale=stale, meanwhile=meanwhile)


def note_opening(case: Case) -> None:
    """Let others know that somebody is here who may change the case."""
    at = clock.now()
    if queries.may_change(me()) and not presence.is_known(case, me(), at=at):
        with db.unit_of_work():
            presence.note(case, me(), at=at)


def for_me(reference: str) -> Case:
    """Find a case that this person may see; 404 for any other, whether it exists or not."""
    revisions.note(reference)
    return queries.for_staff(db.session(), me(), reference) or abort(404)


def find(reference: str) -> Case:
    """Find a candidature that this person may see; one that is erased has only its own page."""
    case = for_me(reference)
    is_whole = case.kind is CaseKind.CANDIDATURE and case.erased_on is None
    return case if is_whole else abort(404)


def _item(case: Case, slot: str) -> EvidenceItem:
    return item_of(case, slot) or abort(404)

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
from formsvc.mail import actions as mail
from formsvc.moves import Actor
from formsvc.office import actions, happened, pages, presence, queries, revisions
from formsvc.office.forms import ReasonForm, SettleForm
from formsvc.office.happened import Happened
from formsvc.snapshot import current_programme
from generator.programme.rules import RuleId

bp = Blueprint("office", __name__, url_prefix="/review", template_folder="templates")

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
    if asks and not queries.may_change(me()):
        return render_template("office/read_only.html"), 403
    return None


@bp.context_processor
def office() -> dict[str, object]:
    """Give what every page of the office shows."""
    may_change = queries.may_change(me())
    shown = {"may_change": may_change, "evidence_tones": pages.EVIDENCE_TONES,
             "machine_signs": machines.SIGNS, "revision": revisions.shown(),
             "others_at": partial(presence.others_at, person=me(), at=clock.now()),
             "meanwhile": ()}  # fmt: skip
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
    return _case_page(found)


@bp.post("/cases/<reference>/check")
def check(reference: str) -> ResponseReturnValue:
    """Find the candidature eligible."""
    return do(
        reference, lambda case, by, when: actions.check(case, current_programme(), by=by, when=when)
    )


@bp.post("/cases/<reference>/accept")
def accept(reference: str) -> ResponseReturnValue:
    """Decide to accept; nothing is sent yet."""
    return do(
        reference,
        lambda case, by, when: actions.accept(case, current_programme(), by=by, when=when),
    )


@bp.post("/cases/<reference>/take-back")
def take_back(reference: str) -> ResponseReturnValue:
    """Take a decision back before it is released."""
    return do(reference, lambda case, by, when: actions.take_back(case, by=by, when=when))


@bp.route("/cases/<reference>/reject", methods=["GET", "POST"])
def reject(reference: str) -> ResponseReturnValue:
    """Decide to reject, with a reason; nothing is sent yet."""
    form = ReasonForm()
    return do_with_form(
        reference, form, "office/reject.html",
        lambda case, by, when: actions.reject(case, reason=form.reason.data or "", by=by, when=when),
    )  # fmt: skip


@bp.route("/cases/<reference>/rules/<rule>", methods=["GET", "POST"])
def settle(reference: str, rule: str) -> ResponseReturnValue:
    """Close an open rule by what the office found out."""
    if rule not in {each.value for each in RuleId}:
        abort(404)
    form = SettleForm()
    return do_with_form(
        reference, form, "office/settle.html",
        lambda case, by, when: actions.settle(
            case, current_programme(), RuleId(rule), holds=form.holds.data == "yes",
            note=form.note.data or "", by=by, when=when,
        ),
        rule=rule,
    )  # fmt: skip


@bp.route("/cases/<reference>/release", methods=["GET", "POST"])
def release(reference: str) -> ResponseReturnValue:
    """Show the mail exactly as it will leave; the button releases the decision and sends it."""
    case, programme, form = find(reference), current_programme(), ButtonForm()
    meanwhile = list[Happened]()
    if form.validate_on_submit():
        meanwhile = act(
            case, lambda case, by, when: actions.release(case, programme, by=by, when=when)
        )
        case = find(reference)
    if not case.pending:
        if form.stale or meanwhile:
            shown = _case_page(case, stale=form.stale, meanwhile=meanwhile)
            return shown, answers_as(form, meanwhile)
        return redirect(url_for(".case", reference=reference))
    name = actions.pending_move(case).mail or ""
    subject, body = mail.written(name, case, programme, actions.mail_fields(case, programme))
    shown = render_template(
        "office/release.html", case=case, subject=subject, body=body, form=form, meanwhile=meanwhile
    )
    return shown, answers_as(form, meanwhile)


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
        return _case_page(case, stale=form.stale), form.refused_as
    meanwhile = act(case, work)
    if meanwhile:
        return _case_page(find(reference), meanwhile=meanwhile), 409
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
    page = pages.case_page(case, me())
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


def _case_page(case: Case, stale: str | None = None, meanwhile: Sequence[Happened] = ()) -> str:
    page = pages.case_page(case, me())
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

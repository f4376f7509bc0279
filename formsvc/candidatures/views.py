"""The applicant's pages: which visits are open, the steps, the receipt, the status page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from formsvc import clock, db, snapshot
from formsvc.area import to
from formsvc.candidatures import actions, pages, queries
from formsvc.candidatures.forms import StepForm, WithdrawForm
from formsvc.candidatures.keeping import Clash, Seen, chosen, fingerprint
from formsvc.candidatures.models import Case
from formsvc.candidatures.openness import Closed, why_closed
from formsvc.candidatures.routes import Route
from formsvc.candidatures.seats import seats_left
from formsvc.candidatures.states import WITHDRAW, State
from formsvc.candidatures.status import status_page
from formsvc.candidatures.steps import CHECK, Step, after, before, complete, named, typed
from formsvc.drafts import actions as drafts
from formsvc.drafts import edits
from formsvc.forms import ButtonForm, pressed
from formsvc.links import opened
from formsvc.rendering import language
from formsvc.snapshot import current_programme
from generator.programme.errors import ProgrammeError
from generator.programme.visit import Visit

bp = Blueprint("candidatures", __name__, template_folder="templates")


@bp.get("/")
def index() -> str:
    """Which visits take candidatures now."""
    closed, begun = why_closed(current_programme(), None, clock.today()), opened.drafts_here()
    return render_template(
        "candidatures/index.html", visits=pages.open_visits(), begun=begun, closed=closed
    )


@bp.get("/visits/<slug>")
def seats(slug: str) -> str:
    """How many seats of a visit are left now."""
    visit = visit_named(slug)
    left = seats_left(current_programme()).get(slug)
    closed = why_closed(current_programme(), visit, clock.today())
    return render_template("candidatures/seats.html", visit=visit, left=left, closed=closed)


@bp.get("/seats.json")
def seats_json() -> ResponseReturnValue:
    """Seats and seats left of every visit, for the pages of the site."""
    return seats_left(current_programme())


def closed_page(closed: Closed, visit: Visit | None) -> str:
    """Say why nothing can be sent now, and what can be done instead."""
    others = [each for each in pages.open_visits() if each is not visit]
    own = visit is not None and why_closed(current_programme(), None, clock.today()) is None
    return render_template(
        "candidatures/closed.html", visit=visit, closed=closed, others=others, own=own
    )


@bp.route("/candidature/<reference>/<name>", methods=["GET", "POST"])
def step(reference: str, name: str) -> ResponseReturnValue:
    """One step of a draft. What was typed is kept, complete or not."""
    case = opened.case_here(reference)
    step, visit = named(name, case.answers) or abort(404), _visit_of(case)
    if request.method == "GET":
        if not _may_type(case):
            return redirect(to("candidatures.sent", reference=reference))
        typed = edits.typed_of(case)
        form = step.form(MultiDict(typed)) if _answered(step, typed) else step.form()
        form.ask(current_programme(), visit, clock.today(), typed)
        return render_template(
            "candidatures/step.html", **pages.step(step, form, visit, typed, case)
        )
    return _step_sent(case, step, visit)


def _may_type(case: Case) -> bool:
    return edits.may_type(case, current_programme(), clock.today())


def _answered(step: Step, typed: Mapping[str, Any]) -> bool:
    """Say whether a step has been sent once, or came filled in."""
    return any(hasattr(step.form, name) for name in typed)


def _step_sent(case: Case, step: Step, visit: Visit | None) -> ResponseReturnValue:
    kept, seen = edits.typed_of(case), seen_there()
    form = step.form(chosen(request.form, kept))
    form.ask(current_programme(), visit, clock.today(), kept)
    holds, late, clashes = pages.holds(form, kept, visit), not _may_type(case), []
    if not (form.stale or late):
        with db.unit_of_work():
            case = queries.locked(case.id)
            late = not _may_type(case)  # sent at this very moment
            if not late:
                clashes = drafts.keep(case, step.name, typed(form), seen=seen, when=clock.moment())
    if late:
        return not_kept_page(case, step, form, visit)
    if not form.stale:
        if clashes:
            return clash_page(case, step, form, visit, clashes)
        if case.is_draft:
            opened.remember(case, at=clock.now())
        elsewhere = _half_answered(case, step)
        if elsewhere:
            return elsewhere
    if not holds:
        answers = {**kept, **typed(form)}
        page = pages.step(step, form, visit, answers, case, seen=seen if form.stale else None)
        return render_template("candidatures/step.html", **page), form.refused_as
    following = after(step.name, kept)
    if request.args.get("then") == CHECK or following == CHECK:
        return redirect(to("candidatures.check", reference=case.reference))
    return redirect(to("candidatures.step", reference=case.reference, name=following))


def _half_answered(case: Case, step: Step) -> ResponseReturnValue | None:
    """Lead where a page goes that need not be complete: a step back, or to the mailed link."""
    back, then = before(step.name, case.answers), request.form.get("then")
    if then == "back" and back:
        return redirect(to("candidatures.step", reference=case.reference, name=back))
    return redirect(to("drafts.later", reference=case.reference)) if then == "later" else None


def seen_there() -> Seen:
    """What the page that is sent has seen."""
    return Seen.read(request.form.get("seen", ""))


def clash_page(
    case: Case, step: Step, form: StepForm, visit: Visit | None, clashes: list[Clash]
) -> ResponseReturnValue:
    """Show what was changed on another device meanwhile; a person chooses, nothing is lost."""
    page = pages.clash(case, step, form, visit, clashes)
    return render_template("candidatures/clash.html", **page), 409


def not_kept_page(
    case: Case, step: Step, form: StepForm, visit: Visit | None
) -> ResponseReturnValue:
    """Show what comes too late because it was sent meanwhile; with nothing new, lead there."""
    page = pages.not_kept(case, step, form, visit)
    if not page["rows"]:
        return redirect(to("candidatures.sent", reference=case.reference))
    return render_template("candidatures/not_kept.html", **page), 409


@bp.get(f"/candidature/<reference>/{CHECK}")
def check(reference: str) -> ResponseReturnValue:
    """Everything once more, with the amount and its reasons; from here it is sent."""
    case = opened.case_here(reference)
    return _elsewhere(case) or (_check_page(case, ButtonForm()), 200)


@bp.post(f"/candidature/<reference>/{CHECK}")
@db.alone_here()
def send(reference: str) -> ResponseReturnValue:
    """Send it, once; with anything missing, or changed meanwhile, the page is shown again."""
    case = opened.case_here(reference)
    elsewhere = _elsewhere(case)
    if elsewhere:
        return elsewhere
    seen = request.form.get("answers", now := fingerprint(case.kept))
    if pressed() and seen == now and _send(case, _visit_of(case)):
        return redirect(to("candidatures.sent", reference=reference))
    case, form = opened.case_here(reference), ButtonForm()
    form.validate()
    return _check_page(case, form, changed=seen != fingerprint(case.kept)), form.refused_as


def _elsewhere(case: Case) -> ResponseReturnValue | None:
    """Lead a case that is not to be sent from this page to its own; None for a draft that may."""
    if edits.is_open(case, current_programme(), clock.today()):
        return redirect(to("drafts.changes", reference=case.reference))
    if not case.is_draft:
        return redirect(to("candidatures.sent", reference=case.reference))
    visit = _visit_of(case)
    closed = why_closed(current_programme(), visit, clock.today())
    return (closed_page(closed, visit), 409) if closed else None


def _check_page(case: Case, form: ButtonForm, *, changed: bool = False) -> str:
    page = pages.check(case, _visit_of(case))
    return render_template(
        "candidatures/check.html", page=page, form=form, route=case.route, changed=changed
    )


def _send(case: Case, visit: Visit | None) -> bool:
    """Send once: whoever comes second finds it sent. False: something is missing or fails.

    The rules are asked before the turn to write begins, so that nobody waits for that; a draft
    that another device has changed meanwhile is shown again instead of being sent. The busiest
    page of a call's last evening: the case is not read whole a second time, and its row is
    written past the session.
    """
    when, programme = clock.moment(), current_programme()
    answers = complete(case.kept, programme, visit, when.on)
    if answers is None:
        return False
    assessment = programme.assess(answers.facts(visit, when.on), visit)
    if assessment.eligible is False:
        return False
    db.session.expunge_all()
    with db.unit_of_work():
        state, answered = queries.locked_answers(case.id)
        if state is State.DRAFT:
            if answered != case.answers:
                return False
            version = snapshot.current().version
            actions.send(
                case, answers, assessment, programme,
                language=language(), version=version, when=when,
            )  # fmt: skip
            db.write(case)
    return True


@bp.route("/candidature/<reference>/sent", methods=["GET", "POST"])
def sent(reference: str) -> ResponseReturnValue:
    """The receipt: what has reached us, and that the address must be confirmed."""
    case, form = opened.case_here(reference), ButtonForm()
    if case.state is State.DRAFT:
        return redirect(to("candidatures.check", reference=reference))
    if case.state is not State.UNCONFIRMED:
        return redirect(to("candidatures.status", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            case = queries.locked(case.id)
            if case.state is State.UNCONFIRMED:
                actions.ask_to_confirm(case, current_programme(), when=clock.moment())
        return redirect(to("candidatures.sent", reference=reference, again="yes"))
    again = request.args.get("again") == "yes"
    return render_template("candidatures/sent.html", page=pages.sent(case), form=form, again=again)


@bp.get("/case/<reference>")
def status(reference: str) -> str:
    """Where the candidature stands, who has it, and what is asked of the applicant."""
    case = opened.case_here(reference)
    if case.state in (State.DRAFT, State.UNCONFIRMED):
        abort(404)
    saved = request.args.get("saved") == "yes"
    return render_template(
        "candidatures/status.html", page=status_page(case), form=ButtonForm(), saved=saved
    )


@bp.route("/case/<reference>/withdraw", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    """Take a candidature back, on a page of its own that says what follows."""
    case, form = opened.case_here(reference), WithdrawForm()
    if case.state not in WITHDRAW.start:
        return redirect(to("candidatures.status", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            reason = form.reason.data or ""
            actions.withdraw(queries.locked(case.id), reason=reason, when=clock.moment())
        return redirect(to("candidatures.status", reference=reference))
    code = 200 if request.method == "GET" else form.refused_as
    return render_template("candidatures/withdraw.html", case=case, form=form), code


def visit_named(slug: str) -> Visit:
    """Give a visit; a slug that names none gets a page that shows the visits there are."""
    visit = current_programme().visit(slug)
    if visit is None:
        raise NoSuchVisit(f"there is no visit {slug}")
    return visit


def _visit_of(case: Case) -> Visit | None:
    """Give a case's visit, None on another route."""
    return visit_named(case.visit or "") if case.route is Route.VISIT else None


class NoSuchVisit(ProgrammeError):  # noqa: N818 - named as what happened
    """The link names a visit that is not in the programme."""


@bp.errorhandler(NoSuchVisit)
def no_such_visit(_fault: NoSuchVisit) -> ResponseReturnValue:
    """Show the visits that one can choose instead."""
    return render_template("candidatures/no_visit.html", visits=pages.open_visits()), 404

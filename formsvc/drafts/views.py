"""Go on later or on another device; correct the address before it is confirmed."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db, limits, snapshot
from formsvc.area import to
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures import steps
from formsvc.candidatures.forms import AddressForm
from formsvc.candidatures.keeping import Seen, fingerprint
from formsvc.candidatures.models import Case
from formsvc.candidatures.openness import why_closed
from formsvc.candidatures.pages import lines_so_far, open_visits
from formsvc.candidatures.queries import by_key, locked
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.db import take_turn
from formsvc.drafts import actions, edits, pages
from formsvc.forms import KEY, ButtonForm
from formsvc.limits import TooMany
from formsvc.links import opened
from formsvc.rendering import language
from formsvc.snapshot import current_programme
from generator.programme.visit import Visit

bp = Blueprint("drafts", __name__, template_folder="templates")


@bp.route("/candidature/<reference>/later", methods=["GET", "POST"])
def later(reference: str) -> ResponseReturnValue:
    """How long the draft is kept, and a link to it by mail."""
    case, form = opened.case_here(reference), ButtonForm()
    if case.state is not State.DRAFT:
        return redirect(to("candidatures.sent", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            actions.mail_link(
                locked(case.id), current_programme(), language=language(), when=clock.moment()
            )
        opened.remember(case, at=clock.now())
        return redirect(to("drafts.later", reference=reference, asked="yes"))
    asked = request.args.get("asked") == "yes"
    status = 200 if request.method == "GET" else form.refused_as
    page = pages.later(case)
    return render_template(
        "drafts/later.html", case=case, later=page, form=form, asked=asked
    ), status


@bp.post("/candidature/<reference>/<name>/typed")
def typed(reference: str, name: str) -> ResponseReturnValue:
    """Keep what is typed so far, for the page's script: by the same check as its button."""
    case = opened.case_here(reference)
    kept = edits.typed_of(case)
    step, visit = steps.named(name, kept) or abort(404), visit_of(case)
    form, seen = step.form(), Seen.read(request.form.get("seen", ""))
    form.ask(current_programme(), visit, clock.today(), kept)
    form.validate()
    if form.stale or not edits.may_type(case, current_programme(), clock.today()):
        return {}, 400
    told = steps.typed(form)
    with db.unit_of_work():
        case = locked(case.id)
        if actions.keep(case, name, told, seen=seen, when=clock.moment()):
            return {}, 409
    return {"seen": str(seen.after(told)), "lines": lines_so_far(edits.typed_of(case), visit)}


def visit_of(case: Case) -> Visit | None:
    """Give the visit of a draft, if it goes to one; 404 when the content has it no more."""
    if case.route is not Route.VISIT:
        return None
    return current_programme().visit(case.visit or "") or abort(404)


@bp.route("/candidature/<reference>/address", methods=["GET", "POST"])
def address(reference: str) -> ResponseReturnValue:
    """Correct a slip in the address of a candidature that nobody has confirmed yet."""
    case, form = opened.case_here(reference), AddressForm()
    if case.state is not State.UNCONFIRMED:
        return redirect(to("candidatures.sent", reference=reference))
    if not form.validate_on_submit():
        if request.method == "GET":
            form.email.data = case.email
        status = 200 if request.method == "GET" else form.refused_as
        back = to("candidatures.sent", reference=reference)
        return render_template("drafts/address.html", case=case, form=form, back=back), status
    with db.unit_of_work():
        case = locked(case.id)
        candidatures.correct_address(
            case, form.email.data or "", current_programme(), when=clock.moment()
        )
    opened.remember(case, at=clock.now())
    return redirect(to("candidatures.sent", reference=reference, again="yes"))


@bp.route("/candidature/<reference>/changes", methods=["GET", "POST"])
def changes(reference: str) -> ResponseReturnValue:
    """The answers of a sent candidature, with what is changed; from here the changes take effect."""
    case, form = opened.case_here(reference), ButtonForm()
    if not edits.may_edit(case, current_programme(), clock.today()):
        if request.method == "POST" and case.editing is not None:
            return redirect(to("candidatures.status", reference=reference, saved="no"))
        return redirect(to("candidatures.sent", reference=reference))
    behind = edits.is_behind(case)
    if form.validate_on_submit():
        if request.form.get("do") == "drop":
            with db.unit_of_work():
                edits.drop(locked(case.id))
            return redirect(to("candidatures.status", reference=reference))
        if _saved(case):
            return redirect(to("candidatures.status", reference=reference, saved="yes"))
        behind = True
    status = 200 if request.method == "GET" else 400 if form.stale else 409
    page = pages.changes(case)
    return render_template("drafts/changes.html", page=page, form=form, behind=behind), status


def _saved(case: Case) -> bool:
    """Save the changes once; False: something is missing or fails, or they are not what was shown."""
    when, programme, typed = clock.moment(), current_programme(), edits.typed_of(case)
    visit = visit_of(case)
    answers = steps.complete(typed, programme, visit, when.on)
    if answers is None or request.form.get("answers") != fingerprint(typed):
        return case.editing is None  # the first of two clicks has saved them
    if programme.assess(answers.facts(visit, when.on), visit).eligible is False:
        return False
    with db.unit_of_work():
        case = locked(case.id)
        if case.editing is None:
            return True
        if edits.is_behind(case) or edits.typed_of(case) != typed:
            edits.begin(case)
            return False
        edits.save(case, answers, programme, version=snapshot.current().version, when=when)
    return True


@bp.route("/case/<reference>/again", methods=["GET", "POST"])
def again(reference: str) -> ResponseReturnValue:
    """Apply once more, for a visit or an exchange of one's own, with the same organisation, people
    and purpose."""
    earlier, form = opened.case_here(reference), ButtonForm()
    if earlier.state in UNCONFIRMED:
        abort(404)
    key, visits, own = request.form.get("key", ""), _other_visits(earlier), _own_ways()
    key, too_many = key if KEY.fullmatch(key) else secrets.token_urlsafe(32), False
    visit = next((each for each in visits if each.slug == request.form.get("visit")), None)
    route = Route.VISIT if visit else next(
        (each for each in own if each.value == request.form.get("route")), None
    )  # fmt: skip
    if form.validate_on_submit() and route:
        try:
            case = _begun_again(earlier, route, visit, key)
            if case.is_draft:
                opened.remember(case, at=clock.now())
            return redirect(
                to("candidatures.step", reference=case.reference, name=steps.FIRST.name)
            )
        except TooMany:
            too_many = True
    status = 200 if request.method == "GET" else 429 if too_many else form.refused_as
    return render_template(
        "drafts/again.html",
        case=earlier, visits=visits, own=own, form=form, key=key, too_many=too_many,
    ), status  # fmt: skip


def _other_visits(case: Case) -> list[Visit]:
    """Give the visits that take candidatures; the case's own only when that case has ended."""
    over = case.closed_at is not None
    return [visit for visit in open_visits() if over or visit.slug != case.visit]


def _own_ways() -> list[Route]:
    """Give the routes without a visit; none while no call is open."""
    if why_closed(current_programme(), None, clock.today()):
        return []
    return [Route.OWN, Route.FIND_HOST]


def _begun_again(earlier: Case, route: Route, visit: Visit | None, key: str) -> Case:
    """Make the draft once: of two clicks, or a retry, the second finds the first one's."""
    when = clock.moment()
    with db.unit_of_work():
        take_turn(key)
        case = by_key(key)
        if case is None:
            limits.count(limits.NEW_DRAFTS, request.remote_addr or "", at=when.at)
            case = actions.begin_again(
                earlier, route, visit, key=key, language=language(),
                version=snapshot.current().version, when=when,
            )  # fmt: skip
        return case

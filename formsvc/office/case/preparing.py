"""The office prepares a candidature for a company: the same steps, but for the declarations."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from formsvc import clock, db, snapshot
from formsvc.assisted import actions
from formsvc.assisted.forms import BeginForm, HandOverForm
from formsvc.assisted.models import Preparation
from formsvc.assisted.queries import of_mine, prepared_by
from formsvc.candidatures import pages, steps
from formsvc.candidatures.keeping import Seen
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import by_key, locked
from formsvc.candidatures.routes import Route
from formsvc.candidatures.shown import in_words
from formsvc.candidatures.steps import CHECK, DECLARATIONS, Step
from formsvc.drafts.views import visit_of
from formsvc.forms import KEY, options
from formsvc.office.views import bp, me
from formsvc.snapshot import current_programme
from generator.look.formats import formats
from generator.programme.errors import MoveRefused
from generator.programme.visit import Visit

ROUTES = {
    Route.OWN.value: "An exchange of its own, with hosts that it has chosen",
    Route.FIND_HOST.value: "No host yet: help to find one",
}


@bp.route("/prepare", methods=["GET", "POST"])
def prepare() -> ResponseReturnValue:
    """Begin one, and see those begun before: one's own only."""
    form, visits = BeginForm(), {visit.slug: visit for visit in pages.open_visits()}
    named = [*((slug, str(visit.short_title)) for slug, visit in visits.items()), *ROUTES.items()]
    form.aim.choices = options(named)
    key = request.form.get("key", "")
    key = key if KEY.fullmatch(key) else secrets.token_urlsafe(32)
    if form.validate_on_submit():
        case = _begun(key, visits.get(form.aim.data), form.aim.data)
        return redirect(_address(case.reference, steps.FIRST.name))
    status = 200 if request.method == "GET" else form.refused_as
    return render_template(
        "office/prepare/begin.html", form=form, key=key, mine=prepared_by(me())
    ), status


def _begun(key: str, visit: Visit | None, aim: str) -> Case:
    """Make the draft once; of two clicks the second finds the first one's."""
    seed = {"route": Route.VISIT.value if visit else aim}
    with db.unit_of_work():
        db.take_turn(key)
        return by_key(key) or actions.begin(
            visit, by=me(), key=key, version=snapshot.current().version, when=clock.moment(), seed=seed
        )  # fmt: skip


@bp.route("/prepare/<reference>/<name>", methods=["GET", "POST"])
def prepare_step(reference: str, name: str) -> ResponseReturnValue:
    """One step; what was typed is kept, complete or not."""
    case, _ = _mine(reference)
    step, visit = _step(name, case), visit_of(case)
    if request.method == "GET":
        form = step.form(MultiDict(case.kept)) if _answered(step, case) else step.form()
        form.ask(current_programme(), visit, clock.today(), case.kept)
        return _step_page(case, step, form, visit)
    kept = case.kept
    form = step.form(request.form)
    form.ask(current_programme(), visit, clock.today(), kept)
    holds, clashes = pages.holds(form, kept, visit), False
    if not form.stale:
        clashes = _keep(case, step, form, Seen.read(request.form.get("seen", "")))
    if clashes or not holds:
        status = 409 if clashes else form.refused_as
        return _step_page(_mine(reference)[0], step, form, visit, clashes=clashes), status
    following = steps.after(step.name, kept)
    return redirect(_address(reference, CHECK if following == DECLARATIONS.name else following))


@bp.post("/prepare/<reference>/<name>/typed")
def prepare_typed(reference: str, name: str) -> ResponseReturnValue:
    """Keep what is typed so far, for the page's script: by the same check as its button."""
    case, _ = _mine(reference)
    step, visit = _step(name, case), visit_of(case)
    form, seen = step.form(request.form), Seen.read(request.form.get("seen", ""))
    form.ask(current_programme(), visit, clock.today(), case.kept)
    form.validate()
    if form.stale:
        return {}, 400
    if _keep(case, step, form, seen):
        return {}, 409
    told = steps.typed(form)
    return {"seen": str(seen.after(told)), "lines": pages.lines_so_far(case.kept, visit)}


def _step(name: str, case: Case) -> Step:
    step = steps.named(name, case.answers)
    if step is None or step is DECLARATIONS:  # the company alone declares
        abort(404)
    return step


def _keep(case: Case, step: Step, form: Any, seen: Seen) -> bool:
    """Keep a step; say whether another window has changed it meanwhile."""
    with db.unit_of_work():
        case = locked(case.id)
        preparation = db.session.get(Preparation, case.id) or abort(404)
        told = steps.typed(form)
        return bool(
            actions.keep(case, preparation, step.name, told, seen=seen, when=clock.moment())
        )


@bp.route(f"/prepare/<reference>/{CHECK}", methods=["GET", "POST"])
def prepare_check(reference: str) -> ResponseReturnValue:
    """Everything once more; from here the company gets its link."""
    case, preparation = _mine(reference)
    form, programme, visit, today = (
        HandOverForm(),
        current_programme(),
        visit_of(case),
        clock.today(),
    )
    form.offer({each: formats("en").language_name(each) for each in programme.site.languages})
    lacking = [row for row in steps.missing(case.kept, programme, visit, today)
               if row[0] is not DECLARATIONS]  # fmt: skip
    refused = None
    if not lacking and form.validate_on_submit():
        refused = _handed_over(case, preparation, form.language.data)
        if refused is None:
            return redirect(url_for("office.prepare"))
    answers = None if lacking else steps.checked(case.kept, programme, visit, today)
    status = 200 if request.method == "GET" else 409 if refused else form.refused_as
    return render_template(
        "office/prepare/check.html", case=case, form=form, visit=visit, refused=refused,
        missing=[(_address(reference, each.name) + f"#{field}", words) for each, field, words in lacking],
        rows=[(row, _address(reference, row.step)) for row in in_words(answers)] if answers else [],
        email=answers.email if answers else "", **pages.said_so_far(case.kept, visit),
    ), status  # fmt: skip


def _handed_over(case: Case, preparation: Preparation, language: str) -> str | None:
    """Hand it over; give why not."""
    when, programme = clock.moment(), current_programme()
    try:
        with db.unit_of_work():
            case = locked(case.id)
            preparation = db.session.get(Preparation, case.id) or abort(404)
            answers = steps.checked(case.kept, programme, visit_of(case), when.on)
            sent = actions.hand_over(
                case, preparation, answers, programme, language=language, when=when
            )
    except MoveRefused as refusal:
        return str(refusal)
    return (
        None if sent else "this address has got many mails that it has not confirmed; try tomorrow"
    )


def _step_page(
    case: Case, step: Step, form: Any, visit: Visit | None, *, clashes: bool = False
) -> str:
    seen = Seen.of(case.kept, steps.typed(form))
    return render_template(
        "office/prepare/step.html", case=case, step=step, form=form, visit=visit, route=case.route,
        seen=seen, clashes=clashes, **pages.said_so_far({**case.kept, **steps.typed(form)}, visit),
    )  # fmt: skip


def _answered(step: Step, case: Case) -> bool:
    return any(hasattr(step.form, name) for name in case.kept)


def _mine(reference: str) -> tuple[Case, Preparation]:
    """Find a draft that I prepare and still have; 404 for any other."""
    case, preparation = of_mine(me(), reference) or abort(404)
    if not case.is_draft or preparation.handed_over_at:
        abort(404)
    return case, preparation


def _address(reference: str, name: str) -> str:
    if name == CHECK:
        return url_for("office.prepare_check", reference=reference)
    return url_for("office.prepare_step", reference=reference, name=name)

"""The first page of a candidature: from here on there is a draft."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from formsvc import clock, db, limits, machines, snapshot
from formsvc.area import to
from formsvc.candidatures import actions, pages, queries
from formsvc.candidatures.forms import OrganisationForm, StepForm
from formsvc.candidatures.keeping import Clash
from formsvc.candidatures.models import Case
from formsvc.candidatures.openness import why_closed
from formsvc.candidatures.routes import Route, route_of
from formsvc.candidatures.states import State
from formsvc.candidatures.steps import FIRST, after, typed
from formsvc.candidatures.views import (
    bp,
    clash_page,
    closed_page,
    not_kept_page,
    seen_there,
    visit_named,
)
from formsvc.forms import KEY
from formsvc.limits import TooMany
from formsvc.links import opened
from formsvc.rendering import language
from formsvc.snapshot import current_programme
from generator.programme.dates import nth_working_day
from generator.programme.visit import Visit

COUNTS = tuple(str(n) for n in range(1, 32))
"""Of days, as a link may say them."""


@bp.route("/candidature", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """The first step. A draft is made when it is sent, never by looking at it."""
    seed = _seed()
    if seed is None:
        return redirect(to("candidatures.index"))
    visit = visit_named(request.args["visit"]) if route_of(seed) is Route.VISIT else None
    closed = why_closed(current_programme(), visit, clock.today())
    if closed:
        return closed_page(closed, visit), 409 if request.method == "POST" else 200
    if request.method == "POST":
        return _started(visit, seed)
    known = {"visitor_type": request.args.get("type"), "country": request.args.get("country"),
             "cluster": request.args.get("cluster")}  # fmt: skip
    form = OrganisationForm(data={name: value for name, value in known.items() if value})
    form.ask(current_programme(), visit, clock.today(), seed)
    key = secrets.token_urlsafe(32)
    return render_template(
        "candidatures/step.html", **pages.step(FIRST, form, visit, seed), key=key,
        begun=[case for case in opened.drafts_here() if _is_same(case, visit, seed)],
    )  # fmt: skip


@bp.post("/candidature/typed")
def first_typed() -> ResponseReturnValue:
    """Keep what is typed into the first page, for its script: the draft begins with a name.

    Without one, and above a limit, only what the rules say so far is answered.
    """
    seed = _seed() or abort(404)
    visit = visit_named(request.args["visit"]) if route_of(seed) is Route.VISIT else None
    form, key = OrganisationForm(), request.form.get("key", "")
    form.ask(current_programme(), visit, clock.today(), seed)
    form.validate()
    closed = why_closed(current_programme(), visit, clock.today())
    if form.stale or closed or not KEY.fullmatch(key):
        return {}, 400
    told = typed(form)
    said = {"lines": pages.lines_so_far({**seed, **told}, visit)}
    if not told.get("organisation"):
        return said
    try:
        # Typing a name is quick: that this came soon says nothing of machines.
        signs = [sign for sign in machines.signs(at=clock.now()) if sign != "quick"]
        case, clashes = _draft(visit, key, form, seed, signs)
    except TooMany:
        return said
    if clashes or case.state is not State.DRAFT:
        return {}, 409
    opened.remember_written(case, at=clock.now())
    return {**said, "seen": str(seen_there().after(told))}


def _is_same(case: Case, visit: Visit | None, seed: dict[str, Any]) -> bool:
    return case.route is route_of(seed) and case.visit == (visit.slug if visit else None)


def _seed() -> dict[str, Any] | None:
    """What the link says already: the route, a host with its country, and how many days."""
    days = request.args.get("days", "")
    days = days if days in COUNTS else ""
    if request.args.get("visit"):
        return {"route": Route.VISIT.value, **_stay(visit_named(request.args["visit"]), days)}
    host = current_programme().host(request.args.get("host", ""))
    if host:
        return {"route": Route.OWN.value, "to": host.country, "hosts": [host.slug]}
    wanted = request.args.get("route", "")
    if wanted not in (Route.OWN, Route.FIND_HOST):
        return None
    return {"route": wanted} | ({"wished_days": days} if days and wanted == Route.FIND_HOST else {})


def _stay(visit: Visit, days: str) -> dict[str, str]:
    """Give so many working days from the first of a visit on, if it has them."""
    known = visit.dates_known_on(clock.today())
    if not days or known is None or visit.is_online(clock.today()):
        return {}
    last_on = nth_working_day(known.first_on, int(days))
    if last_on not in known.days():
        return {}
    return {"first_on": known.first_on.isoformat(), "last_on": last_on.isoformat()}


def _started(visit: Visit | None, seed: dict[str, Any]) -> ResponseReturnValue:
    form, key = OrganisationForm(), request.form.get("key", "")
    form.ask(current_programme(), visit, clock.today(), seed)
    again = key if KEY.fullmatch(key) else secrets.token_urlsafe(32)
    page = pages.step(FIRST, form, visit, {**seed, **typed(form)}, seen=seen_there())
    if not pages.holds(form, seed, visit):
        return render_template("candidatures/step.html", **page, key=again), form.refused_as
    try:
        case, clashes = _draft(visit, again, form, seed, machines.signs(at=clock.now()))
    except TooMany:
        return render_template("candidatures/step.html", **page, key=again, too_many=True), 429
    opened.remember_written(case, at=clock.now())
    if clashes:
        return clash_page(case, FIRST, form, visit, clashes)
    if case.state is State.UNCONFIRMED:
        return not_kept_page(case, FIRST, form, visit)
    following = after(FIRST.name, case.answers)
    return redirect(to("candidatures.step", reference=case.reference, name=following))


def _draft(
    visit: Visit | None, key: str, form: StepForm, seed: dict[str, Any], signs: list[str]
) -> tuple[Case, list[Clash]]:
    """Make the draft, or find the one that the first of two clicks has made."""
    try:
        with db.unit_of_work():
            case = queries.by_key(key)
            if case is None:
                limits.count(limits.NEW_DRAFTS, request.remote_addr or "", at=clock.now())
                case = actions.begin(
                    visit, key=key, language=language(), version=snapshot.current().version,
                    when=clock.moment(), seed=seed, signs=signs,
                )  # fmt: skip
            if case.state is not State.DRAFT:
                return case, []
            return case, actions.keep(
                case, FIRST.name, typed(form), seen=seen_there(), when=clock.moment()
            )
    except IntegrityError:  # two at the very same time: the other one is there now
        found = queries.by_key(key)
        if found is None:
            raise
        return found, []

"""The administrator's pages at /review/staff/: who there is, invite, change, disable, the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.accounts import actions, log, queries
from formsvc.accounts.forms import ABOUT_ROLES, InviteForm, RolesForm, WhyForm
from formsvc.accounts.guard import in_the_office, me, only_administrators
from formsvc.accounts.models import Person
from formsvc.accounts.roles import StaffRefused
from formsvc.forms import ButtonForm, Form
from formsvc.snapshot import current_programme

bp = Blueprint("staff", __name__, url_prefix="/review/staff")
bp.before_request(only_administrators)
bp.context_processor(in_the_office)


@bp.get("/")
def everybody() -> str:
    """Who there is, with roles and clusters, and what was done."""
    people = queries.everybody()
    return render_template(
        "accounts/staff.html",
        people=people,
        last_seen=queries.last_seen(),
        with_passkeys=queries.with_passkeys(),
        log=queries.log(),
        names={each.id: each.name for each in people},
        cluster_names=_clusters(),
    )


@bp.route("/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = InviteForm()
    form.set_clusters(_clusters())
    if form.validate_on_submit():
        try:
            with db.unit_of_work():
                actions.invite(
                    form.name.data or "", current_programme(), email=form.email.data or "",
                    roles=form.roles.data or (), clusters=form.clusters.data or (),
                    by=me(), reason=form.reason.data or "", when=clock.moment(),
                )  # fmt: skip
        except StaffRefused as refusal:
            form.form_errors.append(str(refusal))
        else:
            return redirect(url_for(".everybody"))
    return _page("accounts/invite.html", form)


@bp.get("/people/<name>")
def one(name: str) -> str:
    """One member of staff, and what was done to the account."""
    return _one(_find(name))


@bp.route("/people/<name>/roles", methods=["GET", "POST"])
def roles(name: str) -> ResponseReturnValue:
    """Give somebody other roles or clusters."""
    someone = _find(name)
    form = RolesForm(data={"roles": someone.role_names, "clusters": someone.clusters})
    form.set_clusters(_clusters() | {slug: slug for slug in someone.clusters} | _clusters())

    def work(owner: Person, at: datetime) -> None:
        actions.change_roles(
            owner, current_programme(), roles=form.roles.data or (),
            clusters=form.clusters.data or (), by=me(), reason=form.reason.data or "", at=at,
        )  # fmt: skip

    return _ask(someone, form, "accounts/roles.html", work)


@bp.route("/people/<name>/disable", methods=["GET", "POST"])
def disable(name: str) -> ResponseReturnValue:
    """Let somebody in no more."""
    form = WhyForm()
    return _ask(
        _find(name), form, "accounts/disable.html",
        lambda owner, at: actions.disable(owner, by=me(), reason=form.reason.data or "", at=at),
    )  # fmt: skip


@bp.route("/people/<name>/enable", methods=["GET", "POST"])
def enable(name: str) -> ResponseReturnValue:
    """Let somebody in again."""
    form = WhyForm()
    return _ask(
        _find(name), form, "accounts/enable.html",
        lambda owner, at: actions.enable(owner, by=me(), reason=form.reason.data or "", at=at),
    )  # fmt: skip


@bp.route("/people/<name>/second-factor", methods=["GET", "POST"])
def forget_second_factor(name: str) -> ResponseReturnValue:
    """Forget a lost second factor, so that the person sets up a new one."""
    form = WhyForm()
    return _ask(
        _find(name), form, "accounts/forget.html",
        lambda owner, at: actions.forget_second_factor(
            owner, by=me(), reason=form.reason.data or "", at=at
        ),
    )  # fmt: skip


@bp.post("/people/<name>/invite-again")
def invite_again(name: str) -> ResponseReturnValue:
    """Mail a new link to somebody who has not come in yet."""
    someone, form = _find(name), ButtonForm()
    if not form.validate_on_submit():
        return _one(someone, said=form.stale), form.refused_as
    with db.unit_of_work():
        owner, when = queries.locked(someone.id), clock.moment()
        actions.invite_again(owner, current_programme(), by=me(), when=when)
        log.note("invited again", owner, by=me(), at=when.at)
    return redirect(url_for(".one", name=someone.username))


def _ask(
    someone: Person, form: Form, template: str, work: Callable[[Person, datetime], object]
) -> ResponseReturnValue:
    """One page with a question about a member of staff; a refusal is said on the page."""
    if form.validate_on_submit():
        try:
            with db.unit_of_work():
                work(queries.locked(someone.id), clock.now())
        except StaffRefused as refusal:
            form.form_errors.append(str(refusal))
        else:
            return redirect(url_for(".one", name=someone.username))
    return _page(template, form, someone=someone)


def _one(someone: Person, said: str | None = None) -> str:
    return render_template(
        "accounts/one.html",
        someone=someone,
        said=said,
        has_passkey=someone.id in queries.with_passkeys(),
        last_seen=queries.last_seen().get(someone.id),
        log=queries.log(someone),
        names={each.id: each.name for each in queries.everybody()},
        cluster_names=_clusters(),
    )


def _find(name: str) -> Person:
    return queries.named(db.session(), name) or abort(404)


def _clusters() -> dict[str, str]:
    return {one.slug: str(one.short_name or one.name) for one in current_programme().clusters}


def _page(template: str, form: Form, **more: object) -> ResponseReturnValue:
    status = 200 if request.method == "GET" else form.refused_as
    return render_template(template, form=form, about_roles=ABOUT_ROLES, **more), status

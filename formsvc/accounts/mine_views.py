"""My account: how I sign in, and where I am signed in."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.accounts import (
    actions,
    delays,
    entering,
    log,
    open_sessions,
    passkeys,
    passwords,
    queries,
    second_factor,
)
from formsvc.accounts.delays import Wait
from formsvc.accounts.forms import ChangePasswordForm
from formsvc.accounts.guard import in_the_office, me, only_staff
from formsvc.accounts.models import Person
from formsvc.accounts.roles import StaffRefused
from formsvc.forms import ButtonForm
from formsvc.snapshot import current_programme

bp = Blueprint("account", __name__, url_prefix="/review/account")
bp.before_request(only_staff)
bp.context_processor(in_the_office)
LAST = "This is your only second factor. Set up another one first, then take this one away."


@bp.get("/")
def mine() -> str:
    """How I sign in, and where."""
    return _mine()


@bp.route("/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Choose a new password; every session ends, and this browser gets a new one."""
    person, form = me(), ChangePasswordForm()
    form.about = (person.username,)
    if form.validate_on_submit():
        try:
            right = _knows(person, form.current.data or "")
        except Wait as wait:
            form.form_errors.append(str(wait))
            page = render_template("accounts/password.html", form=form)
            return page, 429, {"Retry-After": str(wait.seconds)}
        if right:
            _change(person, passwords.hashed(form.password.data or ""))
            return redirect(url_for(".mine"))
        form.current.errors = ["This is not your password now."]
    status = 200 if request.method == "GET" else form.refused_as
    return render_template("accounts/password.html", form=form), status


def _knows(person: Person, typed: str) -> bool:
    address = request.remote_addr or ""
    with db.unit_of_work():
        delays.count(delays.PASSWORD, person.username, address, at=clock.now())
    right = passwords.fits(typed, person.password)
    if right:
        with db.unit_of_work():
            delays.forgive(delays.PASSWORD, person.username, address, at=clock.now())
    return right


def _change(person: Person, kept: str) -> None:
    with db.unit_of_work():
        owner, when = queries.locked(person.id), clock.moment()
        actions.change_password(owner, kept, what="password changed", at=when.at)
        log.tell(owner, current_programme(), "the password was changed", by=owner, when=when)
    entering.begin_session(person)


@bp.post("/app/remove")
def remove_app() -> ResponseReturnValue:
    """Forget the code app."""

    def work(owner: Person) -> str:
        if owner.totp_secret is None:
            abort(404)
        second_factor.take_app_away(owner)
        return "the code app was taken away"

    return _change_factors(work)


@bp.post("/passkeys/<int:number>/remove")
def remove_passkey(number: int) -> ResponseReturnValue:
    """Forget one passkey."""

    def work(owner: Person) -> str:
        name = passkeys.remove(owner, number) or abort(404)
        db.session.flush()
        return f'the passkey "{name}" was taken away'

    return _change_factors(work)


@bp.post("/recovery-codes")
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, this once."""
    codes: list[str] = []

    def work(owner: Person) -> str:
        if not second_factor.has_any(owner):
            abort(404)
        codes.extend(second_factor.make_recovery_codes(owner))
        return "new recovery codes were made"

    answer = _change_factors(work)
    if not codes:
        return answer
    return render_template("accounts/recovery_codes.html", codes=codes, wanted=url_for(".mine"))


@bp.post("/sessions/<int:number>/end")
def end_session(number: int) -> ResponseReturnValue:
    """End one session, wherever it is."""
    return _press(lambda person: open_sessions.end(person, number) or abort(404))


@bp.post("/sessions/end-others")
def end_others() -> ResponseReturnValue:
    """End every session but this one."""
    return _press(lambda person: open_sessions.end_all(person, but=open_sessions.current()))


def _press(work: Callable[[Person], object]) -> ResponseReturnValue:
    """One button: check the token, do one thing, show the account again."""
    form = ButtonForm()
    if not form.validate_on_submit():
        return _mine(said=form.stale), form.refused_as
    with db.unit_of_work():
        work(queries.locked(me().id))
    return redirect(url_for(".mine"))


def _change_factors(work: Callable[[Person], str]) -> ResponseReturnValue:
    """Change how the person signs in: just after signing in, told by mail, never to nothing."""
    if not open_sessions.is_fresh(clock.now()):
        return redirect(url_for("sign-in.sign_in", next=url_for(".mine"), again=1))
    form = ButtonForm()
    if not form.validate_on_submit():
        return _mine(said=form.stale), form.refused_as
    with db.unit_of_work():
        owner, when = queries.locked(me().id), clock.moment()
        what = work(owner)
        _keep_one(owner)
        log.tell(owner, current_programme(), what, by=owner, when=when)
    return redirect(url_for(".mine"))


def _keep_one(owner: Person) -> None:
    """Refuse to lose the last factor where one must be; without any, no recovery code works."""
    if second_factor.has_any(owner):
        return
    if entering.must_have_second_factor():
        raise StaffRefused(LAST)
    second_factor.forget_recovery_codes(owner)


def _mine(said: str | None = None) -> str:
    person = me()
    return render_template(
        "accounts/mine.html",
        said=said,
        passkeys=passkeys.of(person),
        codes_left=second_factor.recovery_codes_left(person),
        sessions=open_sessions.of(person, at=clock.now()),
        here=open_sessions.current(),
    )

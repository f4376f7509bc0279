"""Set up the second factor: at the first sign-in, and later from one's account.

A person who has a second factor must have come in with it to add another; whoever has none yet may
set one up with the password alone.
"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from formsvc import clock, db
from formsvc.accounts import (
    asking,
    entering,
    half,
    log,
    open_sessions,
    passkeys,
    queries,
    second_factor,
)
from formsvc.accounts.forms import CodeForm, NewPasskeyForm
from formsvc.accounts.guard import me
from formsvc.accounts.models import Person
from formsvc.accounts.passkeys import PasskeyRefused
from formsvc.accounts.sign_in import to_sign_in
from formsvc.forms import Form
from formsvc.snapshot import current_programme

bp = Blueprint("factors", __name__, url_prefix="/review/second-factor")
KEY = "new-app"
WRONG_CODE = "This code does not fit the key. Wait for the next one, and type that."


@bp.before_request
def _only_whose_it_is() -> ResponseReturnValue | None:
    """Let in who signed in just now, and who must set up the first factor."""
    if current_user.is_authenticated:
        if open_sessions.is_fresh(clock.now()):
            return None
        return redirect(url_for("sign-in.sign_in", next=request.path, again=1))
    person = half.person(clock.now())
    return None if person and not second_factor.has_any(person) else to_sign_in()


@bp.get("/")
def choose() -> str:
    """Say what a second factor is, and which there are."""
    return render_template("accounts/choose.html", person=_person(), first=_first())


@bp.route("/app", methods=["GET", "POST"])
def app() -> ResponseReturnValue:
    """Set up a code app: show the key, and take its first code."""
    person, form = _person(), CodeForm()
    secret = session.get(KEY) if request.method == "POST" else None
    if secret is None:
        secret = session[KEY] = second_factor.new_key()
        form.process()
    elif form.validate_on_submit():
        with db.unit_of_work():
            owner = queries.locked(person.id)
            right = second_factor.set_up_app(owner, secret, form.code.data or "")
        if right:
            session.pop(KEY)
            return _done(person, "a code app was set up")
        form.form_errors.append(WRONG_CODE)
    shown = second_factor.key(person, secret)
    return _page("accounts/app.html", form, key=shown)


@bp.route("/passkey", methods=["GET", "POST"])
def passkey() -> ResponseReturnValue:
    """Add a passkey: a security key, or the device's own."""
    person, form = _person(), NewPasskeyForm()
    if form.validate_on_submit():
        name = form.name.data or ""
        try:
            challenge = asking.taken_challenge()
            with db.unit_of_work():
                owner = queries.locked(person.id)
                passkeys.add(owner, asking.house(), challenge=challenge,
                             answer=form.answer.data or "", name=name, at=clock.now())  # fmt: skip
        except PasskeyRefused as refusal:
            form.form_errors.append(str(refusal))
        else:
            return _done(person, f'the passkey "{name}" was added')
    return _page("accounts/passkey.html", form, options=asking.for_new(person))


def _done(person: Person, what: str) -> ResponseReturnValue:
    """Tell the person by mail; with the first factor come the recovery codes, and the office."""
    first, wanted = _first(), half.wanted()
    with db.unit_of_work():
        owner = queries.locked(person.id)
        log.tell(owner, current_programme(), what, by=owner, when=clock.moment())
        none_yet = second_factor.recovery_codes_left(owner) == 0
        codes = second_factor.make_recovery_codes(owner) if none_yet else []
    if first:
        entering.begin_session(person)
    if not codes:
        return redirect(url_for("account.mine"))
    return render_template("accounts/recovery_codes.html", person=person, codes=codes,
                           wanted=wanted if first else url_for("account.mine"))  # fmt: skip


def _person() -> Person:
    if current_user.is_authenticated:
        return me()
    return half.person(clock.now()) or abort(404)


def _first() -> bool:
    return not current_user.is_authenticated


def _page(template: str, form: Form, **more: object) -> ResponseReturnValue:
    status = 200 if request.method == "GET" else form.refused_as
    return render_template(template, form=form, person=_person(), first=_first(), **more), status

"""Coming in: name and password, the second factor, a forgotten password, a mailed link."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from formsvc import clock, db
from formsvc.accounts import (
    asking,
    delays,
    half,
    log,
    open_sessions,
    passkeys,
    passwords,
    queries,
    second_factor,
)
from formsvc.accounts.delays import Delay, Wait
from formsvc.accounts.entering import go_on, let_in
from formsvc.accounts.forms import (
    CodeForm,
    PasskeyForm,
    SignInForm,
)
from formsvc.accounts.models import Person
from formsvc.accounts.passkeys import PasskeyRefused
from formsvc.forms import ButtonForm, Form
from formsvc.snapshot import current_programme

bp = Blueprint("sign-in", __name__, url_prefix="/review", static_folder="static")
Answer = tuple[str, int]
WRONG = "The name and the password do not fit together. Try again."
WRONG_CODE = "This code does not open the office. Wait for the next one, and type that."


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for name and password, or for a passkey."""
    wanted = half.inside(request.args.get("next"))
    again = "again" in request.args
    if request.method == "GET" and current_user.is_authenticated and not again:
        return redirect(wanted)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, again=again)
    name, password = form.username.data or "", form.password.data or ""
    try:
        person = _who(name, password)
    except Wait as wait:
        form.form_errors.append(str(wait))
        return _later(_sign_in_page(form, again=again), wait)
    if person is None:
        form.form_errors.append(WRONG)
        return _sign_in_page(form, again=again)
    return go_on(person, wanted)


def _who(name: str, password: str) -> Person | None:
    """Give the person whom name and password fit; a known and an unknown name cost the same."""
    _count(delays.PASSWORD, name)
    kept = queries.kept_for(name)
    if not passwords.fits(password, kept.password) or kept.number is None:
        return None
    _forgive(delays.PASSWORD, name)
    return db.session.get(Person, kept.number)


@bp.post("/sign-in/passkey")
def passkey() -> ResponseReturnValue:
    """Let in whoever has the passkey; it stands for both proofs, since the device has checked."""
    form = PasskeyForm()
    if not form.validate_on_submit():
        return _sign_in_page(SignInForm(formdata=None), stale=form)
    try:
        _count(delays.PASSKEY, None)
        person = _passkey_of(None, form)
    except (Wait, PasskeyRefused) as refusal:
        blank = SignInForm(formdata=None)
        blank.form_errors.append(str(refusal))
        return _sign_in_page(blank)
    _forgive(delays.PASSKEY, None)
    return let_in(person, half.inside(request.args.get("next")))


@bp.route("/sign-in/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """Ask for the second factor: a code from the app, a passkey, or a recovery code."""
    person, form = half.person(clock.now()), CodeForm()
    if person is None:
        return redirect(url_for(".sign_in"))
    if not form.validate_on_submit():
        return _code_page(person, form)
    try:
        _count(delays.CODE, f"number {person.id}")
    except Wait as wait:
        form.form_errors.append(str(wait))
        return _later(_code_page(person, form), wait)
    if not _code_is_right(person, form.code.data or ""):
        form.form_errors.append(WRONG_CODE)
        return _code_page(person, form)
    _forgive(delays.CODE, f"number {person.id}")
    return let_in(person, half.wanted())


def _code_is_right(person: Person, typed: str) -> bool:
    """Use up the code; of two requests with the same one, one comes in."""
    with db.unit_of_work():
        owner = queries.locked(person.id)
        if second_factor.code_fits(owner, typed):
            return True
        if second_factor.use_recovery_code(owner, typed):
            left = second_factor.recovery_codes_left(owner)
            what = f"a recovery code was used; {left} are left"
            log.tell(owner, current_programme(), what, by=owner, when=clock.moment())
            return True
    return False


@bp.post("/sign-in/code/passkey")
def code_by_passkey() -> ResponseReturnValue:
    """Take a passkey as the second factor."""
    person, form = half.person(clock.now()), PasskeyForm()
    if person is None:
        return redirect(url_for(".sign_in"))
    blank = CodeForm(formdata=None)
    if not form.validate_on_submit():
        return _code_page(person, blank, stale=form)
    wanted = half.wanted()
    try:
        _count(delays.CODE, f"number {person.id}")
        _passkey_of(person, form)
    except (Wait, PasskeyRefused) as refusal:
        blank.form_errors.append(str(refusal))
        return _code_page(person, blank)
    _forgive(delays.CODE, f"number {person.id}")
    return let_in(person, wanted)


def _passkey_of(person: Person | None, form: PasskeyForm) -> Person:
    challenge = asking.taken_challenge()
    with db.unit_of_work():
        return passkeys.proved_by(
            form.answer.data or "", asking.house(), challenge=challenge, person=person,
            at=clock.now(),
        )  # fmt: skip


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    if ButtonForm().validate_on_submit():
        with db.unit_of_work():
            open_sessions.close()
        return redirect(url_for(".sign_in"))
    return redirect(half.HOME)


def _count(delay: Delay, account: str | None) -> None:
    with db.unit_of_work():
        delays.count(delay, account, request.remote_addr or "", at=clock.now())


def _forgive(delay: Delay, account: str | None) -> None:
    with db.unit_of_work():
        delays.forgive(delay, account, request.remote_addr or "", at=clock.now())


def _sign_in_page(form: Form, *, again: bool = False, stale: Form | None = None) -> Answer:
    return _page("accounts/sign_in.html", form, again=again, passkey=PasskeyForm(formdata=None),
                 options=asking.for_proof(), stale=(stale or form).stale)  # fmt: skip


def _code_page(person: Person, form: Form, *, stale: Form | None = None) -> Answer:
    options = asking.for_proof(person) if second_factor.has_passkey(person) else None
    return _page("accounts/code.html", form, person=person, passkey=PasskeyForm(formdata=None),
                 options=options, has_app=person.totp_secret is not None,
                 stale=(stale or form).stale)  # fmt: skip


def _page(template: str, form: Form, **more: object) -> Answer:
    more.setdefault("stale", form.stale)
    status = 200 if request.method == "GET" else 400 if more["stale"] else 422
    return render_template(template, form=form, **more), status


def _later(page: Answer, wait: Wait) -> ResponseReturnValue:
    """The same page, with everything typed that may be kept, and how long to wait."""
    return page[0], 429, {"Retry-After": str(wait.seconds)}

"""What comes by mail: a link to a new password, and the invitation. No page tells who is here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.accounts import actions, delays, links, passwords, queries
from formsvc.accounts.delays import Wait
from formsvc.accounts.entering import go_on
from formsvc.accounts.forms import ForgottenForm, NewPasswordForm
from formsvc.snapshot import current_programme

bp = Blueprint("mailed", __name__, url_prefix="/review")


@bp.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """Mail a link to a new password; the answer and the work are the same for any address."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else form.refused_as
        return render_template("accounts/forgotten.html", form=form), status
    address = form.email.data or ""
    try:
        with db.unit_of_work():
            delays.count(delays.FORGOTTEN, address, request.remote_addr or "", at=clock.now())
            links.send_forgotten(address, current_programme(), when=clock.moment())
    except Wait as wait:
        form.form_errors.append(str(wait))
        page = render_template("accounts/forgotten.html", form=form)
        return page, 429, {"Retry-After": str(wait.seconds)}
    return render_template("accounts/asked.html", address=address)


@bp.route("/link/<token>", methods=["GET", "POST"])
def link(token: str) -> ResponseReturnValue:
    """Choose a password behind a mailed link; only the button uses the link up."""
    found = links.find(token, at=clock.now())
    if found is None:
        return render_template("accounts/no_link.html"), 404
    row, person = found
    form = NewPasswordForm()
    form.about = (person.username,)
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else form.refused_as
        return render_template(
            "accounts/link.html", form=form, person=person, kind=row.kind
        ), status
    kept = passwords.hashed(form.password.data or "")
    with db.unit_of_work():
        won = links.use_up(row, at=clock.now())
        if won:
            owner = queries.locked(person.id)
            what = f"password chosen after {row.kind.value}"
            actions.change_password(owner, kept, what=what, at=clock.now())
    return go_on(person, None) if won else redirect(url_for(".link", token=token))

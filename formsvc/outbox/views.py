"""The outbox at /review/outbox/: what leaves and what has left; change, hold, send."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.clock import Moment
from formsvc.forms import ButtonForm
from formsvc.mail.models import Mail
from formsvc.moves import Actor
from formsvc.office.actions import acting
from formsvc.office.views import find, me, office, only_staff
from formsvc.outbox import actions, pages, queries
from formsvc.outbox.actions import LinkLost
from formsvc.outbox.forms import LINK_LOST, AddressForm, MailForm, digest
from formsvc.outbox.own_links import hidden
from formsvc.outbox.pages import MailShown
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused

bp = Blueprint("outbox", __name__, url_prefix="/review/outbox", template_folder="templates")
bp.before_request(only_staff)
bp.context_processor(office)

Work = Callable[[Mail, Case, Actor, Moment], object]


@bp.get("/")
def outbox() -> str:
    """What waits, is held, was refused, or has left lately; the choice stands in the link."""
    view = request.args.get("view", "waiting")
    if view not in pages.VIEWS:
        abort(404)
    page = pages.outbox_page(me(), view, request.args.get("after"))
    return render_template("outbox/outbox.html", page=page)


@bp.get("/<int:number>/")
def mail(number: int) -> str:
    """One mail with its exact text, and what can be done with it."""
    return render_template("outbox/mail.html", shown=_find(number), stale=None)


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """Change subject and text of a mail that has not left."""
    shown, form = _find(number), MailForm()
    if request.method == "GET":
        if not shown.changeable:
            return redirect(url_for(".mail", number=number))
        form.show(shown.subject, shown.body)
        return _edit_page(shown, form)
    refused = ""
    if form.validate_on_submit():
        refused = _edit(number, form)
        if not refused and not form.errors:
            return redirect(url_for(".mail", number=number))
        shown = _find(number)
        form.show_again(shown.subject, shown.body)
    status = 409 if refused else form.refused_as
    return _edit_page(shown, form, refused), status


@bp.post("/<int:number>/hold")
def hold(number: int) -> ResponseReturnValue:
    """Keep the mail back."""
    return _do(number, lambda mail, case, by, when: actions.hold(mail, case, by=by, when=when))


@bp.post("/<int:number>/send")
def send(number: int) -> ResponseReturnValue:
    """Let the mail leave now."""
    return _do(number, lambda mail, case, by, when: actions.send_now(mail, case, by=by, when=when))


@bp.route("/cases/<reference>/address", methods=["GET", "POST"])
def address(reference: str) -> ResponseReturnValue:
    """Ask at another address, when no mail reaches the applicant; its owner confirms it."""
    case, form, asked = find(reference), AddressForm(), True
    if not queries.failed_of(case) and request.method == "GET":
        return redirect(url_for("office.case", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            asked = actions.ask_at_another_address(
                locked(case.id), current_programme(),
                address=form.email.data or "", by=acting(me()), when=clock.moment(),
            )  # fmt: skip
        if asked:
            return redirect(url_for("office.case", reference=reference))
    page = render_template("outbox/address.html", case=case, form=form, too_often=not asked)
    status = 200 if request.method == "GET" else 429 if not asked else form.refused_as
    return page, status


def _edit(number: int, form: MailForm) -> str:
    """Change the mail; give why not when somebody or the worker was faster."""
    try:
        with db.unit_of_work():
            mail, case = _locked(number)
            if form.seen.data != digest(mail.subject, hidden(mail.body)):
                actions.require_here(mail, acting(me()))
                return "Somebody else changed this mail meanwhile. Below stands what you wrote; above, how the mail is now."
            actions.edit(mail, case, subject=form.subject.data or "", body=form.body.data or "",
                         by=acting(me()), when=clock.moment())  # fmt: skip
    except LinkLost:
        form.body.errors = [LINK_LOST]
    except MoveRefused as refusal:
        return f"We {refusal}. What you wrote stands below; nothing of it is sent."
    return ""


def _do(number: int, work: Work) -> ResponseReturnValue:
    """One button: find, check the token, do one action, commit, and show the mail again."""
    shown, form = _find(number), ButtonForm()
    if not form.validate_on_submit():
        page = render_template("outbox/mail.html", shown=shown, stale=form.stale)
        return page, form.refused_as
    with db.unit_of_work():
        mail, case = _locked(number)
        work(mail, case, acting(me()), clock.moment())
    return redirect(url_for(".mail", number=number))


def _locked(number: int) -> tuple[Mail, Case]:
    """Take the case first and then its mail, as every action that queues a mail does."""
    case = locked(_find(number).case.id)
    return queries.locked_mail(number), case


def _edit_page(shown: MailShown, form: MailForm, refused: str = "") -> str:
    return render_template("outbox/edit.html", shown=shown, form=form, refused=refused)


def _find(number: int) -> MailShown:
    """Find a mail that this person may see; 404 for any other, whether it exists or not."""
    found = queries.mail_of(me(), number) or abort(404)
    return pages.mail_shown(*found, me())

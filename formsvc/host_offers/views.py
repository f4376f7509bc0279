"""The host's pages: two pages of questions, the receipt, and where the offer stands."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from formsvc import clock, db, limits, machines, snapshot
from formsvc.area import to
from formsvc.candidatures import queries
from formsvc.candidatures.forms import AddressForm, WithdrawForm
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import UNCONFIRMED, State
from formsvc.forms import KEY, ButtonForm
from formsvc.host_offers import actions, pages
from formsvc.host_offers.forms import VisitorsForm, WhoForm
from formsvc.host_offers.states import WITHDRAW
from formsvc.limits import TooMany
from formsvc.links import opened
from formsvc.rendering import language
from formsvc.snapshot import current_programme

bp = Blueprint("host_offers", __name__, template_folder="templates", url_prefix="/host")


@bp.route("/", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """Who are you? A draft is made when this page is sent, never by looking at it."""
    form, key = WhoForm(), request.form.get("key", "")
    key = key if KEY.fullmatch(key) else secrets.token_urlsafe(32)
    pages.ask(form)
    status, too_many = 200, False
    if request.method == "POST":
        try:
            if form.validate_on_submit():
                case = _draft(key, form)
                opened.remember_written(case, at=clock.now())
                return redirect(to("host_offers.visitors", reference=case.reference))
            status = form.refused_as
        except TooMany:
            status, too_many = 429, True
    return _page("who", form, key=key, too_many=too_many), status


def _draft(key: str, form: WhoForm) -> Case:
    """Make the draft, or find the one that the first of two clicks has made."""
    when = clock.moment()
    key = f"host:{key}"  # the key of a candidature's form opens no offer, and the other way round
    try:
        with db.unit_of_work():
            case = queries.by_key(key)
            if case is None:
                limits.count(limits.NEW_DRAFTS, request.remote_addr or "", at=when.at)
                version = snapshot.current().version
                signs = machines.signs(at=when.at)
                case = actions.begin(
                    key=key, language=language(), version=version, when=when, signs=signs
                )
            if case.state is State.DRAFT:
                actions.keep(case, pages.typed(form))
            return case
    except IntegrityError:  # two at the very same time: the other one is there now
        found = queries.by_key(key)
        if found is None:
            raise
        return found


@bp.route("/<reference>/who", methods=["GET", "POST"])
def who(reference: str) -> ResponseReturnValue:
    """The first page once more, with what was typed."""
    return _again(reference, "who", WhoForm)


@bp.route("/<reference>/visitors", methods=["GET", "POST"])
def visitors(reference: str) -> ResponseReturnValue:
    """What do visitors find? From here the offer is sent."""
    return _again(reference, "visitors", VisitorsForm)


def _again(reference: str, name: str, kind: type[pages.Form]) -> ResponseReturnValue:
    case = opened.case_here(reference, CaseKind.HOST_OFFER)
    if case.state is not State.DRAFT:
        return redirect(to("host_offers.sent", reference=reference))
    form = kind() if request.method == "POST" else kind(_kept(case, kind))
    pages.ask(form)
    if request.method == "GET":
        return _page(name, form, case)
    fine = form.validate_on_submit()
    if not form.stale:
        with db.unit_of_work():
            case = queries.locked(case.id)
            if case.state is State.DRAFT:
                actions.keep(case, pages.typed(form))
        if request.form.get("then") == "back":  # a page that is half answered can wait
            return redirect(to("host_offers.who", reference=reference))
    if not fine:
        return _page(name, form, case), form.refused_as
    if name == "who":
        return redirect(to("host_offers.visitors", reference=reference))
    return _send(reference, case.id)


def _kept(case: Case, kind: type[pages.Form]) -> MultiDict[str, str] | None:
    """Give what this page has been sent with before; None the first time."""
    return MultiDict(case.answers) if any(hasattr(kind, name) for name in case.answers) else None


def _send(reference: str, case_id: int) -> ResponseReturnValue:
    """Send once: whoever comes second finds it sent. A hole on the first page leads back there."""
    when, programme = clock.moment(), current_programme()
    with db.unit_of_work():
        case = queries.locked(case_id)
        if case.state is State.DRAFT:
            offer = pages.whole(case.answers)
            if offer is None:
                return redirect(to("host_offers.who", reference=reference))
            version = snapshot.current().version
            actions.send(case, offer, programme, language=language(), version=version, when=when)
    return redirect(to("host_offers.sent", reference=reference))


@bp.route("/<reference>/sent", methods=["GET", "POST"])
def sent(reference: str) -> ResponseReturnValue:
    """The receipt: what has reached us, and that the address must be confirmed."""
    case, form = opened.case_here(reference, CaseKind.HOST_OFFER), ButtonForm()
    if case.state is State.DRAFT:
        return redirect(to("host_offers.visitors", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            case = queries.locked(case.id)
            if case.state is State.UNCONFIRMED:
                actions.ask_to_confirm(case, current_programme(), when=clock.moment())
        return redirect(to("host_offers.sent", reference=reference, again="yes"))
    again = request.args.get("again") == "yes"
    answers = pages.answers_of(case)
    return render_template(
        "host_offers/sent.html", case=case, answers=answers, form=form, again=again
    )


@bp.route("/<reference>/address", methods=["GET", "POST"])
def address(reference: str) -> ResponseReturnValue:
    """Correct a slip in the address of an offer that nobody has confirmed yet."""
    case, form = opened.case_here(reference, CaseKind.HOST_OFFER), AddressForm()
    back = to("host_offers.sent", reference=reference)
    if case.state is not State.UNCONFIRMED:
        return redirect(back)
    if not form.validate_on_submit():
        if request.method == "GET":
            form.email.data = case.email
        status = 200 if request.method == "GET" else form.refused_as
        return render_template("drafts/address.html", case=case, form=form, back=back), status
    with db.unit_of_work():
        case, email = queries.locked(case.id), form.email.data or ""
        actions.correct_address(case, email, current_programme(), when=clock.moment())
    opened.remember(case, at=clock.now())
    return redirect(to("host_offers.sent", reference=reference, again="yes"))


@bp.get("/case/<reference>")
def status(reference: str) -> str:
    """Where the offer stands."""
    case = opened.case_here(reference, CaseKind.HOST_OFFER)
    if case.state in UNCONFIRMED:
        abort(404)
    return render_template("host_offers/status.html", page=pages.status_page(case))


@bp.route("/case/<reference>/withdraw", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    """Take an offer back, on a page of its own that says what follows."""
    case, form = opened.case_here(reference, CaseKind.HOST_OFFER), WithdrawForm()
    if case.state not in WITHDRAW.start:
        return redirect(to("host_offers.status", reference=reference))
    if form.validate_on_submit():
        with db.unit_of_work():
            reason = form.reason.data or ""
            actions.withdraw(queries.locked(case.id), reason=reason, when=clock.moment())
        return redirect(to("host_offers.status", reference=reference))
    code = 200 if request.method == "GET" else form.refused_as
    return render_template("host_offers/withdraw.html", case=case, form=form), code


def _page(name: str, form: pages.Form, case: Case | None = None, **more: object) -> str:
    return render_template(
        f"host_offers/{name}.html", form=form, case=case, progress=pages.progress(name), **more
    )

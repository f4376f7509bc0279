"""Offers of hosts in the office: read one, accept it or turn it down, take its file to publish."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.states import State
from formsvc.comments import actions as comments
from formsvc.comments.forms import NoteForm
from formsvc.comments.models import Audience
from formsvc.forms import ButtonForm, Form
from formsvc.host_offers import actions
from formsvc.host_offers.offer import Offer, yaml_of
from formsvc.mail import actions as mail
from formsvc.office.case import pages
from formsvc.office.case.happened import Happened
from formsvc.office.forms import ReasonForm
from formsvc.office.queue.way import carry
from formsvc.office.views import Work, act, answers_as, for_me, note_opening, office, only_staff
from formsvc.snapshot import current_programme

bp = Blueprint("offers", __name__, url_prefix="/review/offers", template_folder="templates")
bp.url_defaults(carry)
bp.before_request(only_staff)
bp.context_processor(office)


@bp.get("/<reference>")
def offer(reference: str) -> str:
    """One offer with everything about it."""
    case = _find(reference)
    note_opening(case)
    return _offer_page(case)


@bp.route("/<reference>/accept", methods=["GET", "POST"])
def accept(reference: str) -> ResponseReturnValue:
    """Show the mail; the button accepts the offer and sends it."""
    case, programme = _find(reference), current_programme()
    subject, body = mail.written("offer-accepted", case, programme, {})
    return _do(
        case, ButtonForm(), "office/offer_accept.html",
        lambda case, by, when: actions.accept(case, programme, by=by, when=when),
        subject=subject, body=body,
    )  # fmt: skip


@bp.route("/<reference>/reject", methods=["GET", "POST"])
def reject(reference: str) -> ResponseReturnValue:
    """Turn the offer down, with a reason that the host reads."""
    form = ReasonForm()
    return _do(
        _find(reference), form, "office/offer_reject.html",
        lambda case, by, when: actions.reject(
            case, current_programme(), reason=form.reason.data or "", by=by, when=when
        ),
    )  # fmt: skip


@bp.route("/<reference>/comment", methods=["GET", "POST"])
def comment(reference: str) -> ResponseReturnValue:
    """Say something about an offer; it stays in the office, since the host's page has no answer box."""
    form = NoteForm()
    return _do(
        _find(reference), form, "office/offer_comment.html",
        lambda case, by, when: comments.say(
            case, current_programme(), words=form.words.data or "", audience=Audience.OFFICE,
            by=by, when=when,
        ),
    )  # fmt: skip


@bp.post("/<reference>/take-away")
def take_away(reference: str) -> ResponseReturnValue:
    """Say that the host's page is gone from the site."""
    case, form = _find(reference), ButtonForm()
    if not form.validate_on_submit():
        return _offer_page(case, stale=form.stale), form.refused_as
    meanwhile = act(case, lambda case, by, when: actions.take_away(case, by=by, when=when))
    if meanwhile:
        return _offer_page(_find(reference), meanwhile=meanwhile), 409
    return redirect(url_for(".offer", reference=reference))


@bp.get("/<reference>/host.yml")
def record(reference: str) -> ResponseReturnValue:
    """Hand out the file that an editor puts into content/hosts/; only of an accepted offer."""
    case = _find(reference)
    if case.state is not State.ACCEPTED:
        abort(404)
    partners = frozenset(cluster.slug for cluster in current_programme().clusters)
    name = f"{Offer.model_validate(case.answers).slug}.yml"
    answer = Response(yaml_of(case, partners), mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _do(case: Case, form: Form, template: str, work: Work, **more: object) -> ResponseReturnValue:
    """One page with a button; what was typed stays when it needs another look."""
    meanwhile = list[Happened]()
    if form.validate_on_submit():
        meanwhile = act(case, work)
        if not meanwhile:
            return redirect(url_for(".offer", reference=case.reference))
        case = _find(case.reference)
    page = pages.offer_page(case)
    shown = render_template(template, page=page, form=form, meanwhile=meanwhile, **more)
    return shown, answers_as(form, meanwhile)


def _offer_page(case: Case, stale: str | None = None, meanwhile: Sequence[Happened] = ()) -> str:
    page = pages.offer_page(case)
    return render_template("office/offer.html", page=page, stale=stale, meanwhile=meanwhile)


def _find(reference: str) -> Case:
    """Find an offer that this person may see; one that is erased has only its own page."""
    case = for_me(reference)
    is_whole = case.kind is CaseKind.HOST_OFFER and case.erased_on is None
    return case if is_whole else abort(404)

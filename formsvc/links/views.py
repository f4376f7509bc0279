"""The pages that mailed links open. A GET changes nothing: mail scanners follow links."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from formsvc import clock, db, limits
from formsvc.area import to
from formsvc.assisted.queries import preparation_of
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.queries import by_reference, locked
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.drafts import actions as drafts
from formsvc.forms import ButtonForm, Form, email_line, line, required
from formsvc.host_offers import actions as host_offers
from formsvc.links import actions, opened
from formsvc.links.actions import LinkRefused
from formsvc.links.models import STEP_UPS, Link, LinkKind
from formsvc.privacy import actions as privacy
from formsvc.rendering import language
from formsvc.snapshot import current_programme
from formsvc.waitlist import views as waitlist

bp = Blueprint("links", __name__, template_folder="templates")
ACTIONS = {CaseKind.CANDIDATURE: candidatures, CaseKind.HOST_OFFER: host_offers}


class LostForm(Form):
    """What somebody still knows who has lost the mail with the link."""

    reference = line("Reference", required("Write the reference, like X-7K4P-2M."), most=20)
    email = email_line("E-mail of the person we write to")


@bp.errorhandler(LinkRefused)
def refused(refusal: LinkRefused) -> ResponseReturnValue:
    """Say why a link opens nothing, and what to do."""
    status = 404 if refusal.why == "unknown" else 410
    return render_template("links/refused.html", why=refusal.why, kind=refusal.kind), status


@bp.get("/link/<token>")
def show(token: str) -> ResponseReturnValue:
    """Show what the link is for, with a button."""
    link = actions.find(token, at=clock.now())
    return _page(link, ButtonForm())


@bp.post("/link/<token>")
def open_it(token: str) -> ResponseReturnValue:
    """Do what the link is for."""
    link, form = actions.find(token, at=clock.now()), ButtonForm()
    if not form.validate_on_submit():
        return _page(link, form), form.refused_as
    if link.kind is LinkKind.CONFIRM:
        return _confirm(token)
    if link.kind is LinkKind.NEW_ADDRESS:
        return _change_address(token)
    if link.kind in STEP_UPS:
        return _grant(token)
    if link.kind is LinkKind.DRAFT:
        return _open_draft(token)
    case = _case(link)
    if link.kind is LinkKind.SEAT:
        return waitlist.by_link(case)
    opened.remember(case, at=clock.now())
    return redirect(to(opened.STATUS_PAGES[case.kind], reference=case.reference))


@bp.get("/confirmed")
def confirmed() -> str:
    """Say that the address is confirmed and that the next mail has the case's own link."""
    return render_template("links/confirmed.html", offer=request.args.get("offer") == "yes")


@bp.route("/lost", methods=["GET", "POST"])
def lost() -> ResponseReturnValue:
    """Ask for a new link. The answer is the same whether reference and address belong together."""
    form = LostForm()
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else form.refused_as
        return render_template("links/lost.html", form=form, asked=False), status
    when = clock.moment()
    with db.unit_of_work():
        limits.count(limits.LINKS_ASKED, request.remote_addr or "", at=when.at)
        found = by_reference((form.reference.data or "").upper())
        address = (drafts.address_of(found) if found.is_draft else found.email) if found else None
        if found and address and address.casefold() == (form.email.data or "").casefold():
            _mail_again(locked(found.id), when)
    return render_template("links/lost.html", form=form, asked=True)


def _mail_again(case: Case, when: Moment) -> None:
    """Mail the link that the case has in its state."""
    programme = current_programme()
    if case.is_draft:
        drafts.mail_link(case, programme, language=language(), when=when)
    elif case.state is State.UNCONFIRMED:
        ACTIONS[case.kind].ask_to_confirm(case, programme, when=when)
    else:
        candidatures.replace_link(case, programme, when=when)


def _open_draft(token: str) -> ResponseReturnValue:
    """Go on with a draft where it was left."""
    now = clock.now()
    with db.unit_of_work():
        link = actions.find(token, at=now)
        case = locked(link.case_id)
        link.opened_at = link.opened_at or now
    opened.remember(case, at=now)
    return redirect(to("candidatures.check", reference=case.reference))


def _confirm(token: str) -> ResponseReturnValue:
    when = clock.moment()
    with db.unit_of_work():
        link = actions.find(token, at=when.at)
        actions.use_up(link, at=when.at)
        case = locked(link.case_id)
        ACTIONS[case.kind].confirm(case, current_programme(), when=when)
        offer = "yes" if case.kind is CaseKind.HOST_OFFER else None
    return redirect(to("links.confirmed", offer=offer))


def _grant(token: str) -> ResponseReturnValue:
    """Use a step-up link up, and let this browser do its one thing."""
    now = clock.now()
    with db.unit_of_work():
        link = actions.find(token, at=now)
        actions.use_up(link, at=now)
    case = _case(link)
    opened.grant(case, link.kind, at=now)
    name = "copy" if link.kind is LinkKind.EXPORT else link.kind.value
    return redirect(to(f"privacy.{name}", reference=case.reference))


def _change_address(token: str) -> ResponseReturnValue:
    when = clock.moment()
    with db.unit_of_work():
        link = actions.find(token, at=when.at)
        actions.use_up(link, at=when.at)
        case, address = locked(link.case_id), link.mailed_to
        privacy.change_address(case, current_programme(), address=address, when=when)
    return render_template("links/address_changed.html")


def _page(link: Link, form: ButtonForm) -> str:
    case = _case(link)
    if link.kind is LinkKind.SEAT:
        return waitlist.page(case, form)
    visit = current_programme().visit(case.visit or "")
    special = link.kind in STEP_UPS or link.kind is LinkKind.NEW_ADDRESS
    template = "links/step_up.html" if special else f"links/{link.kind.value}.html"
    return render_template(
        template, form=form, case=case, visit=visit, kind=link.kind.value,
        prepared=preparation_of(case) is not None,
    )  # fmt: skip


def _case(link: Link) -> Case:
    case = db.session.get(Case, link.case_id)
    if case is None:
        raise LinkRefused("unknown")
    return case

"""The office checks and decides: one button or one question a page."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from flask import abort
from flask.typing import ResponseReturnValue

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.clock import Moment
from formsvc.exchanges.terms import Terms, terms_of, usual_terms
from formsvc.moves import Actor
from formsvc.office.decisions import checking, deciding
from formsvc.office.forms import DaysForm, OverrideForm, RejectForm, SettleForm
from formsvc.office.views import bp, do, do_with_form, find
from formsvc.snapshot import current_programme
from formsvc.waitlist.pages import list_of, number_of
from generator.programme.errors import MoveRefused
from generator.programme.rules import RuleId


@bp.post("/cases/<reference>/check")
def check(reference: str) -> ResponseReturnValue:
    """Find the candidature eligible."""
    return do(reference, partial(_call, checking.check))


@bp.route("/cases/<reference>/rules/<rule>", methods=["GET", "POST"])
def settle(reference: str, rule: str) -> ResponseReturnValue:
    """Close an open rule by what the office found out."""
    form, named = SettleForm(), _rule(rule)
    return do_with_form(
        reference, form, "office/settle.html",
        lambda case, by, when: checking.settle(
            case, current_programme(), named, holds=form.holds.data == "yes",
            note=form.note.data or "", by=by, when=when,
        ),
        rule=rule,
    )  # fmt: skip


@bp.route("/cases/<reference>/rules/<rule>/override", methods=["GET", "POST"])
def override(reference: str, rule: str) -> ResponseReturnValue:
    """Let a rule pass that fails, with a reason."""
    form, named = OverrideForm(), _rule(rule)
    return do_with_form(
        reference, form, "office/override.html",
        lambda case, by, when: checking.override(
            case, current_programme(), named, reason=form.reason.data or "", by=by, when=when
        ),
        rule=rule,
    )  # fmt: skip


@bp.route("/cases/<reference>/accept", methods=["GET", "POST"])
def accept(reference: str) -> ResponseReturnValue:
    """Decide to accept, and for which days; nothing is sent yet."""
    case, form = find(reference), DaysForm()
    choices = _days(case)
    form.offer(choices)
    return do_with_form(
        reference, form, "office/accept.html",
        lambda case, by, when: deciding.accept(
            case, current_programme(), by=by, when=when, usual_days=form.usual
        ),
        choices=choices,
    )  # fmt: skip


@bp.route("/cases/<reference>/waitlist", methods=["GET", "POST"])
def waitlist(reference: str) -> ResponseReturnValue:
    """Decide to put on the waiting list; nothing is sent yet."""
    case, form = find(reference), DaysForm()
    choices, programme = _days(case), current_programme()
    visit = programme.visit(case.visit or "") or abort(404)
    form.offer(choices)
    return do_with_form(
        reference, form, "office/waitlist.html",
        lambda case, by, when: deciding.waitlist(
            case, programme, by=by, when=when, usual_days=form.usual
        ),
        choices=choices, number=number_of(case, visit),
        waiting=list_of(visit, programme, clock.today()),
    )  # fmt: skip


@bp.route("/cases/<reference>/reject", methods=["GET", "POST"])
def reject(reference: str) -> ResponseReturnValue:
    """Decide to reject, for a reason of the list or in own words; nothing is sent yet."""
    case, form, programme = find(reference), RejectForm(), current_programme()
    pack = programme.rules_of(programme.call_of(programme.visit(case.visit or "")))
    form.offer(pack)
    return do_with_form(
        reference, form, "office/reject.html",
        lambda case, by, when: deciding.reject(
            case, programme, by=by, when=when,
            reason=form.reason.data or "", code=form.code.data or "",
        ),
        helps={each.id: str(each.text) for each in pack.rejections},
    )  # fmt: skip


@bp.post("/cases/<reference>/take-back")
def take_back(reference: str) -> ResponseReturnValue:
    """Take a decision back before it is released."""
    return do(reference, lambda case, by, when: deciding.take_back(case, by=by, when=when))


def _rule(name: str) -> RuleId:
    try:
        return RuleId(name)
    except ValueError:  # somebody changed the address
        abort(404)


def _call(action: deciding.Plain, case: Case, by: Actor, when: Moment) -> None:
    action(case, current_programme(), by=by, when=when)


def _days(case: Case) -> dict[str, Terms]:
    """Give what can be granted: the days asked for, and the usual ones where more is asked for."""
    programme = current_programme()
    found = {"asked": terms_of(case, programme)}
    visit = programme.visit(case.visit or "")
    wanted = case.sent_answers().formal_request(visit)
    if wanted and wanted.longer:
        with suppress(MoveRefused):  # the visit plans no days: there is nothing to choose
            found["usual"] = usual_terms(case, programme)
    return found

"""What an applicant does with a candidature. Nothing here knows the web, nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from formsvc import db
from formsvc.assisted.queries import who_typed_what
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.keeping import Clash, Seen, clashes
from formsvc.candidatures.models import NEEDS, Case, CaseKind, Consent, Needs
from formsvc.candidatures.queries import same_organisation
from formsvc.candidatures.reference import new_reference
from formsvc.candidatures.routes import NOTHING, WAITLIST, Route, route_of
from formsvc.candidatures.search import name_key, registration_key, searchable
from formsvc.candidatures.states import CONFIRM, EDIT, SEND, UNCONFIRMED, WITHDRAW, State
from formsvc.clock import Moment
from formsvc.evidence import queries as evidence
from formsvc.history import actions as history
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.moves import Actor, Role, require
from generator.look.texts import texts
from generator.programme.assess import Assessment, settled_still
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit

APPLICANT = Actor(Role.APPLICANT)
CONDITIONS = "conditions"
"""The declaration that accepts the conditions of the rule pack."""
KNOWN_ALREADY = "Your organisation may already have a candidature. Your reference cluster has been asked to check."
CONSENTS = insert(Consent.__table__)  # type: ignore[arg-type]
LINK_MAILS = {CaseKind.CANDIDATURE: "case-link", CaseKind.HOST_OFFER: "offer-link"}


def begin(
    visit: Visit | None,
    *,
    key: str,
    language: str,
    version: str,
    when: Moment,
    seed: Mapping[str, Any] = NOTHING,
    signs: Sequence[str] = (),
) -> Case:
    """Start a draft; `key` is the form's own, so that a second click finds the first draft.

    Args:
        visit: the visit to join; None for the other routes.
        key: the idempotency key.
        language: of the page, and of mails.
        version: of the programme.
        when: now.
        seed: what is known before the first question, the route above all.
        signs: those of formsvc/machines.py: a hint for the office.
    """
    case = Case(
        reference=new_reference(),
        idempotency_key=key,
        state=State.DRAFT,
        route=route_of(seed),
        visit=visit.slug if visit else None,
        answers=dict(seed),
        language=language,
        version=version,
        machine_signs=list(signs),
        created_at=when.at,
    )
    db.session.add(case)
    db.session.flush()
    return case


def keep(
    case: Case, step: str, typed: Mapping[str, Any], *, seen: Seen, when: Moment
) -> list[Clash]:
    """Keep what was typed in one step, complete or not: of a draft, or of a copy with changes.

    Nothing is kept when it would overwrite answers that the page has not seen: those are given
    back, for a person to choose. The address of a case that was sent is not changed here.

    Raises:
        MoveRefused: it can be changed no more.
    """
    copy = case.editing
    require(case.state, SEND if copy is None else EDIT, APPLICANT)
    needs = case.needs.words if case.needs else {}
    kept = {**(case.answers if copy is None else copy["typed"]), **needs}
    if copy is not None and "email" in typed:
        typed = {**typed, "email": case.email}
    found = clashes(seen, kept, typed, last_page=case.saved_from.get(step))
    if not found:
        now = {name: told for name, told in {**kept, **typed}.items() if name not in NEEDS}
        if copy is None:
            case.answers = now
        else:
            case.editing = {**copy, "typed": now}
        _keep_needs(case, {name: typed[name] for name in NEEDS if name in typed})
        case.saved_at, case.saved_from = when.at, {**case.saved_from, step: seen.page}
    return found


def _keep_needs(case: Case, told: dict[str, str]) -> None:
    """Keep diet and access needs in their own table; nothing told makes no row."""
    if any(told.values()) or (told and case.needs):
        case.needs = case.needs or Needs(case_id=case.id, words={})
        case.needs.words = told


def send(
    case: Case,
    answers: Answers,
    assessment: Assessment,
    programme: Programme,
    *,
    language: str,
    version: str,
    when: Moment,
) -> None:
    """Send a draft: it waits for its address to be confirmed, and a mail asks for that.

    From now on mails are in the language of the page that it was sent from.

    Raises:
        MoveRefused: it has been sent already, the visit takes none, or a rule fails.
    """
    require(case.state, SEND, APPLICANT)
    visit = open_visit(case, programme, when, if_full=answers.if_full)
    if assessment.eligible is False:
        raise MoveRefused("cannot send a candidature while a rule fails")
    _fill(case, answers, assessment, visit)
    case.state, case.version, case.language = SEND.end, version, language
    case.sent_at, case.sent_on = when.at, when.on
    _keep_declarations(case, answers, programme, visit, when=when)
    ask_to_confirm(case, programme, when=when)


def open_visit(
    case: Case, programme: Programme, when: Moment, *, if_full: str = ""
) -> Visit | None:
    """Give the case's visit, None on another route; raise MoveRefused when none is taken now.

    A visit that is full takes those who join its waiting list.
    """
    if case.visit is None:
        if not programme.call.opens_on <= when.on <= programme.call.closes_on:
            raise MoveRefused("cannot send a candidature while no call is open")
        return None
    visit = programme.visit(case.visit)
    status = programme.status(visit, when.on) if visit else None
    if status is not Status.OPEN and not (status is Status.FULL and if_full == WAITLIST):
        raise MoveRefused("cannot send a candidature to a visit that takes none now")
    return visit


def _keep_declarations(
    case: Case, answers: Answers, programme: Programme, visit: Visit | None, *, when: Moment
) -> None:
    """Keep the exact words that were declared, with the conditions that they speak of."""
    pack, rows = programme.rules_of(programme.call_of(visit)), []
    for declaration in pack.declarations:
        if declaration.mark not in answers.declared:
            raise MoveRefused("cannot send a candidature before everything is declared")
        said = [declaration.text, *(pack.conditions if declaration.id == CONDITIONS else ())]
        words = "\n".join(text.say(case.language).words for text in said)
        rows.append({"what": declaration.id, "words": words})
    same = {"case_id": case.id, "language": case.language, "version": case.version,
            "given_at": when.at, "given_on": when.on}  # fmt: skip
    if rows:
        db.straight(CONSENTS, [{**same, **row} for row in rows])


def renew(case: Case, answers: Answers, programme: Programme, *, when: Moment) -> None:
    """Take other answers in for a case that was sent: rules and amount follow by the same rules.

    What the office found out stands as long as its facts are the same. A rule may fail now: an
    honest answer must reach the office. Whoever moved the case keeps it, unless another cluster
    is named.
    """
    visit = programme.visit(case.visit or "")
    if visit is None and case.route is Route.VISIT:
        raise MoveRefused("cannot change a candidature to a visit that is gone")
    before, cluster = Assessment.model_validate(case.assessment), case.cluster
    named = case.sent_answers().cluster
    facts = answers.facts(visit, when.on)
    assessment = programme.assess(facts, visit)
    rate = programme.lump_sums_of(programme.call_of(visit)).rate_eur(facts.to or "")
    _fill(case, answers, settled_still(before, assessment, rate_eur=rate), visit)
    case.search = _search(case, answers)
    if answers.cluster == named:
        case.cluster = cluster


def _fill(case: Case, answers: Answers, assessment: Assessment, visit: Visit | None) -> None:
    """Put into columns what queries and counts look at."""
    case.answers = answers.model_dump(mode="json")
    case.assessment = assessment.model_dump(mode="json")
    case.organisation, case.country = answers.organisation, answers.country
    case.visitor_type, case.email = answers.visitor_type.value, answers.email
    case.cluster = answers.partner or (visit.lead if visit else None)
    case.route, case.hosts = answers.route, list(answers.hosts)
    case.to_country = visit.country if visit else answers.to or ""
    case.if_full = answers.if_full or None
    case.registration_key = registration_key(answers.registration)
    case.name_key = name_key(answers.organisation)
    case.travellers, case.amount_eur = answers.travellers, assessment.amount_eur
    case.first_on, case.last_on = answers.first_on, answers.last_on


def _search(case: Case, answers: Answers) -> str:
    return searchable(
        case.reference, answers.organisation, answers.contact, answers.email,
        answers.registration, answers.objectives, answers.outcomes, answers.offers,
        answers.other_host, answers.host_wish,
    )  # fmt: skip


def take_address(case: Case, address: str) -> None:
    """Put another address in the place of the one before."""
    answers = case.sent_answers().model_copy(update={"email": address})
    case.email, case.answers = address, answers.model_dump(mode="json")
    if case.state not in UNCONFIRMED:
        case.search = _search(case, answers)


def correct_address(case: Case, email: str, programme: Programme, *, when: Moment) -> bool:
    """Put a slip in the address right before it is confirmed; say whether a mail was queued.

    Whatever went to the wrong address opens nothing any more, and whoever got in by it is out.

    Raises:
        MoveRefused: it is not waiting for its confirmation.
    """
    if case.state is not State.UNCONFIRMED:
        raise MoveRefused(f"cannot correct the address of a candidature that is {case.state.value}")
    links.revoke_all(case, at=when.at)
    case.session_epoch += 1
    take_address(case, email)
    return ask_to_confirm(case, programme, when=when)


def ask_to_confirm(case: Case, programme: Programme, *, when: Moment) -> bool:
    """Mail a link that confirms the address; say whether a mail was queued.

    An address that nobody has confirmed gets at most 3 mails a day and 10 a week, whoever asks.
    """
    if not mail.may_mail("confirm", case, at=when.at):
        return False
    path = links.make(case, LinkKind.CONFIRM, at=when.at, life=links.CONFIRM_LIFE)
    hours = int(links.CONFIRM_LIFE.total_seconds() // 3600)
    mail.queue(SEND.mail, case, programme, {"link": path, "hours": str(hours)}, when=when)
    return True


def replace_link(case: Case, programme: Programme, *, when: Moment) -> bool:
    """Mail a new link to the case and end the ones before; say whether a mail was queued.

    Anybody may ask who knows reference and address, so it is bounded like a mail to confirm.
    """
    may = mail.may_mail(LINK_MAILS[case.kind], case, at=when.at)
    if not may or _rest_of_life(case, when) == timedelta(0):
        return False
    links.revoke_all(case, at=when.at)
    mail_link(case, programme, when=when)
    same = case.state.value
    history.record(case, "new-link", start=same, end=same, by=APPLICANT, when=when)
    return True


def mail_link(case: Case, programme: Programme, *, when: Moment, note: str = "") -> None:
    """Mail a link to the case, which lives as long as the case and a while longer.

    `note` stands in the mail of a candidature, and may be empty.
    """
    path = links.make(case, LinkKind.CASE, at=when.at, life=_rest_of_life(case, when))
    days = str(links.CASE_LIFE_AFTER_END.days)
    name = LINK_MAILS[case.kind]
    fields = {"link": path, "days": days}
    if case.kind is CaseKind.CANDIDATURE:
        fields["note"] = note
    mail.queue(name, case, programme, fields, when=when)


def _rest_of_life(case: Case, when: Moment) -> timedelta | None:
    """Give how long a link to the case may live: None while the case is open."""
    if case.closed_at is None:
        return None
    return max(timedelta(0), case.closed_at + links.CASE_LIFE_AFTER_END - when.at)


def confirm(case: Case, programme: Programme, *, when: Moment) -> None:
    """Take the candidature in: its address is confirmed. Ends every earlier link and session.

    Somebody else may have typed this address; from now on only its owner opens the case.

    Raises:
        MoveRefused: it is confirmed already, or was confirmed too late for the visit.
    """
    require(case.state, CONFIRM, APPLICANT)
    case.confirmed_at, case.confirmed_on = when.at, when.on
    _require_in_time(case, programme)
    start, case.state = case.state, CONFIRM.end
    case.session_epoch += 1
    links.revoke_all(case, at=when.at)
    case.search = _search(case, case.sent_answers())  # nobody looks for it before
    due_on = when.on + timedelta(days=programme.about.answer_within_days)
    case.wait_for(CONFIRM.waits_for, since=when.on, due_on=due_on)
    case.known_already = db.session.scalar(same_organisation(case).limit(1)) is not None
    note = texts(case.language)(KNOWN_ALREADY) if case.known_already else ""
    mail_link(case, programme, when=when, note=note)
    history.record(
        case, CONFIRM.name, start=start.value, end=case.state.value, by=APPLICANT, when=when,
        answers=case.answers, assessment=case.assessment, version=case.version,
        files=evidence.hashes_of(case), **who_typed_what(case),
    )  # fmt: skip


def _require_in_time(case: Case, programme: Programme) -> None:
    visit, counts_on = programme.visit(case.visit or ""), case.counts_on
    if counts_on is None or (visit is None and case.route is Route.VISIT):
        raise MoveRefused("cannot confirm a candidature to a visit that is gone")
    call = programme.call_of(visit)
    closing = visit.closing(call, counts_on) if visit else call.closes_on
    if counts_on > closing:
        what = "visit" if visit else "call"
        raise MoveRefused(f"cannot confirm a candidature after the {what} closed on {closing}")


def withdraw(case: Case, *, reason: str, when: Moment) -> None:
    """Take a candidature back; seats that it held are free again, a pending decision is gone.

    Raises:
        MoveRefused: it is rejected or withdrawn already.
    """
    require(case.state, WITHDRAW, APPLICANT)
    if case.pending:
        case.forget_decision()
    start, case.state = case.state, WITHDRAW.end
    case.closed_at, case.editing, case.offer_ends_on = when.at, None, None
    case.wait_for(WITHDRAW.waits_for, since=when.on)
    links.end_later(case, at=when.at)
    history.record(
        case, WITHDRAW.name, start=start.value, end=case.state.value, by=APPLICANT, when=when,
        reason=reason,
    )  # fmt: skip

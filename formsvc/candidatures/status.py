"""The applicant's page of a case: what to do, where it stands, who has it, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.candidatures.routes import Route, aim_of
from formsvc.candidatures.shown import Shown, answers_of, needs_of, rejected_because
from formsvc.candidatures.states import PUBLIC_NAMES as PUBLIC
from formsvc.candidatures.states import WITHDRAW, State
from formsvc.candidatures.told import Told, public_history
from formsvc.comments.pages import Thread
from formsvc.comments.pages import thread as thread_of
from formsvc.drafts.edits import last_day, may_edit
from formsvc.evidence import queries as evidence
from formsvc.evidence.pages import SlotShown, slots_shown
from formsvc.evidence.queries import SUPPORTING
from formsvc.evidence.states import EvidenceState
from formsvc.info_requests.pages import Asked
from formsvc.info_requests.pages import asked as asked_of
from formsvc.moves import Role
from formsvc.reasons import Reasons, Row
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from formsvc.visit_changes.models import VisitChoice
from formsvc.visit_changes.queries import open_choice
from formsvc.waitlist.pages import number_of
from generator.look.formats import formats
from generator.programme.assess import Assessment
from generator.programme.visit import Visit

StepRow = tuple[str, str, str]
"""done, now, todo or failed; title; words: a step of the look's journey."""


@dataclass(frozen=True)
class StatusPage:
    """Everything that the page shows."""

    case: Case
    visit: Visit | None
    aim: str
    title: str
    words: str
    tone: str
    journey: list[StepRow]
    receipt: list[Row]
    assessment: Assessment
    answers: list[Shown]
    slots: list[SlotShown]
    asked: Asked | None
    """The office's question, while it is open."""
    choice: VisitChoice | None
    """The question what to do after a change of the visit, while it is open."""
    thread: Thread | None
    """What office and applicant have written to each other."""
    told: list[Told]
    evidence_opens_on: date | None
    """Set while what proves the exchange cannot be sent yet."""
    change_until: date | None
    """The last day on which the answers can be changed; None when they cannot."""
    can_withdraw: bool


def status_page(case: Case, asked: Asked | None = None, thread: Thread | None = None) -> StatusPage:
    """Gather the page; a pending decision is nobody's business until it is released.

    `asked` and `thread` show again what was sent just now and needs another look.
    """
    programme, today = current_programme(), clock.today()
    visit = programme.visit(case.visit or "")
    assessment = Assessment.model_validate(case.assessment)
    opens_on = evidence.opens_on(case)
    is_open = opens_on is not None and today >= opens_on and case.state is State.ACCEPTED
    slots = slots_shown(case)
    items = [each for each in slots if each.slot.id != SUPPORTING]
    asked = asked or asked_of(case)
    title, words, tone = _say(case, items, asked)
    return StatusPage(
        case=case,
        visit=visit,
        aim=aim_of(case, programme, language()),
        title=title,
        words=words,
        tone=tone,
        journey=_journey(case, visit, items, today),
        receipt=Reasons(
            programme, visit, current_texts(), formats(language()), case.to_country
        ).receipt(assessment),
        assessment=assessment,
        answers=[*answers_of(case), *needs_of(case)],
        slots=slots,
        asked=asked,
        choice=open_choice(case),
        thread=thread or thread_of(case),
        told=public_history(case),
        evidence_opens_on=opens_on if case.state is State.ACCEPTED and not is_open else None,
        change_until=last_day(case, programme, today) if may_edit(case, programme, today) else None,
        can_withdraw=case.state in WITHDRAW.start,
    )


def _say(case: Case, items: list[SlotShown], asked: Asked | None) -> tuple[str, str, str]:
    """Title, words and tone: what the applicant gets or must do now."""
    t, f = current_texts(), formats(language())
    by = (
        t("You get an answer by %(day)s.", day=f.day(case.due_on))
        if case.due_on and not case.wrote_on
        else ""
    )
    if case.state is State.SUBMITTED:
        return t("Your candidature is being checked"), by, "info"
    if case.state is State.INFO_REQUESTED and asked:
        day = f"{f.weekday(asked.request.due_on)} {f.day(asked.request.due_on)}"
        return t("We need an answer from you by %(day)s", day=day), "", "wait"
    if case.state is State.EXPIRED:
        return (
            t("Your candidature has ended"),
            t(
                "We asked you and got no answer in time. Do you still want to go? Write to %(office)s: the office can open the candidature again.",
                office=current_programme().about.contacts.office,
            ),
            "stop",
        )
    if case.state is State.ELIGIBLE and case.route is Route.FIND_HOST:
        who = _holder_name(case)
        return t("The rules are checked"), t("%(who)s looks for a host for you.", who=who), "info"
    if case.state is State.ELIGIBLE:
        return t("The rules are checked; the decision is next"), by, "info"
    if case.state is State.WAITLISTED:
        return _say_waiting(case)
    if case.state is State.REJECTED:
        why = rejected_because(case, current_programme(), language())
        return t("We cannot accept your candidature"), why, "stop"
    if case.state is State.WITHDRAWN:
        return t("You have withdrawn your candidature"), t("Nothing more is asked of you."), "info"
    return _say_after_acceptance(items, by)


def _say_waiting(case: Case) -> tuple[str, str, str]:
    t, f = current_texts(), formats(language())
    if case.offer_ends_on:
        day = f"{f.weekday(case.offer_ends_on)} {f.day(case.offer_ends_on)}"
        words = t("We hold it for you. Without an answer by then, the candidature ends.")
        return t("There is a seat for you: answer by %(day)s", day=day), words, "wait"
    visit = current_programme().visit(case.visit or "")
    words = t("Your place: number %(number)s.", number=number_of(case, visit))
    more = t("When a seat becomes free, we ask you by mail, in the order of the list.")
    return t("You are on the waiting list"), f"{words} {more}", "info"


def _say_after_acceptance(items: list[SlotShown], by: str) -> tuple[str, str, str]:
    t = current_texts()
    states = {item.state for item in items}
    if not items:
        return (
            t("You are accepted"),
            t(
                "Keep something that shows you were there. From the first day of the visit you can add it here."
            ),
            "open",
        )
    if EvidenceState.REPLACE in states:
        return t("We need another copy from you"), "", "wait"
    if EvidenceState.MISSING in states:
        return t("Show us that you were there, and what came of it"), "", "wait"
    if states == {EvidenceState.ACCEPTED}:
        return t("We have all that we need"), t("The office prepares the payment."), "open"
    return t("We look at what you sent"), by, "info"


def _journey(case: Case, visit: Visit | None, items: list[SlotShown], today: date) -> list[StepRow]:
    t, f = current_texts(), formats(language())
    steps = [
        ("done", t("Sent"), f.day(case.sent_on) if case.sent_on else ""),
        ("done", t("E-mail confirmed"), f.day(case.confirmed_on) if case.confirmed_on else ""),
        (_at(case, State.SUBMITTED), t("Checked by the rules"), _holder(case, State.SUBMITTED)),
    ]
    if case.state in (State.WITHDRAWN, State.EXPIRED):
        return [*steps, ("failed", t(PUBLIC[case.state]), "")]
    if case.state is State.REJECTED:
        day = f.day(case.released_on) if case.released_on else ""
        return [*steps, ("failed", t("Not accepted"), day)]
    if case.state is State.WAITLISTED:
        day = f.day(case.waitlisted_on) if case.waitlisted_on else ""
        waiting = ("now", t(PUBLIC[case.state]), day)
        return [*steps, waiting, *_journey_after(case, visit, items, today)]
    accepted = case.state is State.ACCEPTED
    decision = (
        ("done" if accepted else _at(case, State.ELIGIBLE)),
        (t("Accepted") if accepted else t("Decision")),
        (f.day(case.released_on) if case.released_on else _holder(case, State.ELIGIBLE)),
    )
    return [*steps, decision, *_journey_after(case, visit, items, today)]


def _journey_after(case: Case, visit: Visit | None, items: list[SlotShown], today: date
                   ) -> list[StepRow]:  # fmt: skip
    t, f = current_texts(), formats(language())
    exchange = evidence.exchange_of(case)
    first_on = exchange.first_on if exchange else case.first_on
    last_on = exchange.last_on if exchange else case.last_on
    days = f.range(first_on, last_on) if first_on and last_on else ""
    whole = {item.state for item in items} == {EvidenceState.ACCEPTED}
    over = exchange is not None and last_on is not None and today > last_on
    before = case.state is not State.ACCEPTED
    visit_step = "todo" if before else "done" if over else "now"
    report = "todo" if before or not over else "done" if whole else "now"
    return [
        (visit_step, t("The visit"), days),
        (report, t("What proves it"), t("Attendance and outcomes") if not whole else t("Accepted")),
        ("now" if whole and over else "todo", t("Payment"), t("After both are accepted")),
    ]


def _at(case: Case, state: State) -> str:
    """Mark a step that a state stands for: done, now or still to come."""
    order = [State.SUBMITTED, State.ELIGIBLE]
    here = State.SUBMITTED if case.state is State.INFO_REQUESTED else case.state
    reached = order.index(here) if here in order else len(order)
    place = order.index(state)
    return "done" if place < reached else "now" if place == reached else "todo"


def _holder(case: Case, state: State) -> str:
    """Say who has the case and since when, at the step where it stands."""
    t, f = current_texts(), formats(language())
    if case.state is State.INFO_REQUESTED and state is State.SUBMITTED and case.waits_since_on:
        return t("With you since %(day)s", day=f.day(case.waits_since_on))
    if case.state is not state or case.waits_for is not Role.OFFICER or not case.waits_since_on:
        return ""
    who, day = _holder_name(case), f.day(case.waits_since_on)
    return t("With %(who)s since %(day)s", who=who, day=day)


def _holder_name(case: Case) -> str:
    """Name the cluster whose case it is; without one it is the programme office's."""
    cluster = current_programme().cluster(case.cluster or "")
    return cluster.label if cluster else current_texts()("the programme office")

"""What the pages of one case show, gathered for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.candidatures.answers import FormalRequest
from formsvc.candidatures.models import Case, Consent
from formsvc.candidatures.queries import consents_of
from formsvc.candidatures.routes import Route, aim_of
from formsvc.candidatures.shown import Shown, answers_of, needs_of
from formsvc.candidatures.states import State
from formsvc.evidence import queries as evidence
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.slots import slot_of
from formsvc.evidence.states import EvidenceState
from formsvc.host_offers.pages import answers_of as answers_of_offer
from formsvc.info_requests import queries as info_requests
from formsvc.info_requests.models import InfoRequest
from formsvc.info_requests.pages import Changed
from formsvc.office import queries
from formsvc.office.case.checklist import Todo, checklist
from formsvc.office.case.commented import Said, said_about
from formsvc.office.case.happened import Happened, history_of, names_of
from formsvc.office.case.shown import TONES, state_of
from formsvc.office.decisions.deciding import looks_for_host
from formsvc.office.queue.chosen import Chosen
from formsvc.office.queue.listed import NextCase, next_row
from formsvc.outbox import undo
from formsvc.outbox.pages import MailShown, refused_mails
from formsvc.reasons import Reason, Reasons, Row
from formsvc.snapshot import current_programme
from formsvc.visit_changes.queries import change_of
from formsvc.visit_changes.words import change_in_words
from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.assess import OVERRIDDEN, SETTLED, Assessment, Effect
from generator.programme.rules import EvidenceSlot
from generator.programme.visit import Visit

OTHERS = 10
"""Other cases of an organisation that its case names; a search shows the rest."""
EVIDENCE_TONES = {
    EvidenceState.MISSING: ("wait", "Missing"),
    EvidenceState.RECEIVED: ("info", "To look at"),
    EvidenceState.ACCEPTED: ("open", "Accepted"),
    EvidenceState.REPLACE: ("stop", "Asked again"),
}


@dataclass(frozen=True)
class ItemShown:
    """One item of evidence with its words, and cases that hold the same file."""

    slot: EvidenceSlot
    row: EvidenceItem
    same: dict[int, list[str]]


@dataclass(frozen=True)
class CasePage:
    """Everything about one case."""

    case: Case
    visit: Visit | None
    aim: str
    looks_for_host: str
    """Who looks for a host, where there is none yet."""
    request: FormalRequest | None
    needs: list[Shown]
    consents: list[Consent]
    """What was declared, word for word."""
    others: list[Case]
    """Cases of the same organisation that this person may see, `OTHERS` at most."""
    more_others: bool
    state: str
    tone: str
    answers: list[Shown]
    assessment: Assessment
    reasons: list[Reason]
    receipt: list[Row]
    items: list[ItemShown]
    asked: Sequence[InfoRequest]
    """What the applicant was asked, the newest first."""
    comments: list[Said]
    history: list[Happened]
    decided_by: str
    todo: list[Todo]
    """What is left to do before it can be decided."""
    refused: list[MailShown]
    """Mails that the mail server refused."""
    visit_change: str
    """What became of the visit since the case was sent, in words."""
    undo_until: date | None
    """The last day on which the released decision can be undone; None when it cannot."""
    next: NextCase | None
    """What follows in the list that it was opened from."""

    @property
    def change(self) -> Happened | None:
        """The last change of answers: who, when, and each answer before and after."""
        return next((line for line in self.history if line.changed), None)

    @property
    def before(self) -> dict[str, str]:
        """The answers before the last change, by question; only those that changed."""
        return {each.question: each.before for each in self.change.changed} if self.change else {}

    @property
    def gone(self) -> list[Changed]:
        """The answers that the last change took away."""
        asked = {row.question for row in self.answers}
        found = self.change.changed if self.change else []
        return [each for each in found if each.question not in asked]

    @property
    def settled(self) -> dict[str, Happened]:
        """Who settled or overrode a rule last, by the rule; one whose facts changed since is open again."""
        mine = {line.rule: line for line in reversed(self.history) if line.rule}
        said = (SETTLED, OVERRIDDEN)
        lines = self.assessment.lines
        kept = {each.rule.value for each in lines if any(word in each.fact for word in said)}
        return {rule: line for rule, line in mine.items() if rule in kept}

    @property
    def can_be_checked(self) -> bool:
        """New, and no rule fails or is open."""
        open_lines = self.assessment.with_effect(Effect.FAIL, Effect.UNKNOWN)
        return self.case.state is State.SUBMITTED and not open_lines


@dataclass(frozen=True)
class OfferPage:
    """Everything about one offer of a host."""

    case: Case
    state: str
    tone: str
    answers: list[tuple[str, str]]
    comments: list[Said]
    history: list[Happened]


def case_page(case: Case, person: Person, came_from: Chosen) -> CasePage:
    """Gather the page of one case, which was opened from a list."""
    programme = current_programme()
    visit = programme.visit(case.visit or "")
    assessment = Assessment.model_validate(case.assessment)
    reasons = Reasons(programme, visit, texts("en"), formats("en"), case.to_country)
    names, asked = names_of(case), info_requests.requests_of(case)
    same = queries.of_same_organisation(person, case).limit(OTHERS + 1)
    others = list(db.session.scalars(same))
    looks = looks_for_host(case, programme) if case.route is Route.FIND_HOST else ""
    said, items = reasons.of(assessment.lines), _items(case)
    return CasePage(
        case=case,
        visit=visit,
        aim=aim_of(case, programme, "en"),
        looks_for_host=looks,
        request=case.sent_answers().formal_request(visit) if case.answers else None,
        needs=needs_of(case),
        consents=consents_of(case),
        others=others[:OTHERS],
        more_others=len(others) > OTHERS,
        state=state_of(case, answered=bool(asked and asked[0].answered_at)),
        tone="wait" if case.pending else TONES.get(case.state, "info"),
        answers=answers_of(case),
        assessment=assessment,
        reasons=said,
        receipt=reasons.receipt(assessment),
        items=items,
        asked=asked,
        comments=said_about(case, names),
        history=history_of(case),
        decided_by=names.get(case.decided_by or 0, ""),
        todo=checklist(case, said, others, [each.row for each in items], looks_for_host=looks),
        refused=refused_mails(case, person),
        visit_change=_visit_change(case, visit),
        undo_until=undo.last_day(case, programme, clock.today()),
        next=next_row(person, came_from, case),
    )


def offer_page(case: Case) -> OfferPage:
    """Gather the page of a host's offer."""
    return OfferPage(
        case,
        state_of(case, answered=False),
        TONES[case.state],
        answers_of_offer(case),
        said_about(case, names_of(case)),
        history_of(case),
    )


def _visit_change(case: Case, visit: Visit | None) -> str:
    today = clock.today()
    exchange = evidence.exchange_of(case)
    found = visit and change_of(case, exchange, visit, current_programme(), today)
    return change_in_words(found.kind, visit, "en", today) if visit and found else ""


def _items(case: Case) -> list[ItemShown]:
    programme = current_programme()
    found = []
    for row in evidence.items_of(case):
        same = {file.id: evidence.same_elsewhere(case, file.sha256) for file in row.files}
        slot = slot_of(case, programme, row.slot)
        if slot:
            found.append(ItemShown(slot, row, same))
    return found

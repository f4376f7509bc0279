"""What is left to do before a case can be decided: derived from its facts, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.evidence.models import EvidenceItem
from formsvc.evidence.states import EvidenceState
from formsvc.reasons import Reason
from generator.look.formats import formats

BEFORE_CHECK = (State.SUBMITTED, State.INFO_REQUESTED)
DECIDED_ON = (*BEFORE_CHECK, State.ELIGIBLE)


@dataclass(frozen=True)
class Todo:
    """One thing: done, or to do by the office, or waited for."""

    mark: str
    """done, todo, or wait: somebody else has it."""
    words: str
    place: str = ""
    """Where on the page it is done: the id of a section."""


def checklist(
    case: Case,
    reasons: Sequence[Reason],
    others: Sequence[Case],
    items: Sequence[EvidenceItem],
    *,
    looks_for_host: str,
) -> list[Todo]:
    """Give what a case needs next, in the order of the work; nothing for one that is closed.

    Args:
        case: the case.
        reasons: the lines of its assessment in words.
        others: other cases of the same organisation that the reader may see.
        items: what proves its exchange.
        looks_for_host: who does; empty where there is a host, or none is needed.
    """
    if case.state in DECIDED_ON:
        return [*_said(case), *_rules(case, reasons), *_others(others), *_host(looks_for_host),
                *_decision(case)]  # fmt: skip
    if case.state is State.WAITLISTED:
        return [
            *_said(case),
            Todo("wait", "A seat becomes free and is offered in the order of the list"),
        ]
    if case.state is State.ACCEPTED:
        return [*_said(case), *_evidence(items)]
    return _said(case)


def _said(case: Case) -> list[Todo]:
    found = []
    if case.erasure_asked_on:
        found.append(Todo("todo", "Decide about the erasure that the applicant asks for", "erase"))
    if case.wrote_on:
        found.append(Todo("todo", "Read what the applicant wrote", "comments"))
    if case.state is State.INFO_REQUESTED:
        until = f" until {formats('en').day(case.due_on)}" if case.due_on else ""
        found.append(Todo("wait", f"The applicant answers your question{until}", "asked"))
    return found


def _rules(case: Case, reasons: Sequence[Reason]) -> Iterator[Todo]:
    for reason in reasons:
        if reason.tone == "no":
            yield Todo("todo", f"A rule fails: {reason.title}", "rules")
        elif reason.tone == "unk":
            yield Todo("todo", f"Find out and settle: {reason.title}", "rules")
    checked = case.state not in BEFORE_CHECK
    yield Todo("done" if checked else "todo", "Say that the rules hold", "decide")


def _others(others: Sequence[Case]) -> Iterator[Todo]:
    """One organisation visits once: another case that is on its way must be looked at."""
    live = (*DECIDED_ON, State.WAITLISTED, State.ACCEPTED)
    for other in others:
        if other.state in live:
            yield Todo("todo", f"Look at {other.reference} of the same organisation", "others")


def _host(looks_for_host: str) -> Iterator[Todo]:
    if looks_for_host:
        yield Todo("wait", f"No host yet: {looks_for_host}")


def _decision(case: Case) -> Iterator[Todo]:
    yield Todo("done" if case.decision else "todo", "Decide", "decide")
    yield Todo("todo", "Read the mail and release it", "decide")


def _evidence(items: Sequence[EvidenceItem]) -> Iterator[Todo]:
    for item in items:
        words = item.slot.replace("-", " ").capitalize()
        if item.state is EvidenceState.RECEIVED:
            yield Todo("todo", f"Look at what came: {words}", item.slot)
        elif item.state is EvidenceState.ACCEPTED:
            yield Todo("done", f"{words} accepted", item.slot)
        else:
            yield Todo("wait", f"{words}: the applicant sends it", item.slot)

"""May a candidature for a visit be sent now? If not, why, and what one can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formsvc.rendering import current_texts, language
from generator.look.formats import formats
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit


@dataclass(frozen=True)
class Closed:
    """Why a visit takes no candidature now, in words, and what to do next."""

    why: str
    then: str


def why_closed(programme: Programme, visit: Visit | None, today: date) -> Closed | None:
    """Give the reason, or None when a candidature can be sent today (to the end of the day).

    A visit that is full takes candidatures for its waiting list. Without a visit the call counts.
    """
    if visit is None:
        return _why_no_call(programme, today)
    status = programme.status(visit, today)
    if status in (Status.OPEN, Status.FULL):
        return None
    t, f, call = current_texts(), formats(language()), programme.call_of(visit)
    other = t("Join another visit, or plan an exchange of your own.")
    closing = f.day(visit.closing(call, today))
    return {
        Status.ANNOUNCED: Closed(
            t("Candidatures for this visit open on %(day)s.", day=f.day(visit.opening(call))),
            t("Come back on that day, or look for something earlier."),
        ),
        Status.CLOSED: Closed(
            t("Candidatures for this visit closed on %(day)s.", day=closing), other
        ),
        Status.UNDER_WAY: Closed(t("This visit is under way."), other),
        Status.HELD: Closed(t("This visit has been held."), other),
        Status.POSTPONED: Closed(
            t("This visit is postponed. New dates are not known yet."),
            t("Its page will say when it takes candidatures again."),
        ),
        Status.CANCELLED: Closed(t("This visit is cancelled."), other),
    }[status]


def _why_no_call(programme: Programme, today: date) -> Closed | None:
    t, f, call = current_texts(), formats(language()), programme.call
    if today < call.opens_on:
        return Closed(
            t("Candidatures open on %(day)s.", day=f.day(call.opens_on)),
            t("Come back on that day."),
        )
    if today > call.closes_on:
        return Closed(
            t("Candidatures closed on %(day)s.", day=f.day(call.closes_on)),
            t("The news of this site will say when the next call opens."),
        )
    return None

"""A change of a visit, and what can be chosen, in words."""

from __future__ import annotations

from datetime import date

from formsvc.visit_changes.models import ChangeKind, Choice
from generator.look.formats import Formats, formats
from generator.look.texts import texts
from generator.programme.dates import DateRange, KnownDates
from generator.programme.visit import Visit

CHOICES = {
    Choice.NEW_DATE: "I come on the new days",
    Choice.WAIT: "I wait for the new days",
    Choice.ONLINE: "I take part online",
    Choice.OTHER_VISIT: "I join another visit",
    Choice.OWN: "I plan an exchange of my own",
    Choice.WITHDRAW: "I withdraw my candidature",
}


def known_days(known: KnownDates, f: Formats) -> str:
    """Say the days of a visit: a range, or each of them."""
    if isinstance(known, DateRange):
        return f.range(known.first_on, known.last_on)
    return f.days(known.days())


def change_in_words(kind: ChangeKind, visit: Visit, language: str, today: date) -> str:
    """Say in one sentence how the visit is now."""
    t, f = texts(language), formats(language)
    known = visit.dates_known_on(today)
    days = known_days(known, f) if known else ""
    return {
        ChangeKind.MOVED: t("The visit has new days: %(days)s.", days=days),
        ChangeKind.POSTPONED: t("The visit is postponed; its new days are not known yet."),
        ChangeKind.ONLINE: t("The visit takes place online: %(days)s.", days=days),
        ChangeKind.CANCELLED: t("The visit is cancelled."),
    }[kind]

"""What staff write: reasons, questions, decisions; in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)

from formsvc.exchanges.terms import Terms
from formsvc.forms import Form, from_list, one_of, options, required, text
from formsvc.outbox.forms import MailForm
from generator.look.formats import formats
from generator.programme.programme import Programme
from generator.programme.rules import RulePack
from generator.programme.vocabularies import FourEyes

LONGEST = 60  # days that an applicant may be given to answer
AT_THE_OFFICE = "-"
"""A choice that no cluster's short name can be."""


class ReasonForm(Form):
    """A reason that the applicant reads."""

    reason = text("Reason, as the applicant will read it", required("Write the reason."), most=1000)


class RejectForm(Form):
    """Why a candidature is rejected: a reason of the list, own words, or both."""

    code = RadioField("Which reason?", choices=[], validate_choice=False)
    reason = text("In your own words, as the applicant will read it", most=1000)

    def offer(self, pack: RulePack) -> None:
        """Offer the reasons of the rules; own words alone are one too."""
        listed = [(each.id, each.title) for each in pack.rejections]
        self.code.choices = options([*listed, ("", "Another reason, in my own words")])
        self.known = {code for code, _ in listed}

    def validate_code(self, field: RadioField) -> None:
        """Only what is on the list."""
        if field.data and field.data not in self.known:
            raise ValidationError("Choose a reason of the list.")

    def validate_reason(self, field: TextAreaField) -> None:
        """Something must be said."""
        if not field.data and not self.code.data:
            raise ValidationError("Write the reason.")


class OverrideForm(Form):
    """Why a rule is let pass that fails."""

    reason = text("Why do you let it pass?", required("Write the reason."), most=500, rows=3)


class GiveForm(Form):
    """Which cluster shall have a case, and why."""

    to = one_of("Who shall have it?", "Choose one.")
    reason = text("Why?", required("Write the reason."), most=500, rows=3)

    def offer(self, programme: Programme, has_it: str | None) -> None:
        """Offer the partner clusters and the programme office, but for whoever has it."""
        named = [(each.slug, each.label) for each in programme.clusters if each.slug != has_it]
        office = [(AT_THE_OFFICE, "The programme office")] if has_it else []
        self.to.choices = options([*named, *office])

    @property
    def cluster(self) -> str | None:
        """The cluster that was chosen; None for the programme office."""
        return None if self.to.data == AT_THE_OFFICE else str(self.to.data)


class UndoForm(ReasonForm):
    """Why a decision or an offer is taken back, and whether its mail had left on the page."""

    left = HiddenField()


class AloneForm(Form):
    """Whoever makes an own decision known alone may have to say why."""

    alone_because = text(
        "Why do you do this alone?", required("Write the reason."), most=500, rows=3
    )

    def ask(self, four_eyes: FourEyes) -> None:
        """Ask for the reason only where it is an exception."""
        if four_eyes is not FourEyes.EXCEPTIONS:
            del self.alone_because

    @property
    def because(self) -> str:
        """The reason, where one is asked for."""
        return self.alone_because.data or "" if "alone_because" in self else ""


class ReleaseForm(MailForm, AloneForm):
    """A decision is released with its mail."""


class DaysForm(Form):
    """For which days a candidature is accepted, when more was asked for than the visit plans."""

    days = one_of("For which days?", "Choose the days.")

    def offer(self, choices: Mapping[str, Terms]) -> None:
        """Offer the days with what follows from them; one choice is no question."""
        if len(choices) == 1:
            del self.days
            return
        names = {"asked": "The days asked for", "usual": "The usual days"}
        self.days.choices = options(
            (name, f"{names[name]}: {_stay(terms)}") for name, terms in choices.items()
        )

    @property
    def usual(self) -> bool:
        """The days that the visit plans were chosen."""
        return "days" in self and self.days.data == "usual"


def _stay(terms: Terms) -> str:
    f, amount = formats("en"), terms.assessment.amount_eur
    known = terms.first_on and terms.last_on
    days = f.range(terms.first_on, terms.last_on) if known else "days of the visit"
    return f"{days}, {f.money(amount) if amount is not None else 'no amount'}"


class SettleForm(Form):
    """What the office found out about an open rule."""

    holds = one_of("What did you find out?", "Say whether the rule holds.",
                   (("yes", "The rule holds"), ("no", "It does not hold")))  # fmt: skip
    note = text("How do you know?", required("Write how you know."), most=500, rows=2)


class DecideErasureForm(Form):
    """An erasure that an applicant has asked for is carried out, or refused."""

    decision = one_of(
        "What do you decide?",
        "Choose one.",
        (("erase", "Erase everything now"), ("refuse", "Refuse, with a reason")),
    )
    reason = text("Reason, as the applicant will read it", most=1000, rows=4)

    def validate_reason(self, field: object) -> None:
        """A refusal needs one."""
        if self.decision.data == "refuse" and not self.reason.data:
            raise ValidationError("Write the reason.")


class AskForm(Form):
    """A question to the applicant."""

    fields = SelectMultipleField("Answers that the applicant may change")
    asks_file = BooleanField("A supporting file, for example a letter of the cluster")
    question = text("Your question, as the applicant will read it", required("Write the question."))
    due_on = from_list("Last day for the answer", "Choose the last day for the answer.")

    def offer(self, names: Sequence[str], today: date, days: int, last_on: date | None) -> None:
        """Offer the questions and the days; the programme's usual number of days is chosen.

        Args:
            names: the questions of the form that may be opened.
            today: the programme date.
            days: how many days an applicant usually gets.
            last_on: no later day makes sense, because the visit begins.
        """
        f = formats("en")
        end = min(today + timedelta(days=LONGEST), last_on or date.max)
        spans = range(1, max(1, (end - today).days) + 1)
        listed = [today + timedelta(days=span) for span in spans]
        self.fields.choices = options((name, name) for name in names)
        self.due_on.choices = options(
            (day.isoformat(), f"{f.weekday(day)} {f.day(day)}") for day in listed
        )
        if not self.is_submitted():
            self.due_on.data = min(today + timedelta(days=days), listed[-1]).isoformat()

    def validate_fields(self, field: SelectMultipleField) -> None:
        """Something must be open, or nothing can come back."""
        if not field.data and not self.asks_file.data:
            raise ValidationError("Choose at least one answer, or a supporting file.")

"""What staff write: reasons, questions, decisions; in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import BooleanField, HiddenField, SelectMultipleField, ValidationError

from formsvc.forms import Form, from_list, one_of, options, required, text
from generator.look.formats import formats

LONGEST = 60  # days that an applicant may be given to answer


class ReasonForm(Form):
    """A reason that the applicant reads."""

    reason = text("Reason, as the applicant will read it", required("Write the reason."), most=1000)


class UndoForm(ReasonForm):
    """Why a released decision is undone, and whether its mail had left when the page was read."""

    left = HiddenField()


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

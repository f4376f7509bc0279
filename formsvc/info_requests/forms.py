"""What the office asks, and the applicant's own words for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import BooleanField, SelectMultipleField, ValidationError

from formsvc.forms import Form, from_list, options, required, text
from formsvc.info_requests.models import InfoRequest
from formsvc.rendering import current_texts
from generator.look.formats import formats

LONGEST = 60  # days that an applicant may be given


class AskForm(Form):
    """A question to the applicant; in English, for staff."""

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


class AnswerForm(Form):
    """The applicant's words beside the answers that are open."""

    answer = text("Your answer in words")

    def lacks(self, request: InfoRequest, *, changed: bool, file_came: bool) -> bool:
        """Say at the field when nothing answers the question yet."""
        t = current_texts()
        if self.answer.data or (file_came if request.asks_file else changed):
            return False
        missing = t("Add the file, or write why you cannot.")
        if not request.asks_file:
            missing = t("Change an answer above, or write your answer.")
        self.answer.errors = [missing]
        return True

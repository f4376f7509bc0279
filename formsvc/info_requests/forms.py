"""The applicant's own words beside the answers that are open."""

from __future__ import annotations

from formsvc.forms import Form, text
from formsvc.info_requests.models import InfoRequest
from formsvc.rendering import current_texts


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

"""What an applicant asks about the data of a case."""

from __future__ import annotations

from wtforms import BooleanField, ValidationError

from formsvc.forms import Form, email_line, text
from formsvc.rendering import current_texts


class ErasureForm(Form):
    """Ask for erasure; nobody must say why."""

    words = text("Do you want to tell us something about it?", most=1000, rows=3)
    sure = BooleanField("I want my data to be erased. I know that this cannot be undone.")

    def validate_sure(self, field: BooleanField) -> None:
        """Nothing is asked without it."""
        if not field.data:
            raise ValidationError(current_texts()("Tick this to ask for the erasure."))


class AddressForm(Form):
    """Another address for the candidature."""

    address = email_line("New e-mail address")

"""Handing a prepared candidature over, and turning one down."""

from __future__ import annotations

from formsvc.forms import Form, from_list, options, text


class BeginForm(Form):
    """For which visit, or on which route."""

    aim = from_list("Where does the company want to go?", "Choose where the company wants to go.")


class HandOverForm(Form):
    """In which language the company gets its mail."""

    language = from_list("Language of the mail", "Choose the language of the mail.")

    def offer(self, names: dict[str, str]) -> None:
        """Offer the programme's languages."""
        self.language.choices = options(names.items())


class TurnDownForm(Form):
    """The company does not want the candidature that the office prepared."""

    reason = text("Why? The office reads it.", most=1000, rows=3)

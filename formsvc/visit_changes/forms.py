"""What an applicant chooses when the visit changed."""

from __future__ import annotations

from formsvc.forms import Form, one_of


class ChoiceForm(Form):
    """One of the choices; another visit stands there with its short name."""

    choice = one_of("What do you want now?", "Choose one.")

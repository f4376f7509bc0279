"""What staff type to show who they are, and what the administrator types about them."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from formsvc.accounts.names import sign_in_name
from formsvc.accounts.passwords import PasswordRefused, require_strong
from formsvc.accounts.roles import ROLES, StaffRefused, require_roles
from formsvc.forms import Form, email_line, line, required, text

ABOUT_ROLES = {
    "officer": "Has the cases of the clusters ticked below: checks, decides, looks at evidence.",
    "coordinator": "Has all cases.",
    "auditor": "Reads all cases and their history, changes nothing.",
    "administrator": "Has the accounts of staff, and no cases.",
}


def _password(label: str, words: str, kind: str) -> PasswordField:
    return PasswordField(label, [required(words)], render_kw={"autocomplete": kind})


def _fits_a_name(_form: FlaskForm, field: Any) -> None:
    if sign_in_name(field.data) is None:
        raise ValidationError("Use letters and digits only, at least two, like jana.")


class SignInForm(Form):
    """Name and password."""

    username = line("Name", required("Write your name."), most=64,
                    render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})  # fmt: skip
    password = _password("Password", "Write your password.", "current-password")


class CodeForm(Form):
    """A code from the app, or a recovery code."""

    code = line("Code", required("Write the code."), most=40,
                render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"})  # fmt: skip


class ForgottenForm(Form):
    """Where the mail with the link goes."""

    email = email_line("Your e-mail address")


class NewPasswordForm(Form):
    """A new password; `about` is what everybody knows of the person."""

    password = _password("New password", "Write the new password.", "new-password")
    about: tuple[str, ...] = ()

    def validate_password(self, field: Any) -> None:
        """Refuse what is easy to guess, in words."""
        try:
            require_strong(field.data or "", *self.about)
        except PasswordRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class ChangePasswordForm(NewPasswordForm):
    """The password that is, and the one that shall be."""

    current = _password("Your password now", "Write the password that you have now.", "current-password")  # fmt: skip


class PasskeyForm(Form):
    """What the browser's script sends; nobody types it."""

    answer = HiddenField(validators=[required("The browser sent nothing. Try again.")])


class NewPasskeyForm(PasskeyForm):
    """The same, with a name by which the person knows the passkey."""

    name = line("Name of this passkey", required("Give it a name."), most=64)


class WhyForm(Form):
    """Why an account is changed, for the staff log."""

    reason = text("Reason, for the staff log", required("Write the reason."), most=500, rows=2)


def _ticks(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )


class RolesForm(WhyForm):
    """What a person may do; the clusters are set by the page."""

    roles = _ticks("Roles")
    clusters = _ticks("Clusters of an officer")

    def set_clusters(self, names: dict[str, str]) -> None:
        """Offer the partner clusters: name by slug."""
        self.roles.choices = [SelectChoice(role.value, role.value.capitalize()) for role in ROLES]
        self.clusters.choices = [SelectChoice(slug, name) for slug, name in names.items()]

    def validate_roles(self, field: Any) -> None:
        """Refuse roles that do not go together."""
        try:
            require_roles(field.data or (), self.clusters.data or ())
        except StaffRefused as refusal:
            raise StopValidation(str(refusal)) from refusal


class InviteForm(RolesForm):
    """Who comes in."""

    name = line("Name for signing in", required("Write a name."), _fits_a_name, most=64,
                render_kw={"autocapitalize": "none", "autocomplete": "off"})  # fmt: skip
    email = email_line("E-mail address")

"""What all forms share: fields that take plain text only, and errors in the page's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, Self

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from formsvc.boundary import readable
from formsvc.rendering import current_texts
from formsvc.sessions import cookie_came

Check = Callable[[Any, Any], None]
Choices = list[SelectChoice]
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a form's own key looks like: a random value that finds the draft of a second click."""
TRISTATE = {"yes": True, "no": False, "unsure": None}


class TokenField(CSRFTokenField):
    """A form's token, made when a page shows it: what leads on to another page shows none."""

    def process(self, *args: Any, **more: Any) -> None:
        """Take the token that was sent, and make no new one yet."""
        HiddenField.process(self, *args, **more)

    def _value(self) -> str:
        return str(self.csrf_impl.generate_csrf_token(self))


class Csrf(FlaskForm.Meta.csrf_class):
    """Flask-WTF's tokens in such fields."""

    field_class = TokenField


class Form(FlaskForm):
    """A form of the service: says its errors for the summary, in the order of the page."""

    class Meta:
        """What the library asks of a form."""

        csrf_class = Csrf

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Give the form with answers that were kept before, to check them again; without a token.

        It is a copy of an empty one: to make its fields costs as much as to check all answers.
        """
        form: Self = _copied(_empty(cls))  # type: ignore[arg-type]  # a class can be hashed
        form._fields = {name: _copied(field) for name, field in form._fields.items()}
        vars(form).update(form._fields, form_errors=[])
        form.process(kept if isinstance(kept, MultiDict) else MultiDict(kept))
        return form

    def validate(self, *args: Any, **more: Any) -> bool:
        """Check as the library does; and no field may hold a control character."""
        fine = bool(super().validate(*args, **more))
        if readable("".join(chain.from_iterable(map(came, self)))):
            return fine
        for field in self:
            if not field.errors and not all(map(readable, came(field))):
                words = current_texts()("This has a character that cannot be read. Type it again.")
                field.errors, fine = [words], False
        return fine

    def shown_errors(self) -> list[tuple[str, str]]:
        """Give (id of the field, words) for every answer that needs another look."""
        return [
            (field.id, str(field.errors[0]))
            for field in self
            if field.errors and field.short_name != "csrf_token"
        ]

    @property
    def stale(self) -> str | None:
        """Say in words that the page's token was missing or too old; nothing typed is lost."""
        if not self.errors.get("csrf_token"):
            return None
        t = current_texts()
        if not cookie_came():
            return t(
                "Your browser did not send our cookie. Allow cookies for this site, then "
                "press the button again. Nothing you typed is lost."
            )
        return t(
            "This page was open for a long time. Press the button again. Nothing you typed is lost."
        )

    @property
    def refused_as(self) -> int:
        """The status of the answer that shows the form again."""
        return 400 if self.stale else 422


@lru_cache
def _empty(kind: type[Form]) -> Form:
    return kind(formdata=None, meta={"csrf": False})


def _copied(made: Any) -> Any:
    twin = object.__new__(type(made))
    vars(twin).update(vars(made))
    return twin


class ButtonForm(Form):
    """A form with a button only."""


def pressed() -> bool:
    """Say whether a button of our own page was pressed: its token came and is right.

    What a `ButtonForm` finds for a third of the work; only a form says in words what was wrong.
    """
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def came(field: Any) -> list[str]:
    """Give what was sent for a field, as text; a file's content is looked at elsewhere."""
    return [each.strip() for each in field.raw_data or () if isinstance(each, str)]


def kept_fields(form: Form) -> list[Any]:
    """Give the fields whose answers a draft keeps, right or not; not what cannot be read."""
    fields = [field for field in form if field.short_name != "csrf_token"]
    return [field for field in fields if all(map(readable, came(field)))]


def required(words: str) -> Check:
    """Refuse an empty answer, in words for this question."""

    def check(_form: Any, field: Any) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            raise StopValidation(current_texts()(words))

    return check


def chosen(words: str) -> Check:
    """Refuse a choice that is missing or is not one of the page's; "Choose…" is none."""

    def check(_form: Any, field: Any) -> None:
        if not field.data or field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(current_texts()(words))

    return check


def at_most(characters: int) -> Check:
    """Refuse an answer that is too long."""

    def check(_form: Any, field: Any) -> None:
        if len(field.data or "") > characters:
            raise ValidationError(
                current_texts()(
                    "Shorten this to %(most)s characters; it has %(count)s.",
                    most=characters,
                    count=len(field.data),
                )
            )

    return check


def line(label: str, *checks: Check, most: int = 200, **more: Any) -> StringField:
    """One line of text."""
    return StringField(label, [*checks, at_most(most)], filters=[_stripped], **more)


def email_line(label: str) -> StringField:
    """One e-mail address."""
    return StringField(
        label,
        [required("Write an e-mail address."), at_most(254), an_address],
        filters=[_stripped],
        render_kw={"autocomplete": "email", "type": "email", "inputmode": "email"},
    )


def an_address(_form: Any, field: Any) -> None:
    """Refuse what cannot be an e-mail address, naming the usual slip."""
    t, typed = current_texts(), field.data
    if "," in typed:
        raise ValidationError(
            t("“%(typed)s” has a comma where a full stop should be.", typed=typed)
        )
    try:
        field.data = validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError as fault:
        raise ValidationError(
            t(
                "“%(typed)s” is not an e-mail address. Write it like name@example.org.",
                typed=typed,
            )
        ) from fault


def text(label: str, *checks: Check, most: int = 2000, rows: int = 5) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(
        label, [*checks, at_most(most)], filters=[_stripped], render_kw={"rows": rows}
    )


def one_of(label: str, words: str, choices: Iterable[tuple[str, str]] = ()) -> RadioField:
    """One choice of several, shown as cards; `words` say what is missing."""
    options = [SelectChoice(value, name) for value, name in choices]
    return RadioField(label, [chosen(words)], choices=options, validate_choice=False)


def from_list(label: str, words: str) -> SelectField:
    """One choice from a longer list, whose options the page sets."""
    return SelectField(label, [chosen(words)], choices=[], validate_choice=False)


def some_of(label: str) -> SelectMultipleField:
    """Several choices of some, each with a tick of its own; the page sets the options."""
    return SelectMultipleField(
        label, choices=[], validate_choice=False, option_widget=CheckboxInput()
    )


def day(label: str, words: str) -> StringField:
    """A day, as browsers send it; what is not one stays as it was typed."""
    return StringField(
        label, [required(words), a_day], filters=[_stripped], render_kw={"type": "date"}
    )


def a_day(_form: Any, field: Any) -> None:
    """Refuse what is not a day of the calendar."""
    try:
        date.fromisoformat(field.data)
    except ValueError as fault:
        raise StopValidation(
            current_texts()("Write the day as year-month-day, like 2021-10-04.")
        ) from fault


def options(pairs: Iterable[tuple[str, str]], group: str | None = None) -> Choices:
    """Make options of (value, name)."""
    return [SelectChoice(value, name, optgroup=group) for value, name in pairs]


def _stripped(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()

"""The two pages of questions of a host's offer."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, SelectMultipleField, ValidationError
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from formsvc.choices import clusters, countries, kinds
from formsvc.forms import (
    Form,
    email_line,
    from_list,
    line,
    one_of,
    options,
    required,
    text,
)
from formsvc.rendering import current_texts, language
from generator.look.formats import formats
from generator.look.words import Words
from generator.programme.content import URL
from generator.programme.programme import Programme
from generator.programme.vocabularies import Ecosystem

SPOKEN = (
    "en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv",
    "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv", "uk",
)  # fmt: skip
"""English, the other official languages of the European Union, and Ukrainian."""
MOST_VISITORS = 500


class WhoForm(Form):
    """Who are you?"""

    organisation = line(
        "Legal name of the organisation",
        required("Write the name of your organisation."),
        render_kw={"autocomplete": "organization"},
    )
    organisation_type = one_of(
        "What kind of organisation is it?", "Choose the kind of organisation."
    )
    country = from_list("Country where visitors come to you", "Choose the country.")
    town = line("Town where visitors come to you", required("Write the name of the town."))
    website = line("Website", render_kw={"type": "url", "inputmode": "url", "autocomplete": "url"})
    cluster = one_of("Of which cluster are you a member?", "Choose a cluster, or “Not sure”.")
    contact = line(
        "Name of the person we write to",
        required("Write the name of the person we write to."),
        render_kw={"autocomplete": "name"},
    )
    email = email_line("E-mail of that person")

    def ask(self, programme: Programme, today: date) -> None:
        """Fill in kinds, countries and clusters."""
        self.organisation_type.choices = kinds(today)
        self.country.choices = countries()
        self.cluster.choices = clusters(programme)

    def validate_website(self, field: Any) -> None:
        """Take an address as people write it, and refuse what opens no page."""
        if not field.data:
            return
        whole = field.data if "://" in field.data else f"https://{field.data}"
        if not URL.fullmatch(whole) or "." not in whole:
            raise ValidationError(
                current_texts()("Write the address of a website, like https://www.example.org/.")
            )
        field.data = whole


class VisitorsForm(Form):
    """What do visitors find?"""

    summary = text("What can visitors see?", required("Write a sentence or two."), most=400, rows=3)
    offers = text("What exactly, one thing a line?", most=1000, rows=4)
    technologies = line("Technologies, with commas between them", most=300)
    ecosystem = from_list("Industry", "Choose the industry.")
    languages = SelectMultipleField(
        "Languages you speak with visitors",
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    capacity = IntegerField("How many visitors at a time?", render_kw={"inputmode": "numeric"})
    when = line("When does it suit you?")
    limits = text("What stays secret?", most=500, rows=2)
    agreed = BooleanField("I speak for the organisation, and this may stand on the website")

    def ask(self, today: date) -> None:
        """Fill in languages and industries."""
        f = formats(language())
        words = Words(current_texts(), f, today)
        others = sorted((f.order(f.language_name(code)), code) for code in SPOKEN[1:])
        spoken = [SPOKEN[0], *(code for _, code in others)]
        self.languages.choices = options((code, f.language_name(code)) for code in spoken)
        self.ecosystem.choices = [
            *options([("", current_texts()("Choose…"))]),
            *options((each.value, words.ecosystem(each)) for each in Ecosystem),
        ]

    def validate_languages(self, field: SelectMultipleField) -> None:
        """Ask for one at least."""
        if not field.data or not set(field.data) <= set(SPOKEN):
            raise StopValidation(current_texts()("Choose at least one language."))

    def validate_capacity(self, field: IntegerField) -> None:
        """Take a number of people, or nothing."""
        typed = (field.raw_data or [""])[0].strip()
        field.errors = []
        if typed and not (field.data and 1 <= field.data <= MOST_VISITORS):
            raise StopValidation(
                current_texts()("Write a number from 1 to %(most)s.", most=MOST_VISITORS)
            )

    def validate_agreed(self, field: BooleanField) -> None:
        """Nothing is published without it."""
        if not field.data:
            raise ValidationError(current_texts()("Tick this to send the offer."))

"""The questions of a candidature, one form a step."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, ValidationError
from wtforms.validators import StopValidation

from formsvc.candidatures.routes import NOTHING, Kept
from formsvc.choices import clusters, countries, kinds
from formsvc.forms import (
    Form,
    email_line,
    from_list,
    line,
    one_of,
    options,
    required,
    some_of,
    text,
)
from formsvc.rendering import current_texts, language
from generator.programme.programme import Programme
from generator.programme.visit import Visit
from generator.programme.vocabularies import OrganisationType

TRAVELLERS = 2
"""The most people of one organisation, for an exchange without a visit."""
YES_NO_UNSURE = (("yes", "Yes"), ("no", "No"), ("unsure", "Not sure"))


class StepForm(Form):
    """A step's questions; `ask` fills in what depends on programme, visit and other answers."""

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Fill the choices that the content gives."""


class OrganisationForm(StepForm):
    """Who are you?"""

    organisation = line(
        "Legal name of the organisation",
        required("Write the name of your organisation."),
        render_kw={"autocomplete": "organization"},
    )
    registration = line(
        "Registration or VAT number",
        required("Write the number under which your organisation is registered."),
        most=60,
    )
    country = from_list("Country where it is registered", "Choose the country.")
    visitor_type = one_of("What kind of organisation is it?", "Choose the kind of organisation.")
    small_enough = RadioField(
        "Fewer than 250 people, your group counted in?",
        choices=options(YES_NO_UNSURE),
        validate_choice=False,
    )
    cluster = one_of("Of which cluster are you a member?", "Choose a cluster, or “Not sure”.")
    other_cluster = line("Name of the other cluster")

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Fill in countries, kinds and clusters."""
        self.country.choices = countries()
        self.visitor_type.choices = kinds(today)
        self.cluster.choices = clusters(programme)

    def validate_small_enough(self, field: RadioField) -> None:
        """Ask companies only."""
        if self.visitor_type.data == OrganisationType.SME and field.data not in dict(YES_NO_UNSURE):
            raise StopValidation(current_texts()("Say whether you are an SME, or “Not sure”."))

    def validate_other_cluster(self, field: Any) -> None:
        """Ask for the name of a cluster outside the partnership."""
        if self.cluster.data == "other" and not field.data:
            raise ValidationError(current_texts()("Write the name of your cluster."))


class PeopleForm(StepForm):
    """Who travels? Diet and access needs are kept apart: see `needs.py`."""

    contact = line(
        "Name of the person we write to",
        required("Write the name of the person we write to."),
        render_kw={"autocomplete": "name"},
    )
    email = email_line("E-mail of that person")
    travellers = IntegerField("How many people travel?", render_kw={"inputmode": "numeric"})
    who = text("Names and roles of those who travel", most=600, rows=3)
    residence = BooleanField(
        "Every person who travels is a citizen of a COSME country, or has lived in one for 183 days"
    )
    visited_before = one_of(
        "Has your organisation been on such a visit before?",
        "Say whether there was an earlier visit.",
        YES_NO_UNSURE,
    )
    diet = text("Diet", most=500, rows=2)
    access = text("Access needs", most=500, rows=2)

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Keep the number of people that this visit takes."""
        self.most_travellers = visit.travellers if visit else TRAVELLERS

    def validate_travellers(self, field: IntegerField) -> None:
        """Keep to the visit's number for each organisation."""
        if field.data is None or not 1 <= field.data <= self.most_travellers:
            field.errors = []
            raise StopValidation(
                current_texts()("Write a number from 1 to %(most)s.", most=self.most_travellers)
            )

    def validate_who(self, field: Any) -> None:
        """A line for each traveller at most."""
        lines = [words for words in (field.data or "").split("\n") if words.strip()]
        if self.travellers.data and len(lines) > self.travellers.data:
            raise ValidationError(
                current_texts()(
                    "You wrote %(lines)s lines, and %(people)s people travel. One line for each.",
                    lines=len(lines), people=self.travellers.data,
                )
            )  # fmt: skip


class PurposeForm(StepForm):
    """What for?"""

    objectives = text(
        "What do you want to learn, and whom do you want to meet?",
        required("Write a sentence or two about what you look for."),
    )
    outcomes = text("What should come of it?")
    offers = text("What can you offer to the hosts?")


class DeclarationsForm(StepForm):
    """What do you declare?"""

    declared = some_of("Tick every sentence")

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Offer what the rules of the call ask to declare, word for word."""
        pack = programme.rules_of(programme.call_of(visit))
        self.declared.choices = options(
            (each.mark, each.text.say(language()).words) for each in pack.declarations
        )

    def validate_declared(self, field: Any) -> None:
        """Each of them; words that have changed since are declared anew."""
        if {choice.value for choice in field.choices} - set(field.data):
            raise StopValidation(
                current_texts()("Tick every sentence. If one is not right, write to the office.")
            )


class AddressForm(Form):
    """The right address, before it is confirmed."""

    email = email_line("E-mail of the person we write to")


class WithdrawForm(Form):
    """Take a candidature back; a reason helps, and nobody must give one."""

    reason = text("Why? The office reads it.", most=1000, rows=3)

"""The questions of a candidature, one form a step."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import StopValidation

from formsvc.choices import clusters, countries
from formsvc.forms import Form, email_line, from_list, line, one_of, options, required, text
from formsvc.rendering import current_texts, language
from generator.look.formats import formats
from generator.look.words import Words
from generator.programme.programme import Programme
from generator.programme.visit import Visit
from generator.programme.vocabularies import OrganisationType

YES_NO_UNSURE = (("yes", "Yes"), ("no", "No"), ("unsure", "Not sure"))


class StepForm(Form):
    """A step's questions; `ask` fills in what depends on the programme and the visit."""

    def ask(self, programme: Programme, visit: Visit, today: date) -> None:
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

    def ask(self, programme: Programme, visit: Visit, today: date) -> None:
        """Fill in countries, kinds and clusters."""
        words = Words(current_texts(), formats(language()), today)
        self.country.choices = countries()
        self.visitor_type.choices = options(
            (each.value, words.visitor(each)) for each in OrganisationType
        )
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
    """Who travels?"""

    contact = line(
        "Name of the person we write to",
        required("Write the name of the person we write to."),
        render_kw={"autocomplete": "name"},
    )
    email = email_line("E-mail of that person")
    travellers = IntegerField("How many people travel?", render_kw={"inputmode": "numeric"})
    residence = BooleanField(
        "Every person who travels is a citizen of a COSME country, or has lived in one for 183 days"
    )
    visited_before = one_of(
        "Has your organisation been on such a visit before?",
        "Say whether there was an earlier visit.",
        YES_NO_UNSURE,
    )

    def ask(self, programme: Programme, visit: Visit, today: date) -> None:
        """Keep the number of people that this visit takes."""
        self.most_travellers = visit.travellers

    def validate_travellers(self, field: IntegerField) -> None:
        """Keep to the visit's number for each organisation."""
        if field.data is None or not 1 <= field.data <= self.most_travellers:
            field.errors = []
            raise StopValidation(
                current_texts()("Write a number from 1 to %(most)s.", most=self.most_travellers)
            )


class StayForm(StepForm):
    """When?"""

    first_on = from_list("First day at the visit", "Choose your first day.")
    last_on = from_list("Last day at the visit", "Choose your last day.")
    near = one_of(
        "Is it less than 200 km from where you work?",
        "Say whether it is less than 200 km, or “Not sure”.",
        YES_NO_UNSURE,
    )

    def ask(self, programme: Programme, visit: Visit, today: date) -> None:
        """Offer the visit's own days; an online visit has nothing to ask."""
        if visit.is_online(today):
            for name in ("first_on", "last_on", "near"):
                delattr(self, name)
            return
        known, f = visit.dates_known_on(today), formats(language())
        days = known.days() if known else ()
        names = [(day.isoformat(), f"{f.weekday(day)} {f.day(day)}") for day in days]
        self.first_on.choices = self.last_on.choices = options(
            [("", current_texts()("Choose…")), *names]
        )

    def validate_last_on(self, field: SelectField) -> None:
        """Refuse a stay that ends before it starts."""
        if self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(current_texts()("Your last day is before your first day."))


class PurposeForm(StepForm):
    """What for?"""

    objectives = text(
        "What do you want to learn, and whom do you want to meet?",
        required("Write a sentence or two about what you look for."),
    )
    outcomes = text("What should come of it?")
    offers = text("What can you offer to the hosts?")


class SendForm(Form):
    """Check your answers, and send."""

    conditions = BooleanField("I have read this and accept it")

    def validate_conditions(self, field: BooleanField) -> None:
        """Nothing is sent without it."""
        if not field.data:
            raise ValidationError(current_texts()("Tick this to send the candidature."))


class WithdrawForm(Form):
    """Take a candidature back; a reason helps, and nobody must give one."""

    reason = text("Why? The office reads it.", most=1000, rows=3)

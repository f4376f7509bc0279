"""Where and when: the questions of each route."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, ValidationError
from wtforms.validators import StopValidation

from formsvc.candidatures.answers import is_longer
from formsvc.candidatures.forms import YES_NO_UNSURE, StepForm
from formsvc.candidatures.routes import DROP, NOTHING, WAITLIST, Kept
from formsvc.candidatures.seats import seats_left_at
from formsvc.forms import day, from_list, line, one_of, options, required, some_of, text
from formsvc.rendering import current_texts, language
from generator.look.formats import formats
from generator.programme.countries import COSME, IN_TABLE_NOT_COSME
from generator.programme.dates import is_working_day
from generator.programme.host import Host
from generator.programme.programme import Programme
from generator.programme.visit import Status, Visit
from generator.programme.vocabularies import OrganisationType

FEW_SEATS = 4
"""From so few on, an applicant is asked what holds when no seat is left."""
LONGEST_WISH = 23
"""Working days in a month: nobody may stay longer."""
IF_FULL = ((WAITLIST, "Keep us on the waiting list"), (DROP, "Then we do not come"))


class StayForm(StepForm):
    """When, at a visit?"""

    first_on = from_list("First day at the visit", "Choose your first day.")
    last_on = from_list("Last day at the visit", "Choose your last day.")
    near = one_of(
        "Is it less than 200 km from where you work?",
        "Say whether it is less than 200 km, or “Not sure”.",
        YES_NO_UNSURE,
    )
    ask_longer = BooleanField("We ask for a longer stay than the visit plans")
    ask_hosts = BooleanField("We ask to see more hosts than the visit plans")
    ask_why = text("Why do you ask for more?", rows=3)
    if_full = one_of(
        "What if no seat is left when the office decides?",
        "Say what we do when no seat is left.",
        IF_FULL,
    )

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Offer the visit's own days; an online visit has no days and no place to ask about."""
        if visit is None:
            raise LookupError("this form is for a visit")
        self.visit, self.answers = visit, answers
        left = seats_left_at(visit)
        self.full = programme.status(visit, today) is Status.FULL or left == 0
        online = visit.is_online(today)
        if not self.full and (left is None or left > FEW_SEATS):
            self._leave_out("if_full")
        if online or not visit.longer_on_request:
            self._leave_out("ask_longer", "ask_hosts", "ask_why")
        if online:
            self._leave_out("first_on", "last_on", "near")
        else:
            self._offer_days(visit, today)

    def _leave_out(self, *names: str) -> None:
        for name in names:
            delattr(self, name)

    def _offer_days(self, visit: Visit, today: date) -> None:
        known, f = visit.dates_known_on(today), formats(language())
        days = known.days() if known else ()
        names = [(each.isoformat(), f"{f.weekday(each)} {f.day(each)}") for each in days]
        self.first_on.choices = self.last_on.choices = options(
            [("", current_texts()("Choose…")), *names]
        )

    def validate_last_on(self, field: SelectField) -> None:
        """Refuse a stay that ends before it starts."""
        if self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(current_texts()("Your last day is before your first day."))

    def validate_ask_why(self, field: Any) -> None:
        """A request needs its reason; a stay beyond the visit's plan is one."""
        if field.data:
            return
        t, kinds = current_texts(), {each.value: each for each in OrganisationType}
        kind = kinds.get(self.answers.get("visitor_type", ""))
        first_on, last_on = as_day(self.first_on.data), as_day(self.last_on.data)
        if kind and is_longer(self.visit, kind, first_on, last_on):
            planned = self.visit.stays[kind]
            raise ValidationError(
                t("The visit plans %(days)s days for you. Write why you stay longer.", days=planned)
            )
        if self.ask_longer.data or self.ask_hosts.data:
            raise ValidationError(t("Write why you ask for it: the office decides."))

    def validate_if_full(self, field: Any) -> None:
        """A visit that is full takes candidatures for its waiting list only."""
        if self.full and field.data == DROP:
            raise ValidationError(
                current_texts()("All seats are taken. Choose the waiting list, or another visit.")
            )


class CountryForm(StepForm):
    """In which country is the host of an exchange of your own?"""

    to = from_list("Country of the hosts", "Choose the country of the hosts.")

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Offer the countries of the directory's hosts, then the others of the table."""
        self.to.choices = _countries(programme, current_texts()("Choose…"))


class OwnStayForm(StepForm):
    """With which hosts, and when?"""

    hosts = some_of("Hosts of our directory")
    other_host = line("Another organisation that is not in the directory")
    first_on = day("First day at the host", "Choose your first day.")
    last_on = day("Last day at the host", "Choose your last day.")
    near = one_of(
        "Is it less than 200 km from where you work?",
        "Say whether it is less than 200 km, or “Not sure”.",
        YES_NO_UNSURE,
    )

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Offer the hosts of the country; days lie inside the call."""
        self.there = [host for host in programme.hosts if host.country == answers.get("to")]
        self.hosts.choices = options((host.slug, host.name) for host in self.there)
        self.least = programme.stay_days(None, OrganisationType.SME)
        self.travellers = str(answers.get("travellers", ""))
        self.earliest, self.latest = today + timedelta(1), programme.call.closes_on
        for field in (self.first_on, self.last_on):
            field.render_kw = {
                **field.render_kw, "min": self.earliest.isoformat(), "max": self.latest.isoformat(),
            }  # fmt: skip

    def validate_hosts(self, field: Any) -> None:
        """Ask for one host at least; each can host, and is in the chosen country."""
        t, known = current_texts(), {host.slug: host for host in self.there}
        if any(slug not in known for slug in field.data):
            raise StopValidation(t("Choose hosts of the country that you have chosen."))
        if not field.data and not self.other_host.data:
            raise StopValidation(t("Choose a host, or write the name of another organisation."))
        for slug in field.data:
            self._require_open(known[slug])

    def _require_open(self, host: Host) -> None:
        t, f = current_texts(), formats(language())
        if host.paused:
            raise StopValidation(
                t("%(host)s takes no visitors now. Choose another host.", host=host.name)
            )
        if host.capacity and self.travellers.isdecimal() and int(self.travellers) > host.capacity:
            raise StopValidation(
                t(
                    "%(host)s takes %(count)s visitors at a time, and %(people)s people travel.",
                    host=host.name, count=host.capacity, people=self.travellers,
                )
            )  # fmt: skip
        first_on, last_on = as_day(self.first_on.data), as_day(self.last_on.data)
        if first_on and last_on and first_on <= last_on and not host.takes(first_on, last_on):
            days = "; ".join(f.range(each.first_on, each.last_on) for each in host.receives)
            raise StopValidation(
                t(
                    "%(host)s takes visitors on these days only: %(days)s.",
                    host=host.name,
                    days=days,
                )
            )

    def validate_first_on(self, field: Any) -> None:
        """A working day inside the call, not in the past."""
        self._require_working_day(field)

    def validate_last_on(self, field: Any) -> None:
        """The same, and not before the first day."""
        first_on, last_on = as_day(self.first_on.data), as_day(field.data)
        if first_on and last_on and last_on < first_on:
            raise StopValidation(current_texts()("Your last day is before your first day."))
        self._require_working_day(field)

    def _require_working_day(self, field: Any) -> None:
        t, f, found = current_texts(), formats(language()), as_day(field.data)
        if found is None:
            return
        if not self.earliest <= found <= self.latest:
            raise StopValidation(
                t(
                    "Choose a day from %(first)s to %(last)s: so long this call runs.",
                    first=f.day(self.earliest), last=f.day(self.latest),
                )
            )  # fmt: skip
        if not is_working_day(found):
            raise StopValidation(
                t(
                    "%(day)s is a %(weekday)s. Choose a working day, Monday to Friday.",
                    day=f.day(found), weekday=f.weekday(found),
                )
            )  # fmt: skip


class FindHostForm(StepForm):
    """What kind of host do you look for?"""

    to = SelectField("In which country?", choices=[], validate_choice=False)
    host_wish = text(
        "What kind of host do you look for?",
        required("Write what kind of host you look for."),
    )
    wished_days = IntegerField("How many working days?", render_kw={"inputmode": "numeric"})
    wished_when = line("When would you like to go?")

    def ask(
        self, programme: Programme, visit: Visit | None, today: date, answers: Kept = NOTHING
    ) -> None:
        """Offer the countries, and none."""
        self.least = programme.stay_days(None, OrganisationType.SME)
        self.to.choices = _countries(programme, current_texts()("Any country"))

    def validate_to(self, field: Any) -> None:
        """Refuse what is not on the list."""
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(current_texts()("Choose a country, or “Any country”."))

    def validate_wished_days(self, field: IntegerField) -> None:
        """Between the rules' own bounds; they say the rest."""
        if field.data is None or not 1 <= field.data <= LONGEST_WISH:
            field.errors = []
            raise StopValidation(
                current_texts()("Write a number from 1 to %(most)s.", most=LONGEST_WISH)
            )


def as_day(value: str | None) -> date | None:
    """Read a day as browsers send it, 2021-10-04; None for anything else."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def _countries(programme: Programme, first: str) -> Any:
    t, f = current_texts(), formats(language())
    ours = {host.country for host in programme.hosts}
    others = (COSME | IN_TABLE_NOT_COSME) - ours

    def named(codes: Any) -> list[tuple[str, str]]:
        return sorted(
            ((code, f.country(code)) for code in codes), key=lambda pair: f.order(pair[1])
        )

    return [
        *options([("", first)]),
        *options(named(ours), t("Countries with hosts in our directory")),
        *options(named(others), t("Other countries")),
    ]

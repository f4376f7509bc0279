"""The answers of a candidature in words, for the people who read them."""

from __future__ import annotations

from dataclasses import dataclass

from formsvc import clock
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import NEEDS, Case
from formsvc.candidatures.routes import DROP, WAITLIST, Route, host_names
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from generator.look.formats import Formats, formats
from generator.look.texts import Texts
from generator.look.words import Words
from generator.programme.programme import Programme
from generator.programme.vocabularies import Membership, OrganisationType


@dataclass(frozen=True)
class Shown:
    """One question with its answer; `step` is where it can be changed."""

    step: str
    question: str
    answer: str


def shown(answers: Answers, programme: Programme, t: Texts, f: Formats, words: Words
          ) -> list[Shown]:  # fmt: skip
    """Give every question that has an answer, in the order of the form."""
    three = {True: t("Yes"), False: t("No"), None: t("Not sure")}
    sme = answers.visitor_type is OrganisationType.SME
    stays = answers.first_on and answers.last_on
    rows = [
        ("organisation", t("Organisation"), answers.organisation),
        ("organisation", t("Registration or VAT number"), answers.registration),
        ("organisation", t("Country"), f.country(answers.country)),
        ("organisation", t("Kind"), words.visitor(answers.visitor_type)),
        ("organisation", t("Fewer than 250 people"), three[answers.small_enough] if sme else ""),
        ("organisation", t("Member of"), _cluster(answers, programme, t)),
        ("people", t("Person we write to"), answers.contact),
        ("people", t("E-mail"), answers.email),
        ("people", t("Travellers"), str(answers.travellers)),
        ("people", t("Names and roles"), answers.who),
        ("people", t("Citizens, or 183 days in a COSME country"), three[answers.residence or None]),
        ("people", t("Earlier visit"), three[answers.visited_before]),
        *_where(answers, programme, t, f),
        ("stay", t("Stay"), f.range(answers.first_on, answers.last_on) if answers.first_on and answers.last_on else ""),
        ("stay", t("Less than 200 km away"), three[answers.near] if stays else ""),
        ("stay", t("Asks for"), _request(answers, t)),
        ("stay", t("If no seat is left"), if_full_words(answers.if_full, t)),
        ("purpose", t("Looks for"), answers.objectives),
        ("purpose", t("Should come of it"), answers.outcomes),
        ("purpose", t("Can offer"), answers.offers),
    ]  # fmt: skip
    return [Shown(*row) for row in rows if row[2]]


def _where(answers: Answers, programme: Programme, t: Texts, f: Formats
           ) -> list[tuple[str, str, str]]:  # fmt: skip
    """Give where an exchange without a visit goes; a visit stands in the heading."""
    country = f.country(answers.to) if answers.to else ""
    if answers.route is Route.OWN:
        hosts = ", ".join(host_names(answers.hosts, programme, answers.other_host))
        return [("country", t("Country of the hosts"), country), ("stay", t("Hosts"), hosts)]
    if answers.route is Route.FIND_HOST:
        return [
            ("stay", t("Looks for a host in"), country or t("Any country")),
            ("stay", t("Kind of host"), answers.host_wish),
            ("stay", t("Working days"), str(answers.wished_days or "")),
            ("stay", t("Would like to go"), answers.wished_when),
        ]
    return []


def _request(answers: Answers, t: Texts) -> str:
    """Give what is asked for beyond the visit's plan, with the reason."""
    asked = [
        t("a longer stay") if answers.ask_longer else "",
        t("more hosts") if answers.ask_hosts else "",
    ]
    words = ", ".join(filter(None, asked))
    return ": ".join(filter(None, (words, answers.ask_why)))


def if_full_words(if_full: str, t: Texts) -> str:
    """Say what holds when no seat is left."""
    return {WAITLIST: t("Waiting list"), DROP: t("Does not come")}.get(if_full, "")


def needs_of(case: Case) -> list[Shown]:
    """Give diet and access needs, which are kept apart from the answers."""
    t, told = current_texts(), case.needs.words if case.needs else {}
    names = {"diet": t("Diet"), "access": t("Access needs")}
    return [Shown("people", names[name], told[name]) for name in NEEDS if told.get(name)]


def rejected_because(case: Case, programme: Programme, language: str) -> str:
    """Say why a candidature is rejected: the reason of the list, then the office's own words."""
    pack = programme.rules_of(programme.call_of(programme.visit(case.visit or "")))
    known = pack.rejection(case.decision_code or "")
    words = known.text.say(language).words if known else ""
    return " ".join(filter(None, (words, case.decision_reason)))


def answers_of(case: Case) -> list[Shown]:
    """Give the answers of a case that has been sent, in words."""
    return in_words(case.sent_answers())


def in_words(answers: Answers) -> list[Shown]:
    """Give checked answers in words, in the language of the page."""
    f, t = formats(language()), current_texts()
    return shown(answers, current_programme(), t, f, Words(t, f, clock.today()))


def _cluster(answers: Answers, programme: Programme, t: Texts) -> str:
    if answers.partner:
        cluster = programme.cluster(answers.partner)
        return cluster.label if cluster else answers.partner
    return {
        Membership.OTHER: answers.other_cluster,
        Membership.NONE: t("No cluster"),
        Membership.UNSURE: t("Not sure"),
    }[answers.membership]

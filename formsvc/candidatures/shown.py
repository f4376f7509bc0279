"""The answers of a candidature in words, for the people who read them."""

from __future__ import annotations

from dataclasses import dataclass

from formsvc import clock
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import Case
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
        ("people", t("Citizens, or 183 days in a COSME country"), three[answers.residence or None]),
        ("people", t("Earlier visit"), three[answers.visited_before]),
        ("stay", t("Stay"), f.range(answers.first_on, answers.last_on) if answers.first_on and answers.last_on else ""),
        ("stay", t("Less than 200 km away"), three[answers.near] if stays else ""),
        ("purpose", t("Looks for"), answers.objectives),
        ("purpose", t("Should come of it"), answers.outcomes),
        ("purpose", t("Can offer"), answers.offers),
    ]  # fmt: skip
    return [Shown(*row) for row in rows if row[2]]


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

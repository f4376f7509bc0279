"""A candidature on paper: one structure, shown as a page to print and as a PDF."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from formsvc import clock
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import consents_of
from formsvc.candidatures.routes import aim_of
from formsvc.candidatures.shown import answers_of, needs_of
from formsvc.candidatures.states import PUBLIC_NAMES
from formsvc.candidatures.told import public_history
from formsvc.evidence.queries import items_of
from formsvc.reasons import Reasons
from formsvc.rendering import current_texts, language
from formsvc.snapshot import current_programme
from generator.look.formats import formats
from generator.look.words import Words
from generator.programme.assess import Assessment


@dataclass(frozen=True)
class Row:
    """A label with what belongs to it; `code` is a check sum, `strong` a sum."""

    label: str
    words: str
    code: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Section:
    """A heading with rows."""

    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    """The whole sheet."""

    language: str
    programme: str
    reference: str
    title: str
    made: str
    sections: list[Section]

    def plain(self) -> dict[str, Any]:
        """Give it as plain values, for JSON."""
        return asdict(self)


def summary_of(case: Case) -> Summary:
    """Gather the sheet, in the language of the page."""
    t, f = current_texts(), formats(language())
    sections = [
        Section(t("Candidature"), _facts(case)),
        Section(t("What you receive"), _amount(case)),
        Section(t("The rules"), _rules(case)),
        Section(t("Your answers"), [Row(row.question, row.answer) for row in (*answers_of(case), *needs_of(case))]),
        Section(t("Declarations"), _declared(case)),
        Section(t("Files"), _files(case)),
        Section(t("What has happened"),
                [Row(f.day(line.on), ": ".join(filter(None, (line.what, line.words))))
                 for line in public_history(case)]),
    ]  # fmt: skip
    return Summary(
        language=language(),
        programme=current_programme().site.title,
        reference=case.reference,
        title=case.organisation,
        made=t("As of %(day)s", day=f.day(clock.today())),
        sections=[section for section in sections if section.rows],
    )


def _facts(case: Case) -> list[Row]:
    t, f, programme = current_texts(), formats(language()), current_programme()
    visit, cluster = programme.visit(case.visit or ""), programme.cluster(case.cluster or "")
    zone = programme.site.zone
    stay = ""
    if case.first_on and case.last_on:
        stay = f.range(case.first_on, case.last_on)
    elif visit:
        stay = Words(t, f, clock.today()).when(visit, language())
    sent = case.sent_at.astimezone(zone).strftime("%H:%M") if case.sent_at else ""
    rows = [
        Row(t("Reference"), case.reference),
        Row(t("State"), t(PUBLIC_NAMES[case.state])),
        Row(t("The visit") if visit else t("Exchange"), aim_of(case, programme, language())),
        Row(t("Days"), stay),
        Row(t("Cluster"), cluster.label if cluster else ""),
        Row(t("Sent"), f"{f.day(case.sent_on)}, {sent} ({zone.key})" if case.sent_on else ""),
        Row(t("E-mail confirmed"), f.day(case.confirmed_on) if case.confirmed_on else ""),
        Row(t("Decision"), f.day(case.released_on) if case.released_on else ""),
    ]
    return [row for row in rows if row.words]


def _amount(case: Case) -> list[Row]:
    t, f = current_texts(), formats(language())
    receipt = _reasons(case).receipt(_assessment(case))
    amount = f.money(case.amount_eur) if case.amount_eur is not None else t("no amount")
    lines = [
        Row(f"{words} ({t('clause %(clause)s', clause=clause)})", money)
        for words, money, clause, _ in receipt
    ]
    return [*lines, Row(t("One lump sum for your organisation"), amount, strong=True)]


def _rules(case: Case) -> list[Row]:
    t = current_texts()
    return [
        Row(f"{reason.title} ({t('clause %(clause)s', clause=reason.clause)})", reason.word)
        for reason in _reasons(case).rules(_assessment(case).lines)
    ]


def _declared(case: Case) -> list[Row]:
    f = formats(language())
    return [Row(f.day(each.given_on), each.words) for each in consents_of(case)]


def _files(case: Case) -> list[Row]:
    f = formats(language())
    return [
        Row(file.name, f"{f.size(file.size)}, {f.day(file.received_on)}", code=file.sha256)
        for item in items_of(case)
        for file in item.files
    ]


def _reasons(case: Case) -> Reasons:
    programme = current_programme()
    visit = programme.visit(case.visit or "")
    return Reasons(programme, visit, current_texts(), formats(language()), case.to_country)


def _assessment(case: Case) -> Assessment:
    return Assessment.model_validate(case.assessment)

"""Choices that several forms offer: countries and clusters, in the language of the page."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from formsvc.forms import Choices, options
from formsvc.rendering import current_texts, language
from generator.look.formats import formats
from generator.look.texts import texts
from generator.look.words import Words
from generator.programme.countries import COSME, IN_TABLE_NOT_COSME, ISO_3166
from generator.programme.programme import Programme
from generator.programme.vocabularies import OrganisationType


def countries() -> Choices:
    """Give all countries, those of the lump sum table first."""
    return _countries(language())


@lru_cache
def _countries(spoken: str) -> Choices:
    t = texts(spoken)
    inside, outside = COSME | IN_TABLE_NOT_COSME, ISO_3166 - COSME - IN_TABLE_NOT_COSME
    return [
        *options([("", t("Choose…"))]),
        *options(_named(inside, spoken), t("Countries of the table")),
        *options(_named(outside, spoken), t("Other countries")),
    ]


def kinds(today: date) -> Choices:
    """Give the types of organisation."""
    return _kinds(language(), today)


@lru_cache
def _kinds(spoken: str, today: date) -> Choices:
    words = Words(texts(spoken), formats(spoken), today)
    return options((each.value, words.visitor(each)) for each in OrganisationType)


def clusters(programme: Programme) -> Choices:
    """Give the partner clusters, and the answers of those who are in none of them."""
    t = current_texts()
    return options(
        [
            *((cluster.slug, cluster.label) for cluster in programme.clusters),
            ("other", t("Another cluster")),
            ("none", t("None")),
            ("unsure", t("Not sure")),
        ]
    )


def _named(codes: frozenset[str], spoken: str) -> list[tuple[str, str]]:
    f = formats(spoken)
    return sorted(((code, f.country(code)) for code in codes), key=lambda pair: pair[1])

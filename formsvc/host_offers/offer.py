"""What a host offers, checked and typed, and the file that an editor may publish it with."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import yaml

from formsvc.candidatures.models import Case
from generator.programme.content import Part
from generator.programme.countries import Country
from generator.programme.text import Language
from generator.programme.vocabularies import Ecosystem, OrganisationType

HEAD = """\
# A host, from the offer {reference}. Read it, correct it, then save it as content/hosts/{slug}.yml
# and run: xchange check
# yaml-language-server: $schema=../../docs/schemas/host.json
"""
PLACE = """\
# The map needs the coordinates of the town. Take the # away and fill them in:
# place: {{name: {town}, latitude: 0.0, longitude: 0.0}}
"""
WHEN = "# When it suits the host: {when}\n"


class Offer(Part):
    """The answers of one offer. Lists come from lines, or from words between commas."""

    organisation: str
    organisation_type: OrganisationType
    country: Country
    town: str
    website: str = ""
    cluster: str
    """Slug of a partner cluster, or one of other, none, unsure."""
    contact: str
    email: str
    summary: str
    offers: str = ""
    technologies: str = ""
    ecosystem: Ecosystem = Ecosystem.TEXTILES
    languages: tuple[Language, ...] = ()
    capacity: int | None = None
    when: str = ""
    limits: str = ""

    @property
    def slug(self) -> str:
        """The name of the file: the organisation's name in small Latin letters."""
        plain = unicodedata.normalize("NFKD", self.organisation).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "host"

    def record(self, partners: frozenset[str]) -> dict[str, Any]:
        """Give what the site shows of a host. The person and the address are not published.

        Args:
            partners: slugs of the partner clusters; a host of another one belongs to none here.
        """
        fields = {
            "name": self.organisation,
            "organisation_type": self.organisation_type.value,
            "country": self.country,
            "website": self.website,
            "summary": self.summary,
            "ecosystem": self.ecosystem.value,
            "technologies": _between_commas(self.technologies),
            "offers": _lines(self.offers),
            "languages": list(self.languages),
            "capacity": self.capacity,
            "limits": self.limits,
            "cluster": self.cluster if self.cluster in partners else None,
        }
        return {name: value for name, value in fields.items() if value}


def yaml_of(case: Case, partners: frozenset[str]) -> str:
    """Give the file of an offer as an editor gets it: valid YAML, with what is left to do."""
    offer = Offer.model_validate(case.answers)
    record = offer.record(partners)
    record["sources"] = [{"title": f"Offer {case.reference} of the host"}]
    body = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=96)
    notes = PLACE.format(town=_in_comment(offer.town))
    notes += WHEN.format(when=_in_comment(offer.when)) if offer.when else ""
    return HEAD.format(reference=case.reference, slug=offer.slug) + body + notes


def _in_comment(words: str) -> str:
    """One line, whatever counts as a line break."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _lines(words: str) -> list[str]:
    return [line.strip(" -•\t") for line in words.splitlines() if line.strip(" -•\t")]


def _between_commas(words: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;\n]", words) if word.strip()]

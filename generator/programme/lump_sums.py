"""The dated table of lump sums per host country."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from .content import Content, Day, Euro
from .countries import Country
from .text import Text


class RateStatus(StrEnum):
    """How sure the table is."""

    OFFICIAL = "official"
    INDICATIVE = "indicative"


class LumpSums(Content):
    """Euros for one organisation by host country, for a full stay (five working days or more)."""

    title: Text
    """The name of the table."""
    valid_from: Day
    """The first day on which these rates hold."""
    valid_until: Day | None = None
    """The last day on which they hold; leave it out while nobody knows."""
    status: RateStatus
    """official: the programme published the table. indicative: it comes from elsewhere, and pages say so."""
    source: Text
    """Where the amounts come from, in words for visitors."""
    maximum_eur: Euro
    """No rate is higher than this."""
    rates_eur: dict[Country, Euro] = Field(
        min_length=1, json_schema_extra={"propertyNames": {"pattern": "^[A-Za-z]{2}$"}}
    )
    """Euros for a full stay by host country: two letters and the amount."""

    @field_validator("rates_eur")
    @classmethod
    def _below_the_maximum(
        cls, rates: dict[str, Decimal], info: ValidationInfo
    ) -> dict[str, Decimal]:
        most = info.data.get("maximum_eur")
        over = [code for code, rate in rates.items() if most is not None and rate > most]
        if over:
            raise ValueError(f"{', '.join(over)}: above the maximum of EUR {most}")
        return rates

    def rate_eur(self, country: str) -> Decimal | None:
        """Give the full lump sum for a host country, or None where the table has no rate."""
        return self.rates_eur.get(country)

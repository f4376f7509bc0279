"""Amounts of money in sentences, beside the tables of lump sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.programme.lump_sums import LumpSums
from generator.reader.checks.findings import Amount
from generator.reader.checks.passages import Remark


def amount_mistakes(
    amounts: Iterable[Amount], table: LumpSums, countries: tuple[str, ...]
) -> Iterator[Remark]:
    """Give the amounts that the table does not have.

    Far above the maximum, an amount is no lump sum but a budget or the like.

    Args:
        amounts: the amounts of one text.
        table: the lump sums that apply.
        countries: the host countries that the text is about; empty for any.
    """
    for amount in amounts:
        rates = {code: table.rate_eur(code) for code in countries or table.rates_eur}
        allowed = {part for rate in rates.values() if rate for part in (rate, rate / 2)}
        if amount.is_ceiling or not countries:
            allowed.add(table.maximum_eur)
        euros = Decimal(amount.euros)
        if euros and euros not in allowed and euros < 10 * table.maximum_eur:
            said = f"{amount.shown} does not agree with the table of lump sums"
            yield Remark(amount.spot, "wrong-amount", said, _hint(rates, countries, table))


def _hint(rates: dict[str, Decimal | None], countries: tuple[str, ...], table: LumpSums) -> str:
    if not countries:
        return f"no country of {table.slug}.yml gives this, whole or half; look there"
    said = ", ".join(
        f"{code} gives EUR {rate:,f}, or half of it, EUR {rate / 2:,f}"
        if rate
        else f"{code} has no rate"
        for code, rate in rates.items()
    )
    return f"{table.slug}.yml says: {said}"

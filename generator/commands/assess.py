"""xchange assess: may this organisation go, and for how many euros?"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from generator.commands.options import CountryCode, content_option, today_option
from generator.programme.assess import Assessment, Facts
from generator.programme.programme import Programme
from generator.programme.visit import Visit
from generator.programme.vocabularies import Membership, OrganisationType
from generator.reader.folder import read

ANSWERS = {True: "Yes", False: "No", None: "A person must check"}


@click.command(epilog="Example: xchange assess --from IT --visit northern-bohemia --type sme")
@content_option
@click.option("--from", "seat", type=CountryCode(), required=True, help="Country of the seat.")
@click.option("--to", type=CountryCode(), help="Country of the host.")
@click.option(
    "--type",
    "visitor_type",
    type=click.Choice([each.value for each in OrganisationType]),
    required=True,
)
@click.option("--days", type=click.IntRange(min=0), help="Working days of the stay.")
@click.option("--visit", "slug", help="A visit; gives --to, --online and the usual --days.")
@click.option("--near", is_flag=True, help="Less than 200 km between the two places.")
@click.option("--online", is_flag=True, help="The exchange is online.")
@click.option("--visited-before", is_flag=True, help="There was an earlier visit in the scheme.")
@click.option(
    "--cluster",
    type=click.Choice(["partner", "other", "none"]),
    default="partner",
    show_default=True,
)
@today_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def assess(
    content: Path,
    seat: str,
    to: str | None,
    visitor_type: str,
    days: int | None,
    slug: str | None,
    near: bool,
    online: bool,
    visited_before: bool,
    cluster: str,
    today: date | None,
    form: str,
) -> None:
    """Answer yes, no or "a person must check", with the amount and every reason."""
    programme = read(content).shown_on(today)
    visit = _visit(programme, slug)
    kind = OrganisationType(visitor_type)
    host_country = to or (visit.country if visit else None)
    stay = days if days is not None else (programme.stay_days(visit, kind) if visit else None)
    if host_country is None or stay is None:
        raise click.UsageError("Say --to and --days, or name a --visit.")
    facts = Facts(
        seat=seat,
        to=host_country,
        visitor_type=kind,
        days=stay,
        near=near,
        online=online
        or (visit is not None and visit.is_online(programme.today(datetime.now(UTC)))),
        visited_before=visited_before,
        cluster=Membership(cluster),
    )
    answer = programme.assess(facts, visit)
    click.echo(_json(answer) if form == "json" else _text(answer))


def _visit(programme: Programme, slug: str | None) -> Visit | None:
    if slug is None:
        return None
    visit = programme.visit(slug)
    if visit is None:
        known = ", ".join(sorted(each.slug for each in programme.visits))
        raise click.UsageError(f'There is no visit "{slug}". Known are: {known}.')
    return visit


def _json(answer: Assessment) -> str:
    return json.dumps(answer.model_dump(mode="json"), ensure_ascii=False)


def _text(answer: Assessment) -> str:
    amount = "no amount" if answer.amount_eur is None else f"EUR {answer.amount_eur}"
    rows = [f"  {line.effect:8} {line.clause:4} {line.rule}: {line.fact}" for line in answer.lines]
    return "\n".join([f"{ANSWERS[answer.eligible]}, {amount}.", *rows])

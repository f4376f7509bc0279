"""xchange check: read the whole content and say everything that is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol, cast

import click

from generator.commands.options import content_option, today_option
from generator.programme.errors import ContentProblem
from generator.reader.checks.translations import missing_translations
from generator.reader.codes import codes
from generator.reader.folder import check as read_all
from generator.reader.folder import read
from generator.reader.meant import suggestion

ALL = "all"


class Told(Protocol):
    """Something that is shown as a line, or as plain values in JSON."""

    def as_dict(self) -> dict[str, Any]:
        """Give plain values."""


def github(problem: ContentProblem) -> str:
    """Word a problem as an annotation that GitHub shows beside the line."""
    words = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    words = words.replace("%", "%25").replace("\n", "%0A")
    place = f"file={problem.file},line={problem.line},col={problem.column}"
    return f"::{'warning' if problem.warns else 'error'} {place},title={problem.code}::{words}"


def explained(name: str) -> str:
    """Explain one kind of mistake, or list all of them.

    Raises:
        click.UsageError: no mistake has this name.
    """
    if name == ALL:
        return "\n".join(f"{code.name:20} {code.title}" for code in codes().values())
    if name not in codes():
        hint = suggestion(name, list(codes())) if name else ""
        hint = hint if hint.startswith("did") else "`xchange check --explain all` lists them."
        raise click.UsageError(f'There is no mistake with the code "{name}"; {hint}')
    return str(codes()[name])


def _explain(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    """Explain before anything else, so that it works where there is no content."""
    if name is not None:
        click.echo(explained(name))
        ctx.exit()


@click.command(epilog="Example: xchange check --production")
@content_option
@today_option
@click.option("--production", is_flag=True, help="Refuse examples and a moved date too.")
@click.option("--translations", is_flag=True, help="List what is not translated yet.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help='Explain a kind of mistake; "all" lists them.',
)
def check(
    content: Path, today: date | None, production: bool, translations: bool, form: str
) -> None:
    """Check the content; every problem is shown with file, line and column."""
    if translations:
        missing = missing_translations(read(content), content)
        _tell(missing, form)
        click.echo(f"{_count(len(missing), 'text')} not translated.", err=True)
        return
    now = datetime.now(UTC)
    _, problems = read_all(content, production=production, now=now, shown_on=today)
    _tell(problems, form)
    if problems:
        click.echo(f"{_count(len(problems), 'problem')} in {content}.", err=True)
        names = " ".join(dict.fromkeys(problem.code for problem in problems))
        click.echo(f"`xchange check --explain CODE` tells more: {names}", err=True)
        raise SystemExit(1)
    click.echo(f"{content} is in order.", err=True)


def _tell(told: Sequence[Told], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([each.as_dict() for each in told], ensure_ascii=False))
        return
    for each in told:
        annotated = form == "github" and isinstance(each, ContentProblem)
        click.echo(github(cast(ContentProblem, each)) if annotated else str(each))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"

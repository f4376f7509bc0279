"""xchange check: read the whole content and say everything that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.commands.options import content_option
from generator.programme.errors import ContentProblem
from generator.reader import check as read_all


def github(problem: ContentProblem) -> str:
    """Word a problem as an annotation that GitHub shows beside the line."""
    words = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    words = words.replace("%", "%25").replace("\n", "%0A")
    place = f"file={problem.file},line={problem.line},col={problem.column}"
    return f"::error {place},title={problem.code}::{words}"


@click.command(epilog="Example: xchange check --production")
@content_option
@click.option("--production", is_flag=True, help="Refuse examples and a moved date too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
def check(content: Path, production: bool, form: str) -> None:
    """Check the content; every problem is shown with file, line and column."""
    _, problems = read_all(content, production=production)
    if form == "json":
        click.echo(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(github(problem) if form == "github" else str(problem))
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        click.echo(f"{count} in {content}.", err=True)
        raise SystemExit(1)
    click.echo(f"{content} is in order.", err=True)

"""xchange new: a commented file ready to fill, or a notice added to a visit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

import click

from generator.commands.insert import with_notice
from generator.commands.options import CountryCode, content_option
from generator.programme.errors import ProgrammeError
from generator.programme.site_config import SiteConfig
from generator.programme.vocabularies import NoticeKind
from generator.reader.checks.files import slug_of
from generator.reader.nodes import parse
from generator.reader.written import site_config_file

BLANKS = Path(__file__).parent / "blanks"
COUNTRY = "TODO the country, two letters like IT or CZ"
LEAD = "TODO the partner cluster that leads it, one of {}"
FILL = "Fill in what says TODO, then run: xchange check"


class NotWritten(ProgrammeError):  # noqa: N818 - named as what happened
    """The file would not be what the editor wants; nothing was written."""


@click.group(epilog='Example: xchange new visit --title "Porto: home textiles" --country PT')
def new() -> None:
    """Write a new visit, host, cluster or notice, ready to fill in."""


def record_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every kind of record."""
    for option in (
        content_option,
        click.option("--title", "--name", "title", required=True, help="The title or the name."),
        click.option("--country", type=CountryCode(), help="Two letters, like IT or CZ."),
        click.option("--slug", help="The name of the file; made from the title if you say none."),
    ):
        command = option(command)
    return command


@new.command(epilog='Example: xchange new visit --title "Porto: home textiles" --country PT')
@record_options
@click.option("--lead", help="The partner cluster that leads the visit.")
def visit(
    content: Path, title: str, country: str | None, slug: str | None, lead: str | None
) -> None:
    """Write a new visit."""
    clusters = ", ".join(sorted(path.stem for path in (content / "clusters").glob("*.yml")))
    about = parse(_text(content / "programme.yml")).value or {}
    call = about.get("current_call", "TODO the call, by the name of its file")
    more = {"call": str(call), "lead": lead or LEAD.format(clusters)}
    _write(content, "visits", title, country, slug, more)


@new.command(epilog='Example: xchange new host --name "Elmarco" --country CZ')
@record_options
def host(content: Path, title: str, country: str | None, slug: str | None) -> None:
    """Write a new host."""
    _write(content, "hosts", title, country, slug, {})


@new.command(epilog='Example: xchange new cluster --name "CLUTEX" --country CZ')
@record_options
def cluster(content: Path, title: str, country: str | None, slug: str | None) -> None:
    """Write a new partner cluster."""
    _write(content, "clusters", title, country, slug, {})


@new.command(epilog="Example: xchange new notice --visit lyon --kind postponed")
@content_option
@click.option("--visit", "slug", required=True, help="The visit, by the name of its file.")
@click.option("--kind", type=click.Choice([kind.value for kind in NoticeKind]), default="news")
@click.option("--from", "from_", type=click.DateTime(["%Y-%m-%d"]), help="Today if you say none.")
@click.option("--words", help="What people should know.")
def notice(content: Path, slug: str, kind: str, from_: datetime | None, words: str | None) -> None:
    """Add a notice to a visit; the rest of its file stays as it is."""
    path = content / "visits" / f"{slug}.yml"
    if not path.is_file():
        raise click.UsageError(f'There is no visit "{slug}" in {content / "visits"}.')
    day = from_.date() if from_ else _today(content)
    said = json.dumps(words, ensure_ascii=False) if words else "TODO what changed and what to do"
    text = with_notice(_text(path), [f"kind: {kind}", f"from: {day}", f"words: {said}"])
    if text is None:
        raise NotWritten(
            f"The notices of {path} are not written one below the other, each with a dash. "
            "Write them so, then try again."
        )
    path.write_text(text, "utf-8")
    moved = "Change the dates in the file too: to the new ones, or to a season while nobody knows them. "
    next_step = "Now run: xchange check" if words else FILL
    _tell(path, moved + next_step if kind == NoticeKind.POSTPONED else next_step)


def _write(
    content: Path,
    folder: str,
    title: str,
    country: str | None,
    slug: str | None,
    more: dict[str, str],
) -> None:
    name = slug_of(slug or title)
    if not name:
        raise click.UsageError("The title has no letter from a to z; name the file by --slug.")
    path = content / folder / f"{name}.yml"
    blank = Template(_text(BLANKS / f"{folder.removesuffix('s')}.yml"))
    fields = {"slug": name, "title": json.dumps(title, ensure_ascii=False)}
    text = blank.substitute(fields, country=_country(country), **more)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as fault:
        words = f"{path} is there already. Edit it, or choose another title or --slug."
        raise NotWritten(words) from fault
    _tell(path, FILL)


def _country(code: str | None) -> str:
    """Norway's code is a word in old YAML, and other tools still read it so."""
    return COUNTRY if code is None else f'"{code}"' if code == "NO" else code


def _today(content: Path) -> Any:
    settings = parse(_text(Path(site_config_file(str(content))))).value
    return SiteConfig.model_validate(settings).today_at(datetime.now(UTC))


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _tell(path: Path, next_step: str) -> None:
    click.echo(path)
    click.echo(next_step, err=True)

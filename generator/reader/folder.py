"""A content folder read whole: every file, every reference, every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from generator.programme.errors import ContentError, ContentProblem
from generator.programme.programme import Programme
from generator.reader.alone import Alone
from generator.reader.checks.pages import PageFile
from generator.reader.checks.prose import Prose
from generator.reader.checks.together import together_mistakes
from generator.reader.checks.wording import placeholder_places
from generator.reader.codes import codes
from generator.reader.kept import Kept
from generator.reader.kinds import FOLDERS, MODELS
from generator.reader.nodes import Mistake
from generator.reader.production import made_up_addresses, production_mistakes
from generator.reader.reading import read_sources
from generator.reader.references import index, reference_mistakes
from generator.reader.sources import Source, source_of
from generator.reader.written import (
    SINGLE,
    Ahead,
    wanted_in,
    written,
)


def read(content: Path, kept: Kept | None = None) -> Programme:
    """Read a content folder.

    Raises:
        ContentError: with every problem, sorted by file and line.
    """
    return read_on(content, None, kept=kept)[0]


def read_on(
    content: Path,
    now: datetime | None,
    *,
    shown_on: date | None = None,
    kept: Kept | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Programme, list[ContentProblem]]:
    """Read a content folder as of an instant; give the warnings too.

    Raises:
        ContentError: with every problem, sorted by file and line.
    """
    programme, problems = check(
        content, now=now, shown_on=shown_on, kept=kept, ahead=ahead, meanwhile=meanwhile
    )
    if programme is None:
        raise ContentError(problems)
    return programme, problems


def check(
    content: Path,
    *,
    production: bool = False,
    now: datetime | None = None,
    shown_on: date | None = None,
    kept: Kept | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Programme | None, list[ContentProblem]]:
    """Read a content folder and give the programme (when it holds together) and all problems.

    Args:
        content: the folder; site_config.yml stands in it, beside it, or in the current folder.
        production: refuse examples and a moved date too.
        now: the real instant; warn of sentences that call a past day future. What was right
            yesterday must not stop the rebuild at midnight, so these are warnings.
        shown_on: the day that the programme is shown as of, when it is moved for this run.
        kept: records of an earlier build; those of this one are added to it.
        ahead: all files of the folder, when a second process reads them already.
        meanwhile: what else is to be done here, while a second process reads.
    """
    alone = Alone(content)

    def beside() -> None:
        meanwhile()
        alone.read(FOLDERS)

    sources = read_sources(content, kept, ahead, beside)
    problems = [problem for source in sources for problem in _own_problems(source)]
    problems += _missing_files(content, sources)
    files = index(sources)
    records = [source for source in sources if source.record is not None]
    for source in records:
        others = [
            *reference_mistakes(source, files, content),
            *(production_mistakes(source.tree) if production else ()),
        ]
        noise = placeholder_places(source.tree.mistakes)
        problems += [_problem(source.path, each) for each in others if each.place not in noise]
    found = [
        *alone.mistakes,
        *_found_together(content, sources, alone.pages, shown_on, now),
        *(made_up_addresses(content) if production else ()),
    ]
    problems += [_problem(path, mistake) for path, mistake in found]
    told = sorted(set(problems))
    return (_programme(sources) if all(each.warns for each in told) else None), told


def _found_together(
    content: Path,
    sources: list[Source],
    pages: list[PageFile],
    shown_on: date | None,
    now: datetime | None,
) -> Iterator[tuple[Path, Mistake]]:
    """Give what shows only when the whole folder is looked at."""
    site = next(source.record for source in sources if source.kind == "site")
    today = shown_on or (site.today_at(now) if site and now else None)
    yield from Prose(content, sources, pages).mistakes(today)
    for source, mistake in together_mistakes(sources):
        yield source.path, mistake


def front(content: Path) -> Programme | None:
    """Read only the settings and what the programme says of itself; None when they are broken."""
    first = islice(wanted_in(content), len(SINGLE))
    site, about = (source_of(written(one), MODELS[one.kind]) for one in first)
    if site.record is None or about.record is None:
        return None
    lists: dict[str, Any] = {name: () for name, _ in FOLDERS.values()}
    return Programme.model_construct(site=site.record, about=about.record, **lists)


def _own_problems(source: Source) -> list[ContentProblem]:
    return [_problem(source.path, mistake) for mistake in source.tree.mistakes]


def _missing_files(content: Path, sources: list[Source]) -> list[ContentProblem]:
    needed = ("calls", "rules", "lump_sums")
    have = {source.kind for source in sources}
    words = "there is no file in this folder"
    return [
        _problem(content / folder, Mistake((1, 1), "missing-file", words, "add one"))
        for folder in needed
        if folder not in have
    ]


def _problem(path: Path, mistake: Mistake) -> ContentProblem:
    shown = path.resolve()
    if shown.is_relative_to(Path.cwd()):
        shown = shown.relative_to(Path.cwd())
    line, column = mistake.place
    said = mistake.code, mistake.message, mistake.hint
    return ContentProblem(shown.as_posix(), line, column, *said, codes()[mistake.code].warns)


def _programme(sources: list[Source]) -> Programme:
    by_kind: dict[str, list[Any]] = {}
    for source in sources:
        by_kind.setdefault(source.kind, []).append(source.record)
    lists: dict[str, Any] = {
        name: tuple(by_kind.get(folder, ())) for folder, (name, _) in FOLDERS.items()
    }
    # The records are checked already, and every field is given: nothing is left to validate.
    return Programme.model_construct(
        site=by_kind["site"][0], about=by_kind["programme"][0], **lists
    )

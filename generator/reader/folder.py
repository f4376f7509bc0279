"""A content folder read whole: every file, every reference, every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from generator.programme.errors import ContentError, ContentProblem
from generator.programme.programme import Programme
from generator.reader import kept_texts
from generator.reader.codes import codes
from generator.reader.kept import Kept
from generator.reader.kinds import FOLDERS, MODELS
from generator.reader.nodes import Mistake, parse
from generator.reader.reading import Files, read_files
from generator.reader.sources import Source, slug_in, with_slug
from generator.reader.written import (
    BYTE_ORDER_MARK,
    SINGLE,
    Ahead,
    body_of,
    records_in,
    text_of,
)


def read(content: Path) -> Programme:
    """Read a content folder.

    Raises:
        ContentError: with every problem, sorted by file and line.
    """
    folder = read_on(content, None)
    folder.judged()
    return folder.programme


def read_on(
    content: Path,
    now: datetime | None,
    *,
    shown_on: date | None = None,
    kept: Kept | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Folder:
    """Read a content folder as of an instant; `judged` says whether its files fit together.

    Raises:
        ContentError: a file is wrong, whatever the others say; with every problem of the folder.
    """
    files = read_files(content, kept, ahead, meanwhile)
    folder = Folder(content, files, shown_on=shown_on, now=now)
    if not folder.is_sound:
        folder.judged()
    return folder


def check(
    content: Path,
    *,
    production: bool = False,
    now: datetime | None = None,
    shown_on: date | None = None,
    ahead: Ahead | None = None,
) -> tuple[Programme | None, list[ContentProblem]]:
    """Read a content folder and give the programme (when it holds together) and all problems.

    Args:
        content: the folder; site_config.yml stands in it, beside it, or in the current folder.
        production: refuse examples and a moved date too.
        now: the real instant; warn of sentences that call a past day future. What was right
            yesterday must not stop the rebuild at midnight, so these are warnings.
        shown_on: the day that the programme is shown as of, when it is moved for this run.
        ahead: all files of the folder, when a second process reads them already.
    """
    files = read_files(content, ahead=ahead)
    folder = Folder(content, files, production=production, shown_on=shown_on, now=now)
    problems = folder.problems()
    return (folder.programme if all(each.warns for each in problems) else None), problems


class Folder:
    """A content folder whose files are read: the programme that they make, and what is wrong.

    To look at pages, mails, and each file beside the others takes as long as to stamp one page in
    twenty, so a build asks for it while a second process stamps.
    """

    def __init__(
        self,
        content: Path,
        files: Files,
        *,
        production: bool = False,
        shown_on: date | None,
        now: datetime | None,
    ) -> None:
        self.content, (self._sources, self._texts) = content, files
        self._production, self._shown_on, self._now = production, shown_on, now
        own = [problem for source in self._sources for problem in _own_problems(source)]
        self._own = own + _missing_files(content, self._sources)
        self.is_sound = all(problem.warns for problem in self._own)
        """Every file is right, whatever the others say."""
        self._problems: list[ContentProblem] | None = None

    @cached_property
    def programme(self) -> Programme:
        """The programme of a sound folder; nothing of it may be published before it is judged."""
        return _programme(self._sources)

    def digests(self) -> dict[str, bytes]:
        """Give the digest of every file, by its path below the content folder."""
        start = f"{self.content.as_posix()}/"
        return {source.file.removeprefix(start): source.digest for source in self._sources}

    def keep_texts(self, file: Path, code: int) -> None:
        """Keep what was seen in pages and mails for the next build."""
        kept_texts.save(str(file), self._texts, code)

    @contextmanager
    def told_first(self) -> Iterator[None]:
        """When work on the programme fails, tell its mistakes instead: one may be the reason."""
        try:
            yield
        except (Exception, SystemExit):  # the engine leaves by the second
            self.judged()
            raise

    def judged(self) -> list[ContentProblem]:
        """Give the warnings.

        Raises:
            ContentError: with every problem, sorted by file and line.
        """
        problems = self.problems()
        if not all(problem.warns for problem in problems):
            raise ContentError(problems)
        return problems

    def problems(self) -> list[ContentProblem]:
        """Give every problem, sorted by file and line; found once, then the files are let go."""
        if self._problems is None:
            if self.is_sound:
                self.programme  # noqa: B018 - made while its files are here
            from generator.reader.whole import whole_mistakes

            files = Files(self._sources, self._texts)
            found = whole_mistakes(self.content, files, self._today(), production=self._production)
            more = {_problem(path, mistake) for path, mistake in found}
            self._problems = sorted({*self._own, *more})
            self._sources, self._texts = [], []
        return self._problems

    def _today(self) -> date | None:
        site = next(source.record for source in self._sources if source.kind == "site")
        return self._shown_on or (site.today_at(self._now) if site and self._now else None)


def front(content: Path) -> Programme | None:
    """Read only the settings and what the programme says of itself; None when they are broken."""
    found: list[Any] = []
    for file, kind, _ in islice(records_in(str(content)), len(SINGLE)):
        try:
            value = parse(text_of(body_of(file)).removeprefix(BYTE_ORDER_MARK)).value
            given = with_slug(value, slug_in(file), MODELS[kind])
            found.append(MODELS[kind].model_validate(given))
        except (OSError, TypeError, ValueError):  # a fault of the model is one too
            return None
    site, about = found
    lists: dict[str, Any] = {name: () for name, _ in FOLDERS.values()}
    return Programme.model_construct(site=site, about=about, **lists)


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

"""A content folder read whole: every file, every reference, every problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.programme.call import Call
from generator.programme.cluster import PartnerCluster
from generator.programme.document import Document
from generator.programme.errors import ContentError, ContentProblem
from generator.programme.host import Host
from generator.programme.lump_sums import LumpSums
from generator.programme.programme import Programme, ProgrammeFile
from generator.programme.rules import RulePack
from generator.programme.site_config import SiteConfig
from generator.programme.visit import Visit
from generator.reader.explain import mistakes
from generator.reader.mails import mail_mistakes
from generator.reader.nodes import Mistake, Tree, parse
from generator.reader.production import production_mistakes
from generator.reader.references import index, reference_mistakes
from generator.reader.wording import wording_mistakes

FOLDERS: dict[str, tuple[str, type[BaseModel]]] = {
    "calls": ("calls", Call),
    "rules": ("rule_packs", RulePack),
    "lump_sums": ("lump_sum_tables", LumpSums),
    "clusters": ("clusters", PartnerCluster),
    "hosts": ("hosts", Host),
    "visits": ("visits", Visit),
    "documents": ("documents", Document),
}


@dataclass(frozen=True)
class Source:
    """One file: its path, its tree, and the record when the model took it."""

    path: Path
    kind: str
    tree: Tree
    record: Any


def read(content: Path) -> Programme:
    """Read a content folder.

    Raises:
        ContentError: with every problem, sorted by file and line.
    """
    programme, problems = check(content)
    if problems or programme is None:
        raise ContentError(problems)
    return programme


def check(
    content: Path, *, production: bool = False
) -> tuple[Programme | None, list[ContentProblem]]:
    """Read a content folder and give the programme (when it holds together) and all problems.

    Args:
        content: the folder; site_config.yml stands in it, beside it, or in the current folder.
        production: refuse examples and a moved date too.
    """
    sources = list(_sources(content))
    problems = [problem for source in sources for problem in _own_problems(source)]
    problems += _missing_files(content, sources)
    files = index(sources)
    records = [source for source in sources if source.record is not None]
    for source in records:
        others = [
            *reference_mistakes(source, files, content),
            *wording_mistakes(source.tree),
            *(production_mistakes(source.tree) if production else ()),
        ]
        problems += [_problem(source.path, mistake) for mistake in others]
    problems += [_problem(path, mistake) for path, mistake in mail_mistakes(content)]
    if problems:
        return None, sorted(set(problems))
    return _programme(sources), []


def _sources(content: Path) -> Iterator[Source]:
    yield _source(site_config_file(content), "site", SiteConfig)
    yield _source(content / "programme.yml", "programme", ProgrammeFile)
    for folder, (_, model) in FOLDERS.items():
        for path in sorted((content / folder).glob("*.y*ml")):
            yield _source(path, folder, model)


def site_config_file(content: Path) -> Path:
    """Find site_config.yml: in the content folder, beside it, or in the current folder."""
    places = (content, content.resolve().parent, Path.cwd())
    found = (place / "site_config.yml" for place in places)
    return next((path for path in found if path.is_file()), content.parent / "site_config.yml")


def _source(path: Path, kind: str, model: type[BaseModel]) -> Source:
    try:
        tree = parse(path.read_text("utf-8"))
    except FileNotFoundError:
        gone = Mistake((1, 1), "missing-file", "this file is missing", "every programme needs it")
        return Source(path, kind, Tree(mistakes=[gone]), None)
    except UnicodeDecodeError:
        bad = Mistake((1, 1), "not-utf-8", "this file is not UTF-8 text", "save it as UTF-8")
        return Source(path, kind, Tree(mistakes=[bad]), None)
    if tree.mistakes and tree.value is None:
        return Source(path, kind, tree, None)
    return Source(path, kind, tree, _record(path, model, tree))


def _record(path: Path, model: type[BaseModel], tree: Tree) -> Any:
    if not isinstance(tree.value, dict):
        tree.mistakes.append(
            Mistake((1, 1), "wrong-type", "this file must have keys", "key: value")
        )
        return None
    value = dict(tree.value)
    if "slug" in value:
        place = tree.keys_at[("slug",)]
        words = 'the short name comes from the name of the file; leave "slug" out'
        tree.mistakes.append(Mistake(place, "unknown-key", '"slug" is not a key here', words))
    if "slug" in model.model_fields:
        value["slug"] = path.stem
    try:
        return model.model_validate(value)
    except ValidationError as fault:
        tree.mistakes.extend(mistakes(fault, model, tree))
        return None


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
    return ContentProblem(
        shown.as_posix(), line, column, mistake.code, mistake.message, mistake.hint
    )


def _programme(sources: list[Source]) -> Programme:
    by_kind: dict[str, list[Any]] = {}
    for source in sources:
        by_kind.setdefault(source.kind, []).append(source.record)
    lists = {name: tuple(by_kind.get(folder, ())) for folder, (name, _) in FOLDERS.items()}
    # The records are checked already; checking them again would double the time.
    return Programme(site=by_kind["site"][0], about=by_kind["programme"][0], **lists)

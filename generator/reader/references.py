"""References between files: each must lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.programme.content import Weave
from generator.programme.programme import ProgrammeFile
from generator.programme.visit import Visit
from generator.programme.vocabularies import DRAFTS, DYES
from generator.reader.checks.dated import validity_mistakes
from generator.reader.checks.publication import early_end_mistakes, named_mistakes
from generator.reader.checks.visits import visit_mistakes
from generator.reader.meant import suggestion
from generator.reader.nodes import Mistake
from generator.reader.nodes import Path as Keys

if TYPE_CHECKING:
    from generator.reader.sources import Source

NAMES = {
    "calls": "call",
    "rules": "rule pack",
    "lump_sums": "table of lump sums",
    "clusters": "partner cluster",
    "hosts": "host",
}


PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg")
Index = dict[tuple[str, str], "Source"]


def index(sources: list[Source]) -> Index:
    """Give every file by its folder and slug; a broken one too, for it is reported itself."""
    return {(source.kind, source.slug): source for source in sources}


def reference_mistakes(source: Source, files: Index, content: Path) -> Iterator[Mistake]:
    """Give the references of one record that lead nowhere, and its dates that cannot be."""
    for path, kind, slug in _references(source):
        if (kind, slug) not in files:
            known = [stem for folder, stem in files if folder == kind]
            yield _unknown(source, path, NAMES[kind], slug, known)
        else:
            yield from named_mistakes(source, path, files[kind, slug])
    record = source.record
    if source.kind == "visits":
        about, call = files.get(("programme", "programme")), files.get(("calls", record.call))
        yield from _themes(source, record, about.record if about else None)
        yield from early_end_mistakes(record, source)
        yield from visit_mistakes(record, source.tree, call.record if call else None)
    if source.kind == "calls":
        yield from validity_mistakes(record, source.tree, files)
    weave = getattr(record, "weave", None)
    if weave:
        yield from _weave(source, weave, files)
    yield from _files(source, content)


def _files(source: Source, content: Path) -> Iterator[Mistake]:
    """Give the files that a record names and content/files does not have, or not as pictures."""
    named = ((name, getattr(source.record, name, None)) for name in ("picture", "logo"))
    files: list[tuple[Keys, str]] = [((name, "file"), it.file) for name, it in named if it]
    for path, name in files:
        if not name.lower().endswith(PICTURES):
            said = f'"{name}" is not a picture that browsers show'
            hint = f"save it as one of these: {', '.join(PICTURES)}"
            yield Mistake(source.tree.place(path), "wrong-form", said, hint)
    if source.kind == "documents" and source.record.file:
        files.append((("file",), source.record.file))
    for path, name in files:
        if not (content / "files" / name).is_file():
            hint = "put the file there, or leave it out"
            said = f'"{name}" is not in content/files'
            yield Mistake(source.tree.place(path), "missing-file", said, hint)


def _references(source: Source) -> Iterator[tuple[Keys, str, str]]:
    record, kind = source.record, source.kind
    if kind == "programme":
        yield ("current_call",), "calls", record.current_call
    if kind == "calls":
        yield ("rules",), "rules", record.rules
        yield ("lump_sums",), "lump_sums", record.lump_sums
    if kind == "hosts" and record.cluster:
        yield ("cluster",), "clusters", record.cluster
    if kind == "visits":
        yield ("call",), "calls", record.call
        yield ("lead",), "clusters", record.lead
        for n, slug in enumerate(record.hosts):
            yield ("hosts", n), "hosts", slug
        for d, day in enumerate(record.agenda):
            for n, item in enumerate(day.items):
                if item.host:
                    yield ("agenda", d, "items", n, "host"), "hosts", item.host


def _unknown(source: Source, path: Keys, name: str, slug: str, known: list[str]) -> Mistake:
    place = source.tree.place(path)
    return Mistake(
        place, "unknown-reference", f'{name} "{slug}" is unknown', suggestion(slug, known)
    )


def _themes(source: Source, visit: Visit, about: ProgrammeFile | None) -> Iterator[Mistake]:
    known = list(about.themes) if about else []
    for n, theme in enumerate(visit.themes):
        if about and theme not in known:
            yield _unknown(source, ("themes", n), "theme", theme, known)


def _weave(source: Source, weave: Weave, files: Index) -> Iterator[Mistake]:
    site = files.get(("site", "site_config"))
    dyes = [*DYES, *(site.record.dyes if site and site.record else ())]
    asked: list[tuple[Keys, str, Sequence[str]]] = [(("weave", "draft"), weave.draft, DRAFTS)]
    for name in ("warp", "weft"):
        asked += [(("weave", name, n), dye, dyes) for n, dye in enumerate(getattr(weave, name))]
    for path, word, known in asked:
        if word not in known:
            said = f'"{word}" is not known here'
            yield Mistake(source.tree.place(path), "unknown-word", said, suggestion(word, [*known]))

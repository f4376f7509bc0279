"""References between files, and dates that must fit together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.programme.call import Call
from generator.programme.dates import DateRange, Season, is_working_day
from generator.programme.programme import ProgrammeFile
from generator.programme.visit import Visit
from generator.programme.vocabularies import NoticeKind
from generator.reader.explain import suggestion
from generator.reader.nodes import Mistake
from generator.reader.nodes import Path as Keys

if TYPE_CHECKING:
    from generator.reader.folder import Source

NAMES = {
    "calls": "call",
    "rules": "rule pack",
    "lump_sums": "table of lump sums",
    "clusters": "partner cluster",
    "hosts": "host",
}


Index = dict[tuple[str, str], "Source"]


def index(sources: list[Source]) -> Index:
    """Give every file by its folder and slug; a broken one too, for it is reported itself."""
    return {(source.kind, source.path.stem): source for source in sources}


def reference_mistakes(source: Source, files: Index, content: Path) -> Iterator[Mistake]:
    """Give the references of one record that lead nowhere, and its dates that cannot be."""
    for path, kind, slug in _references(source):
        if (kind, slug) not in files:
            known = [stem for folder, stem in files if folder == kind]
            yield _unknown(source, path, NAMES[kind], slug, known)
    record = source.record
    if isinstance(record, Visit):
        about, call = files.get(("programme", "programme")), files.get(("calls", record.call))
        yield from _themes(source, record, about.record if about else None)
        yield from _dates(source, record)
        yield from _notices(source, record)
        yield from _window(source, record, call.record if call else None)
    if source.kind == "documents" and record.file and not _is_there(content, record.file):
        place = source.tree.place(("file",))
        words = f'"{record.file}" is not in content/files'
        yield Mistake(place, "missing-file", words, "put the file there, or write a note")


def _is_there(content: Path, name: str) -> bool:
    return (content / "files" / name).is_file()


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


def _dates(source: Source, visit: Visit) -> Iterator[Mistake]:
    known = visit.dates.then if isinstance(visit.dates, Season) else visit.dates
    if known is None:
        return
    inside = ("dates", "then") if isinstance(visit.dates, Season) else ("dates",)
    if isinstance(known, DateRange) and visit.stays and not is_working_day(known.first_on):
        words = f"{known.first_on} is a {known.first_on:%A}, not a working day"
        yield Mistake(
            source.tree.place((*inside, "first_on")), "weekend", words, "start on a working day"
        )
    for n, day in enumerate(visit.agenda):
        if day.day > len(known.days()):
            words = f"day {day.day} is after the last day of the visit"
            hint = f"the visit has {len(known.days())} days"
            yield Mistake(source.tree.place(("agenda", n, "day")), "date-order", words, hint)
    if isinstance(visit.dates, Season) and visit.dates.until >= known.first_on:
        words = "the dates become public only when the visit has begun"
        yield Mistake(
            source.tree.place(("dates", "until")), "date-order", words, "choose an earlier day"
        )


def _notices(source: Source, visit: Visit) -> Iterator[Mistake]:
    """News may follow a visit; that it is full or cancelled may not."""
    known = visit.dates.then if isinstance(visit.dates, Season) else visit.dates
    for n, notice in enumerate(visit.notices):
        if known and notice.kind is not NoticeKind.NEWS and notice.from_ > known.last_on:
            words = f"this notice holds only after the visit has ended ({known.last_on})"
            place = source.tree.place(("notices", n, "from"))
            yield Mistake(place, "date-order", words, "choose an earlier day")


def _window(source: Source, visit: Visit, call: Call | None) -> Iterator[Mistake]:
    if call is None or visit.closes_on is None:
        return
    if not call.opens_on <= visit.closes_on <= call.closes_on:
        words = f"{visit.closes_on} is outside the call"
        hint = f"choose a day from {call.opens_on} to {call.closes_on}"
        yield Mistake(source.tree.place(("closes_on",)), "date-order", words, hint)

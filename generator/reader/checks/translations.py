"""Translations: one that belongs to nothing is a mistake, one that is missing is only told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.programme.languages import ISO_639_1
from generator.programme.mails import MAILS
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH, Text
from generator.reader.checks.pages import PageFile
from generator.reader.checks.values import unknown_language
from generator.reader.meant import suggestion
from generator.reader.nodes import Mistake

TOWN = ("place", "name")
"""Most towns have the same name in every language, so none is asked for."""


@dataclass(frozen=True, order=True)
class Missing:
    """Something that is not written in a language of the site; English is shown there."""

    language: str
    kind: str
    """`record`, `page` or `mail`."""
    name: str
    fields: tuple[str, ...] = ()
    """The texts of a record, like `summary` or `agenda.0.title`."""

    def __str__(self) -> str:
        fields = f": {', '.join(self.fields)}" if self.fields else ""
        return f"{self.language}  {self.kind}  {self.name}{fields}"

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values, for JSON."""
        return asdict(self)


def translation_mistakes(
    content: Path, pages: Iterable[PageFile]
) -> Iterator[tuple[Path, Mistake]]:
    """Give translations in no language, and translations of pages that English does not have."""
    for folder in [*(content / "translations").glob("*"), *(content / "mails").glob("*")]:
        if folder.is_dir() and folder.name not in ISO_639_1:
            yield folder, unknown_language(folder.name, (1, 1))
    known = list(pages)
    english = [page.name for page in known if page.language == ENGLISH]
    for page in known:
        if page.name not in english:
            said = f'there is no English page "{page.name}" that this could be the translation of'
            hint = suggestion(page.name, english) or "write the English page first"
            yield page.path, Mistake((1, 1), "orphan-translation", said, hint)


def missing_translations(programme: Programme, content: Path) -> list[Missing]:
    """List what is not yet written in the other languages of the site."""
    others = [language for language in programme.site.languages if language != ENGLISH]
    return sorted(
        missing
        for language in others
        for missing in (*_records(programme, language), *_files(content, language))
    )


def _records(programme: Programme, language: str) -> Iterator[Missing]:
    named = {"site_config": programme.site, "programme": programme.about}
    for folder, records in (
        ("clusters", programme.clusters),
        ("hosts", programme.hosts),
        ("visits", programme.visits),
        ("documents", programme.documents),
        ("rules", programme.rule_packs),
        ("lump_sums", programme.lump_sum_tables),
        ("calls", programme.calls),
    ):
        named |= {f"{folder}/{record.slug}": record for record in records}
    for name, record in named.items():
        fields = tuple(_untranslated(record, language, ()))
        if fields:
            yield Missing(language, "record", f"{name}.yml", fields)


def _untranslated(value: Any, language: str, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, Text):
        if language not in value.languages() and path[-2:] != TOWN:
            yield ".".join(path)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _untranslated(inner, language, (*path, str(key)))
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from _untranslated(inner, language, (*path, str(n)))
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _untranslated(getattr(value, name), language, (*path, name))


def _files(content: Path, language: str) -> Iterator[Missing]:
    pages = content / "pages"
    for path in sorted(pages.rglob("*.md")):
        name = path.relative_to(pages).as_posix()
        if not (content / "translations" / language / "pages" / name).is_file():
            yield Missing(language, "page", name)
    for name, kind in MAILS.items():
        if not kind.to_staff and not (content / "mails" / language / f"{name}.txt").is_file():
            yield Missing(language, "mail", f"{name}.txt")

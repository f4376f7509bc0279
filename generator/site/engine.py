"""One run of the engine a language: editorial pages, and the stencils that records go through.

MkDocs is loaded only when a run is needed: its inputs are few, and a frame is kept until one of
them changes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator import state
from generator.programme.errors import EngineRefused
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH
from generator.site.addresses import root
from generator.site.stencil import Stencil

THEME = Path(__file__).parent.parent / "look" / "theme"


class Files(Mapping[str, bytes]):
    """Editorial pages, and the files that editors put in content/files, by their paths.

    Files are read when they are asked for and never kept from build to build: a changed picture
    needs no run of the engine, and a large one is in memory only while it is copied.
    """

    def __init__(self, content: Path, pages: Mapping[str, bytes] | None = None) -> None:
        self.content, self.pages = content, pages or {}
        names = sorted((content / "files").rglob("*"))
        self.names = [
            path.relative_to(content).as_posix()
            for path in names
            if path.is_file() and not path.name.startswith(".")
        ]

    def __getitem__(self, name: str) -> bytes:
        if name in self.pages:
            return self.pages[name]
        if name not in self.names:
            raise KeyError(name)
        return (self.content / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter([*self.pages, *self.names])

    def __len__(self) -> int:
        return len(self.pages) + len(self.names)


@dataclass(frozen=True)
class Frame:
    """What the engine gives for one language."""

    stencils: dict[str, str]
    """Rendered pages of markers: `public` and `office`."""
    pages: dict[str, bytes]
    """Editorial pages and what belongs to them, by path below the language's root."""
    content: str = ""
    """The content folder whose files stand beside the pages; only English has them."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """Pages, and what editors put beside them."""
        return Files(Path(self.content), self.pages) if self.content else self.pages

    def stencil(self, name: str) -> Stencil:
        """Cut one of the stencils."""
        return Stencil.cut(self.stencils[name])


def frame(content: Path, programme: Programme, language: str, today: date) -> Frame:
    """Run the engine for one language.

    Args:
        content: the content folder.
        programme: only its settings and `about` are asked for.
        language: one of the site's languages.
        today: the programme date.

    Raises:
        EngineRefused: a page has a mistake that only the engine sees.
        StencilBroken: the theme lost a marker.
    """
    from mkdocs.commands.build import build as run_engine
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _warnings() as told, tempfile.TemporaryDirectory() as staging:
        config = load_config(
            config_file=str(engine_file(content)),
            docs_dir=str((content / "pages").resolve()),
            site_dir=staging,
            theme={"name": "material", "custom_dir": str(THEME), "font": False},
            strict=True,
        )
        plugin: Any = config.plugins["xchange"]  # the engine types plugins loosely
        plugin.take(programme, language, today)
        try:
            run_engine(config)
        except MkDocsException as fault:
            raise EngineRefused("\n".join([*told, str(fault)])) from fault
        beside = str(content.absolute()) if language == ENGLISH else ""
        found = Frame(plugin.stencils, _files(Path(staging)), beside)
    found.stencil("public"), found.stencil("office")  # a lost marker stops the build here
    return found


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what the engine warns of; a strict build then ends with a bare number."""
    import logging  # half a build in a hundred needs it

    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def engine_file(content: Path) -> Path:
    """Find the engine's configuration: beside the content, or our own."""
    beside = content.resolve().parent / "mkdocs.yml"
    return beside if beside.exists() else Path(__file__).parents[2] / "mkdocs.yml"


def _files(staging: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(staging.rglob("*")) if path.is_file())
    return {path.relative_to(staging).as_posix(): path.read_bytes() for path in paths}


def below(language: str, path: str) -> str:
    """Give the path of a language's file below the site."""
    return f"{root(language)}{path}".lstrip("/")


class Frames:
    """The frames of all languages, kept from build to build.

    Args:
        folder: where they are kept.
        key: names everything that a frame is made of.
        clean: take nothing from an earlier build.
    """

    def __init__(self, folder: Path, key: bytes, *, clean: bool = False) -> None:
        self.file, self.key = folder / "frames", key
        self.known: dict[str, Frame] = {}
        told = {} if clean else state.load(str(self.file))
        if told.get("key") == key and isinstance(told.get("frames"), dict):
            self.known = {language: Frame(*one) for language, one in told["frames"].items()}

    def missing(self, languages: tuple[str, ...]) -> list[str]:
        """Give the languages whose frame is not known."""
        return [language for language in languages if language not in self.known]

    def add(self, found: dict[str, Frame]) -> None:
        """Keep frames for the next build."""
        self.known.update(found)
        frames = {code: (one.stencils, one.pages, one.content) for code, one in self.known.items()}
        state.save(str(self.file), {"key": self.key, "frames": frames})

    def english(self) -> Frame:
        """The frame that every site has."""
        return self.known[ENGLISH]

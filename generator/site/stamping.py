"""Stamp every record's page through the stencil; make again only what changed."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path

from generator import state
from generator.digests import digest_of, digest_of_row
from generator.forking import in_two
from generator.look.dyes import override_css
from generator.programme.content import Content
from generator.programme.programme import Programme
from generator.site.environment import environment
from generator.site.head import Heads
from generator.site.machine import MAKERS, Making
from generator.site.noting import FOLDERS, Note, Noting
from generator.site.pages import Page, pages
from generator.site.remembered import Told
from generator.site.stencil import Part, Stencil
from generator.site.version import Made, named, put

SIMPLE = attrgetter(*(name for name in Page._fields if name != "context"))
"""Gives everything of a page that is no record."""
PLAIN = 2
"""The version of marshal that writes the same for the same, whoever else holds it."""
OF_RECORDS = frozenset({"visit", "host", "cluster"})
"""Templates that make thousands of pages. Each is one macro, `page`, with what it shows as its
arguments; so what it imports is looked up once and not for every page."""
MANY = 500
"""A page of more records is put together piece by piece: as one string it takes memory twice."""
BUFFERED = 200
ONCE = frozenset({"answers", "share"})
"""Slow to make, and seldom another: the table of answers, the share picture."""
LOOK = Path(__file__).parent.parent / "look"
SCRIPTS = Path(__file__).parent / "scripts"


def stamp_all(
    programme: Programme, stencil: Stencil, language: str, today: date, index: str = ""
) -> dict[str, bytes]:
    """Render and stamp every page made from records; the result is bytes by path."""
    turn = Turn(programme, stencil, language, today, index)
    return {page.path: b"".join(turn.stamp(page)) for page in turn.pages}


class Turn:
    """One language's pages of one build; `index` is what the engine found for the search."""

    def __init__(
        self, programme: Programme, stencil: Stencil, language: str, today: date, index: str = ""
    ) -> None:
        self.programme, self.stencil, self.language = programme, stencil, language
        self.pages = pages(programme, language, today, index)
        noting = Noting.of(programme)
        self.heads = Heads(programme, language)
        self.env = environment(noting, language, today)
        self.making = Making(noting, language, today)

    def stamp(self, page: Page) -> list[bytes]:
        """Render one page and stamp it, or make a file for machines; a long page is in pieces."""
        Noting.notes.clear()
        if page.made:
            return [MAKERS[page.made](self.making, **page.context)]
        found, current = self._parts(page), page.current
        if isinstance(found["main"], list):
            return self.stencil.pieces_of(found, current=current)
        return [self.stencil.stamp(found, current=current)]

    def _parts(self, page: Page) -> dict[str, Part]:
        found: dict[str, Part] = {"main": self.main(page), "bodyclass": page.bodyclass}
        return found | self.heads.parts(page)

    def main(self, page: Page) -> Part:
        """Render what a page shows between header and footer; a long list is in pieces."""
        template = self.env.get_template(f"site/{page.template}.html")
        if page.template in OF_RECORDS:
            made: str = template.module.page(**page.context)  # type: ignore[attr-defined] # its macro
            return made
        if any(isinstance(value, list) and len(value) > MANY for value in page.context.values()):
            stream = template.stream(page.context)
            stream.enable_buffering(BUFFERED)
            return [piece.encode() for piece in stream]
        return template.render(page.context)


@dataclass
class Stamper:
    """Stamps the pages that an earlier build has not made, each into a file of its own.

    Args:
        digests: of every content file, by its path below the content folder.
        shared: names everything else that a page is made of.
        staging: where fresh pages wait, each at its path behind this.
        kept: where files that are made once a programme are kept.
        before: what the earlier build told of its pages, by path.
    """

    digests: Mapping[str, bytes]
    shared: bytes
    staging: str
    kept: Path
    before: Mapping[str, Told]
    told: dict[str, Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_folder: dict[str, list[bytes]] = {folder: [] for folder in FOLDERS.values()}
        others = [self.shared]
        for name, digest in sorted(self.digests.items()):
            known = by_folder.get(name.partition("/")[0])
            (others if known is None else known).append(name.encode() + digest)
        self.shared = digest_of_row(others)
        self.whole = {folder: digest_of_row(found) for folder, found in by_folder.items()}
        self.by_slug = {name.rpartition(".")[0]: digest for name, digest in self.digests.items()}

    def stamp(self, turn: Turn, meanwhile: Callable[[], None] = lambda: None) -> dict[str, Made]:
        """Give every page of a turn: as it is, or in a file where it waits.

        Args:
            turn: the pages of one language.
            meanwhile: what else is to be done, while a second process stamps pages already.
        """
        made: dict[str, Made] = {}
        stale = [n for n in range(len(turn.pages)) if not self._stands(turn, n, made)]
        found = in_two(lambda some: self._stamp(turn, some), stale, meanwhile=meanwhile)
        for path, told, fresh in found:
            self.told[path], made[path] = told, fresh
        return made

    def _stands(self, turn: Turn, number: int, made: dict[str, Made]) -> bool:
        """Say whether an earlier build made a page of just the same; then it is kept."""
        if not self.before:
            return False
        page = turn.pages[number]
        told = self.before.get(page.path)
        if told is None or told.key != self._key(turn, page, told.notes):
            return False
        self.told[page.path], made[page.path] = told, Made(told.digest)
        return True

    def _stamp(self, turn: Turn, numbers: list[int]) -> list[tuple[str, Told, Made]]:
        done = []
        for n in numbers:
            page = turn.pages[n]
            told, body = self._once(turn, page) if page.made in ONCE else self._fresh(turn, page)
            known = self.before.get(page.path)
            if known is not None and known.digest == told.digest:
                done.append((page.path, told, Made(told.digest)))
            else:
                done.append((page.path, told, put(body, f"{self.staging}{page.path}", told.digest)))
        return done

    def _fresh(self, turn: Turn, page: Page) -> tuple[Told, list[bytes]]:
        body = turn.stamp(page)
        notes = tuple(sorted(Noting.notes))
        return Told(self._key(turn, page, notes), named(*body), notes), body

    def _once(self, turn: Turn, page: Page) -> tuple[Told, list[bytes]]:
        """Take what is made once a programme from where it is kept, or make and keep it."""
        file = str(self.kept / f"{page.made}-{turn.language}")
        known = state.load(file)
        if known:
            told, body = Told(*known["told"]), known["body"]
            if told.key == self._key(turn, page, told.notes) and named(body) == told.digest:
                return told, [body]
        told, pieces = self._fresh(turn, page)
        state.save(file, {"told": tuple(told), "body": b"".join(pieces)})
        return told, pieces

    def _key(self, turn: Turn, page: Page, notes: Iterable[Note]) -> bytes:
        """Name everything that a page is made of."""
        given = [(name, self._made_of(value)) for name, value in page.context.items()]
        asked = [(slug, self._noted(folder, slug)) for folder, slug in notes]
        parts = (self.shared, turn.language, SIMPLE(page), given, asked)
        try:
            return digest_of(marshal.dumps(parts, PLAIN))
        except ValueError:  # something in it is not plain, like a Decimal
            return digest_of(repr(parts).encode())

    def _noted(self, folder: str, slug: str) -> bytes:
        return self.by_slug.get(f"{folder}/{slug}", b"") if slug else self.whole[folder]

    def _made_of(self, value: object) -> object:
        """Give what a value of a page's context is made of: a record is as good as its digest."""
        folder = FOLDERS.get(type(value))  # type: ignore[arg-type] # any type may be asked for
        if folder:
            return self.by_slug.get(f"{folder}/{value.slug}", b"")  # type: ignore[attr-defined]
        if isinstance(value, (list, tuple)):
            return [self._made_of(inner) for inner in value]
        return "shared" if isinstance(value, Content) else value


def assets(dyes: Mapping[str, str]) -> dict[str, bytes]:
    """Give the files that every page needs: stylesheet, fonts, mark and scripts.

    Args:
        dyes: the programme's own colours, by name of the dye.
    """
    found = {
        "assets/look.css": (LOOK / "look.css").read_bytes() + override_css(dyes).encode(),
        "assets/mark.svg": (LOOK / "mark.svg").read_bytes(),
    }
    for font in sorted((LOOK / "fonts").glob("*")):
        found[f"assets/fonts/{font.name}"] = font.read_bytes()
    for script in sorted(SCRIPTS.glob("*.js")):
        found[f"assets/{script.name}"] = script.read_bytes()
    return found

"""Build a whole version: read, frame, stamp, then one swap; what did not change is left alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

from generator import state
from generator.digests import digest_of_row
from generator.forking import Beside, can_fork, let_leave, without_gc
from generator.programme.programme import Programme
from generator.reader.folder import front, read_on
from generator.reader.kept import Kept, texts_file
from generator.reader.written import Ahead
from generator.site.engine import THEME, Frame, Frames, below, engine_file, frame
from generator.site.remembered import Before, Told, day_of, remember_pages
from generator.site.version import Made, Published, cache_folder, publish, put

if TYPE_CHECKING:
    from generator.site.stamping import Stamper


def build(
    content: Path, site: Path, today: date | None = None, *, clean: bool = False
) -> Published:
    """Render everything, then swap it in; a build that fails changes nothing.

    What an earlier build left in `SITE.cache` saves work; the answer is the same without it.

    Args:
        content: the folder of YAML and pages; mkdocs.yml stands beside it.
        site: where public pages go; the form service's half goes to `SITE.service`.
        today: shows the programme as of this day.
        clean: use nothing of an earlier build.

    Raises:
        ContentError: the content has mistakes; nothing was written.
        StencilBroken: the theme lost a marker; nothing was written.
    """
    return Build(content, site, today, clean=clean).run()


def make_ready() -> None:
    """Load what stamping needs, while a second process reads: it takes as long as 200 records.

    What all pages need is made too, else both processes that stamp would make it: the names and
    numbers of the language, the outline of Europe, and what the rules are asked.
    """
    import_module("generator.site.service")
    import_module("generator.site.stamping")
    from generator.look.formats import ENGLISH, formats
    from generator.look.map import outline
    from generator.programme.assess import Facts
    from generator.programme.dates import DateRange

    formats(ENGLISH).money(Decimal(0))
    outline()
    for model in (Facts, DateRange):
        model.model_rebuild()


def make_answers(programme: Programme, today: date) -> None:
    """Ask the rules all that a page may ask, while the engine still runs: all languages share it."""
    from generator.site.outcomes import Outcomes

    Outcomes(programme, today).table  # noqa: B018 - it is kept


def make_share_picture(programme: Programme, _today: date) -> None:
    """Draw the picture for whoever shares a page, while the engine still runs."""
    from generator.site.share import share_picture

    share_picture(programme)  # it is kept


class Build:
    """One build: its places, what it knows from before, and its steps in their order."""

    def __init__(
        self,
        content: Path,
        site: Path,
        today: date | None = None,
        *,
        clean: bool = False,
        ahead: Ahead | None = None,
    ) -> None:
        self.content, self.site, self.shown_on, self.clean = content, site, today, clean
        self.ahead = ahead
        self.since = ahead.began_ns if ahead else time_ns()
        self.cache = cache_folder(site)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.once = self.cache / "once"
        if clean:
            shutil.rmtree(self.once, ignore_errors=True)
        self.once.mkdir(exist_ok=True)
        self.inputs = {place: state.signatures(place) for place in self._places()}
        self.waiting = self.cache / "waiting"
        shutil.rmtree(self.waiting, ignore_errors=True)
        self.staged = self.waiting / "site"
        self.staged.mkdir(parents=True)

    def _places(self) -> list[str]:
        folders = (self.content, self.content.resolve().parent, Path.cwd())
        settings = [folder / "site_config.yml" for folder in folders]
        engine = [self.content.resolve().parent / "mkdocs.yml", engine_file(self.content)]
        places = [self.content, *settings, *engine]
        return [str(place.absolute()) for place in places] + [state.GENERATOR]

    def run(self) -> Published:
        """Make the version."""
        with without_gc():
            return self._run()

    def _run(self) -> Published:
        first = front(self.content)
        first = first.shown_on(self.shown_on) if first else None
        content = self.content.absolute()
        now = self.inputs[str(content)]
        code = self.inputs[state.GENERATOR]
        kept = Kept(self.cache, content, now, self.since, code=code, clean=self.clean)
        try:
            return self._make(first, kept)
        finally:
            kept.close()
            shutil.rmtree(self.waiting, ignore_errors=True)
            let_leave(wait=True)

    def _make(self, first: Programme | None, kept: Kept) -> Published:
        now = datetime.now(UTC)
        frames = Frames(self.cache, self._frame_key(first, now), clean=self.clean)
        engine = self._start_engine(first, frames, now)
        try:
            self.folder = read_on(
                self.content.absolute(),
                now,
                shown_on=self.shown_on,
                kept=kept,
                ahead=self.ahead,
                meanwhile=make_ready,
            )
            with self.folder.told_first():
                return self._finish(kept, frames, engine, now)
        finally:
            if engine:
                engine.drop()

    def _finish(
        self, kept: Kept, frames: Frames, engine: Beside[dict[str, Frame]] | None, now: datetime
    ) -> Published:
        whole = self.folder.programme.shown_on(self.shown_on)
        today = whole.today(now)
        programme = whole.published(today)
        missing = frames.missing(programme.site.languages)
        if missing and engine:
            frames.add(self._come(engine, programme, today))
        elif missing:
            frames.add(self._frames(programme, missing, today))
        framed = {language: frames.known[language] for language in programme.site.languages}
        self.digests = self.folder.digests()
        if self.ahead is None:  # with records kept, few pages are stamped: so memory comes first
            self._judge(kept)
        done = self._publish(programme, whole, framed, kept, today)
        return replace(done, warnings=tuple(map(str, self.folder.judged())))

    def _judge(self, kept: Kept) -> None:
        self.folder.keep_texts(texts_file(self.cache), kept.code)
        self.folder.judged()

    def _frame_key(self, first: Programme | None, now: datetime) -> bytes:
        """Name everything that a frame is made of."""
        pages = sorted((self.content / "pages").rglob("*"))
        pages += sorted((self.content / "translations").rglob("*"))
        theme = [*sorted(THEME.rglob("*")), engine_file(self.content)]
        files = [path for path in (*pages, *theme) if path.is_file()]
        parts = [str(path).encode() + path.read_bytes() for path in files]
        today = first.today(now) if first else now
        code = sorted(state.settled(self.inputs[state.GENERATOR], self.since).items())
        parts += [str(today).encode(), repr(code).encode()]
        parts += [
            one.model_dump_json().encode() for one in ((first.site, first.about) if first else ())
        ]
        return digest_of_row(parts)

    def _start_engine(
        self, first: Programme | None, frames: Frames, now: datetime
    ) -> Beside[dict[str, Frame]] | None:
        """Run the engine in a second process while the records are read."""
        missing = frames.missing(first.site.languages) if first else []
        if first is None or not missing or not can_fork():
            return None
        make_ready()  # the engine needs most of it too: so it is loaded once, not in both
        return Beside(lambda: [self._frames(first, missing, first.today(now))])

    def _come(
        self, engine: Beside[dict[str, Frame]], programme: Programme, today: date
    ) -> dict[str, Frame]:
        """Take what the engine has made; as long as it runs, do what would be done later."""
        for make in (make_answers, make_share_picture):
            come = next(engine.arrived(), None)
            if come is not None:
                return come
            make(programme, today)
        return next(engine.results())

    def _frames(self, programme: Programme, languages: list[str], today: date) -> dict[str, Frame]:
        return {one: frame(self.content, programme, one, today) for one in languages}

    def _publish(
        self,
        programme: Programme,
        whole: Programme,
        frames: Mapping[str, Frame],
        kept: Kept,
        today: date,
    ) -> Published:
        from generator.site.search import INDEX
        from generator.site.sitemap import sitemap
        from generator.site.stamping import Turn, assets

        before = Before() if self.clean else Before.load(self.cache, self.site)
        pages: dict[str, Made] = {}
        service: dict[str, Made] = {}

        def beside() -> None:
            self._judge(kept)  # nothing is published before
            files = assets(programme.site.dyes).items()
            pages.update((path, self._put(path, body)) for path, body in files)
            known = whole.published(today, with_expired=True)
            service.update(self._service(known, frames, kept))
            kept.save()  # what was checked is right, even if stamping should fail

        meanwhile = [beside]
        told: dict[str, Told] = {}
        for language, one in frames.items():
            for path, body in one.files.items():  # first: a stamped page may take its place
                pages[below(language, path)] = self._put(below(language, path), body)
            stamper = self._stamper(one, language, today, before)
            index = one.files.get(INDEX, b"").decode()
            turn = Turn(programme, one.stencil("public"), language, today, index)
            made = stamper.stamp(turn, *meanwhile)
            meanwhile.clear()
            start = below(language, "")
            pages |= {f"{start}{path}": one for path, one in made.items()}
            told |= {f"{start}{path}": one for path, one in stamper.told.items()}
        pages["sitemap.xml"] = self._put("sitemap.xml", sitemap(programme.site.public_url, pages))
        done = publish(pages, service, self.site, self.waiting, before.digests)
        seen = before.seen_now(self.site, done, pages)
        remember_pages(self.cache, done.version, pages, told, seen)
        self._remember(done.version, seen, day_of(programme, today))
        self.held = pages, told, seen, before  # with `folder`: to let go of them takes time
        return done

    def _put(self, path: str, body: bytes) -> Made:
        return put(body, f"{self.staged}/{path}")

    def _put_for_service(self, path: str, body: bytes | Iterable[bytes]) -> Made:
        return put(body, f"{self.waiting}/service/{path}")

    def _stamper(self, one: Frame, language: str, today: date, before: Before) -> Stamper:
        from generator.site.stamping import Stamper

        code = sorted(state.settled(self.inputs[state.GENERATOR], self.since).items())
        shared = digest_of_row(
            [one.stencils["public"].encode(), str(today).encode(), repr(code).encode()]
        )
        start = below(language, "")
        staging, told = f"{self.staged}/{start}", before.told_below(start)
        return Stamper(self.digests, shared, staging, self.once, told)

    def _service(
        self, programme: Programme, frames: Mapping[str, Frame], kept: Kept
    ) -> dict[str, Made]:
        from generator.site.service import service_half, snapshot

        made = {
            path: self._put_for_service(path, body)
            for path, body in service_half(programme, frames, self.content / "mails").items()
        }
        made["programme.json"] = self._put_for_service("programme.json", snapshot(programme, kept))
        return made

    def _remember(self, version: str, seen: state.Signatures, day: tuple[float, float]) -> None:
        """Leave behind what tells the next build whether it has anything to do."""
        state.save(
            str(self.cache / "state"),
            {
                "content": str(self.content.absolute()),
                "inputs": {p: state.settled(each, self.since) for p, each in self.inputs.items()},
                "site": seen,
                "version": version,
                "shown_on": self.shown_on.isoformat() if self.shown_on else "",
                "from": day[0],
                "until": day[1],
            },
        )

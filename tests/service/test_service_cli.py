"""The form service's commands, as a script meets them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from make_cases import NOW, make_case
from sqlalchemy import make_url, select, text, update

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.candidatures.states import State
from formsvc.clock import Moment
from formsvc.history.actions import record
from formsvc.history.models import Event
from formsvc.migrations.run import upgrade
from formsvc.moves import Actor, Role
from generator.cli import main
from generator.programme.errors import ProgrammeError


@pytest.fixture
def xchange(url, tmp_path):
    db.connect(url)

    def close():
        db.session.remove()
        db.session.get_bind().dispose()

    def run(*words, at=url):
        close()
        environ = {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(tmp_path)}
        return CliRunner().invoke(main, words, env={**environ, "DATABASE_URL": at})

    yield run
    close()


@pytest.fixture
def new_database(request, url, tmp_path):
    """A database that nobody has migrated."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server = request.getfixturevalue("postgres").execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE new"))
        yield make_url(url).set(database="new").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE new WITH (FORCE)"))


@pytest.fixture
def case(engine):
    def make(key, due_on=None, state=State.SUBMITTED):
        with db.unit_of_work():
            made = make_case(key, state)
            made.due_on, made.waits_for = due_on, "coordinator" if due_on else None

    return make


def test_the_queue_is_one_line_the_most_urgent_first(xchange, case):
    case("late", date(2021, 7, 1))
    case("none")
    case("soon", date(2021, 6, 20))
    case("same", date(2021, 6, 20))
    case("draft", date(2021, 6, 1), State.DRAFT)
    case("waits", date(2021, 6, 1), State.UNCONFIRMED)

    done = xchange("queue", "--format", "json")

    assert (done.exit_code, done.stdout.count("\n")) == (0, 1)
    rows = json.loads(done.stdout)
    assert [row["reference"] for row in rows] == [
        "X-7K4P-soon", "X-7K4P-same", "X-7K4P-late", "X-7K4P-none",
    ]  # fmt: skip
    assert rows[0] == {
        "reference": "X-7K4P-soon",
        "kind": "candidature",
        "state": "submitted",
        "waits_for": "coordinator",
        "due_on": "2021-06-20",
        "route": "visit",
        "visit": "liberec",
        "organisation": "Tessitura Rossi",
        "cluster": "clutex",
    }
    assert (rows[-1]["waits_for"], rows[-1]["due_on"]) == (None, None)


def test_an_empty_queue_is_an_empty_list(xchange, engine):
    assert xchange("queue", "--format", "json").stdout == "[]\n"
    assert xchange("queue").stdout == "No case is in the queue.\n"


def test_the_queue_is_a_table_for_people(xchange, case):
    case("a", date(2021, 6, 20))

    heads, row = xchange("queue").stdout.splitlines()

    assert heads.split("  ")[0] == "reference"
    assert row.startswith("X-7K4P-a")
    assert row.index("clutex") == heads.index("cluster")


def test_a_database_that_is_too_old_is_said_in_words(xchange, new_database):
    done = xchange("queue", "--format", "json", at=new_database)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "`xchange up` brings it up to date" in done.stderr


def test_a_member_of_staff_is_added_and_the_password_shown_once(xchange, engine):
    done = xchange("staff", "add", "petra", "--role", "coordinator")

    assert done.exit_code == 0
    name, password = done.stdout.split()
    assert (name, len(password) >= 15) == ("petra", True)
    stored = db.session.scalars(select(Person).where(Person.username == "petra")).one()
    assert stored.password.startswith("$argon2id$")
    assert xchange("staff", "add", "petra", "--role", "coordinator").exit_code == 1


def test_a_new_password_is_another_one(xchange, engine):
    xchange("staff", "add", "petra", "--role", "coordinator")
    before = db.session.scalars(select(Person.password)).one()
    db.session.rollback()

    assert xchange("staff", "password", "petra").exit_code == 0
    assert db.session.scalars(select(Person.password)).one() != before
    assert xchange("staff", "password", "nobody").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ["staff", "add", "petra", "--role", "queen"],
        ["staff", "add"],
        ["staff", "remove"],
        ["queue", "--format", "xml"],
        ["up", "--port", "70000"],
        ["up", "--port", "soon"],
    ],
)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_wrong_usage_exits_with_2(xchange, engine, words):
    assert xchange(*words).exit_code == 2


@pytest.mark.parametrize("name", ["add", "password"])
def test_the_commands_of_staff_have_an_example(name):
    done = CliRunner().invoke(main, ["staff", name, "--help"], env={"XCHANGE_ENV": "development"})

    assert "Example: xchange staff" in done.output


def test_a_database_from_the_future_is_said_in_words(new_database):
    engine = db.connect(new_database)
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(ProgrammeError, match="made by a newer program"):
        upgrade(engine)

    engine.dispose()


def test_a_database_that_is_not_there_is_said_in_words(tmp_path):
    engine = db.connect(f"sqlite:///{tmp_path}/nowhere/xchange.db")

    with pytest.raises(ProgrammeError, match="cannot be opened"):
        upgrade(engine)


def test_the_audit_says_what_is_broken_and_fails(xchange, engine):
    with db.unit_of_work():
        for key in ("a", "b"):
            when = Moment(NOW, date(2021, 6, 15))
            by = Actor(Role.COORDINATOR, 1)
            record(make_case(key), "confirm", start="a", end="b", by=by, when=when)

    whole, one = xchange("audit", "verify"), xchange("audit", "verify", "--case", "X-7K4P-b")
    with db.unit_of_work():
        db.session.execute(update(Event).values(move="x"))
    broken, none = xchange("audit", "verify"), xchange("audit", "verify", "--case", "X-0000-00")

    assert (whole.exit_code, whole.stdout) == (0, "")
    assert whole.stderr.endswith("2 whole, 0 payload purged, 0 broken.\n")
    assert one.stdout == "X-7K4P-b: whole\n"
    assert broken.exit_code == 1
    assert broken.stdout.startswith("X-7K4P-a: broken at event 1: the event was changed\n")
    assert none.exit_code == 1

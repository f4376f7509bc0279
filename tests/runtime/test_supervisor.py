"""What the supervisor does about a site that is out of date, without waiting for a night."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from processes import copy_content, until

from formsvc import clock, db
from formsvc.config import Config
from formsvc.up.builds import build_now
from formsvc.up.ports import listening
from formsvc.up.supervisor import THREADS, Supervisor
from generator.programme.errors import ProgrammeError

NOON = datetime(2021, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copy_content(tmp_path)
    settings = tmp_path / "site_config.yml"
    lines = [x for x in settings.read_text().splitlines() if not x.startswith("today:")]
    settings.write_text("\n".join(lines))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(folder, said):
    config = Config.from_environ(
        {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(folder / "var")}
    )
    build_now(config)
    with listening(0) as sockets, clock.moved(NOON):
        yield Supervisor(config, sockets, said.append)


def look_until_built(supervisor, said):
    def looked():
        supervisor.look_after_site()
        return said

    until(looked)


def test_at_midnight_the_site_is_built_again(supervisor, said):
    supervisor.look_after_site()
    assert supervisor.build is None

    with clock.moved(NOON + timedelta(hours=10)):
        look_until_built(supervisor, said)

    assert said[-1].startswith("Built version ")
    assert supervisor.nightly.due_at == NOON + timedelta(days=1, hours=10)


def test_a_night_build_that_fails_keeps_the_old_version_and_says_so(supervisor, said, folder):
    before = supervisor.config.stamp.read_text()
    visit = folder / "content/visits/northern-bohemia.yml"
    visit.write_text(visit.read_text().replace("lead: clutex", "lead: cluttex"))

    with clock.moved(NOON + timedelta(hours=10)):
        look_until_built(supervisor, said)

    assert 'did you mean "clutex"?' in said[-1]
    assert said[-1].endswith("the old version stays.")
    assert supervisor.config.stamp.read_text() == before
    assert supervisor.nightly.due_at == NOON + timedelta(hours=10, minutes=10)


def test_a_build_that_cannot_begin_says_why(folder, monkeypatch):
    config = Config.from_environ({"XCHANGE_ENV": "development"})
    (folder / "content/programme.yml").unlink()

    with pytest.raises(ProgrammeError, match=r"programme\.yml"):
        build_now(config)


def test_two_programs_cannot_have_one_port():
    with listening(0) as sockets:
        port = sockets[0].getsockname()[1]
        with pytest.raises(ProgrammeError, match=f"Port {port} is in use"), listening(port):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may have every port")
def test_a_port_for_the_administrator_is_said_in_words():
    with pytest.raises(ProgrammeError, match="above 1023"), listening(80):
        pass


def test_each_thread_finds_a_connection_to_the_database():
    assert db.MOST_CONNECTIONS >= THREADS

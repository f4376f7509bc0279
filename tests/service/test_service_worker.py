"""The worker empties the outbox: each mail once, none lost, whatever dies."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from mail_server import mail_server
from make_cases import NOW, hang_up
from make_mails import fill_outbox, make_config, row
from processes import until
from sqlalchemy import select

from formsvc import clock, db
from formsvc.config import Config
from formsvc.history.models import Anchor
from formsvc.mail import delivery
from formsvc.mail.delivery import LEASE
from formsvc.mail.transport import Smtp
from formsvc.mail.worker import Worker

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(engine):
    return fill_outbox


@pytest.fixture
def config(tmp_path, programme):
    return make_config(tmp_path, programme)


@pytest.fixture
def box():
    with mail_server() as opened:
        yield opened


def test_the_worker_writes_one_anchor_a_day(engine, config, box):
    worker = Worker(config, Smtp.from_url(box.url))
    for _ in range(2):
        with clock.moved(NOW):
            worker.step()
    db.session.rollback()

    assert [a.anchored_on for a in db.session.scalars(select(Anchor))] == [date(2021, 6, 15)]
    assert re.fullmatch("[0-9a-f]{64}", db.session.scalars(select(Anchor.hash)).one())


def test_the_worker_sends_what_is_due_and_says_so_without_names(outbox, config, box, capsys):
    outbox("a")

    with clock.moved(NOW):
        assert Worker(config, Smtp.from_url(box.url)).step()

    assert [mail["To"] for mail in box.received] == ["a@example.org"]
    assert (row("a").state, row("a").sent_at) == ("sent", NOW)
    said = capsys.readouterr()
    assert "example.org" not in said.out + said.err
    assert "Secret words" not in said.out + said.err


def test_a_refused_mail_is_failed_and_the_next_one_goes(outbox, config, box):
    outbox("a")
    outbox("b", due=NOW + MINUTE)
    worker = Worker(config, Smtp.from_url(box.url))
    box.to_address = "550 No such person"
    with clock.moved(NOW):
        worker.step()
    box.to_address = "250 OK"

    with clock.moved(NOW + MINUTE):
        worker.step()

    assert (row("a").state, row("a").last_error) == (
        "failed", "the mail server said: 550 No such person",
    )  # fmt: skip
    assert row("b").state == "sent"


def test_a_mail_with_a_header_hidden_in_it_never_leaves(outbox, config, box):
    outbox("a")
    with db.unit_of_work():
        row("a").subject = "Hello\nBcc: eve@example.org"

    with clock.moved(NOW):
        Worker(config, Smtp.from_url(box.url)).step()

    assert (box.received, row("a").state) == ([], "failed")


def test_two_workers_send_each_mail_once(outbox, config, box):
    keys = {f"mail{number}" for number in range(30)}
    outbox(*keys)
    start = threading.Barrier(2)
    shares: list[int] = []

    def work() -> None:
        worker = Worker(config, Smtp.from_url(box.url))
        start.wait()
        sent = 0
        while worker.step():
            sent += 1
        db.session.remove()
        shares.append(sent)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert sorted(mail["To"] for mail in box.received) == sorted(f"{k}@example.org" for k in keys)
    assert sum(shares) == len(keys)
    assert {row(key).state for key in keys} == {"sent"}


def process(config: Config, url: str, smtp_url: str) -> subprocess.Popen[str]:
    environ = {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(config.data)}
    environ |= {"DATABASE_URL": url, "SMTP_URL": smtp_url, "PATH": os.environ["PATH"]}
    words = [sys.executable, "-m", "formsvc.mail.worker"]
    return subprocess.Popen(words, env=environ, stderr=subprocess.PIPE, text=True)


def test_a_worker_killed_while_it_sends_loses_nothing(outbox, config, url, box):
    outbox("a")
    box.hangs = True
    worker = process(config, url, box.url)
    assert box.reached.wait(60)

    worker.kill()
    worker.communicate()

    after = datetime.now(UTC)
    assert delivery.lease(after) is None
    assert delivery.lease(after + LEASE).key == "a"


def test_a_worker_ends_cleanly_after_the_mail_in_hand(outbox, config, url, box):
    outbox("a", "b")
    box.hangs = True
    worker = process(config, url, box.url)
    assert box.reached.wait(60)

    worker.send_signal(signal.SIGTERM)
    box.hangs = False
    _, said = worker.communicate(timeout=60)

    assert worker.returncode == 0
    assert [row("a").state, row("b").state] == ["sent", "queued"]
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    events = [line["event"] for line in lines]
    assert (events[-1], events.count("mail sent"), "anchor written" in events) == (
        "mail sent",
        1,
        True,
    )
    assert "example.org" not in said
    assert "Secret words" not in said


@pytest.fixture
def talking(outbox, config, url, box):
    """A worker that runs, and the lines that it says."""
    running, said = process(config, url, box.url), []
    reader = threading.Thread(target=lambda: said.extend(iter(running.stderr.readline, "")))
    reader.start()
    until(lambda: any("anchor written" in line for line in said))
    yield lambda words: any(words in line for line in said)
    running.terminate()
    running.wait(60)
    reader.join()
    running.stderr.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_worker_outlives_a_database_that_fails(outbox, talking, box):
    with db.unit_of_work():
        db.session.connection().exec_driver_sql("ALTER TABLE outbox RENAME TO elsewhere")
    until(lambda: talking("database lost"))
    with db.unit_of_work():
        db.session.connection().exec_driver_sql("ALTER TABLE elsewhere RENAME TO outbox")

    outbox("a")

    until(lambda: box.received)


@pytest.mark.parametrize(
    "url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_a_worker_outlives_a_lost_connection(engine, outbox, talking, box):
    hang_up(engine)

    outbox("a")

    until(lambda: box.received)

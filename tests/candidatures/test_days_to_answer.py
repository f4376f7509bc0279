"""The day to answer: one reminder, then the end, by the programme's own midnight."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from test_info_requests import answers, asks

from formsvc import clock, db
from formsvc.candidatures.queries import by_reference
from formsvc.candidatures.states import State
from formsvc.config import Config
from formsvc.mail.worker import Worker

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def anna(service):
    """Her answer is due on 25 June 2021."""
    anna = service.applicant().applies().confirms().opens_case()
    asks(service.officer(), anna.reference, "travellers", due_on="2021-06-25")
    return anna


@pytest.fixture
def at(service, programme, tmp_path):
    """Let a worker begin the day at an instant in Rome, in a programme whose date is not moved."""
    real = programme.model_copy(update={"site": programme.site.model_copy(update={"today": None})})
    environ = {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(tmp_path / "worker")}
    config = Config.from_environ({**environ, "DATABASE_URL": service.url})
    config.service.mkdir(parents=True)
    (config.service / "programme.json").write_text(real.model_dump_json(by_alias=True))
    (config.service / "mails").symlink_to(service.data.resolve() / "site.service" / "mails")
    config.stamp.write_text("1")

    def begin(day: int, hour: int = 12, minute: int = 0, month: int = 6) -> None:
        with clock.moved(datetime(2021, month, day, hour, minute, tzinfo=ROME)):
            Worker(config).step()
        db.session.remove()

    return begin


def test_a_minute_before_midnight_it_waits_and_a_minute_after_it_ends(anna, at):
    at(25, 23, 59)
    assert anna.case.state is State.INFO_REQUESTED

    at(26, 0, 1)

    case = anna.case
    assert (case.state, case.waits_for, case.due_on) == (State.EXPIRED, None, None)
    assert case.closed_at is not None
    (mail,) = anna.mails("expired")
    assert "Friday 25 June 2021" in mail.body
    with clock.moved(datetime(2021, 7, 1, tzinfo=ROME)):
        assert anna.opens_mailed_link("expired").follows().heading == "Your candidature has ended"


def test_three_days_before_one_reminder_goes(anna, at):
    at(21)
    assert anna.mails("info-reminder") == []

    for day in (22, 23, 24):
        at(day)

    (mail,) = anna.mails("info-reminder")
    assert "How many of you travel" in mail.body
    assert anna.opens_mailed_link("info-reminder").follows().status == 200


def test_who_answered_is_neither_reminded_nor_ended(anna, at):
    answers(anna, travellers="1")

    for day in (24, 30):
        at(day)

    assert anna.case.state is State.SUBMITTED
    assert [mail.name for mail in anna.mails()] == ["confirm", "case-link", "info-requested"]


def test_a_worker_that_slept_over_the_day_ends_it_without_a_reminder(anna, at, service):
    at(1, month=7)
    at(2, month=7)

    assert anna.case.state is State.EXPIRED
    assert anna.mails("info-reminder") == []
    assert service.officer().history(anna.reference).count("expire") == 1
    assert "Ended without an answer By itself" in service.officer().opens_case(anna.reference).text


def test_mails_speak_the_language_of_the_candidature(service, at):
    anna = service.applicant().applies().confirms()
    with service.app.app_context(), db.unit_of_work():
        by_reference(anna.reference).language = "cs"
    asks(service.officer(), anna.reference, "travellers", due_on="2021-06-25")

    at(26, 1)

    assert "pátek 25. června 2021" in anna.mails("info-requested")[0].subject
    body = anna.mails("expired")[0].body
    assert "Chcete přesto jet?" in body
    assert "/apply/cs/link/" in body

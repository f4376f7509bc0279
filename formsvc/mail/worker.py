"""The process that sends mails, draws copies, anchors the history and tidies up:
`python -m formsvc.mail.worker`.
"""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from formsvc import clock, db, limits, logs
from formsvc.accounts import delays, open_sessions
from formsvc.candidatures import upkeep as candidatures
from formsvc.clock import Moment
from formsvc.config import Config
from formsvc.drafts import upkeep as drafts
from formsvc.evidence import copies, upkeep
from formsvc.evidence.files import Files
from formsvc.history import anchors
from formsvc.info_requests import upkeep as info_requests
from formsvc.mail import delivery
from formsvc.mail.delivery import Leased, NotSent
from formsvc.mail.desk import desk
from formsvc.mail.message import compose, domain
from formsvc.mail.transport import Transport, transport
from formsvc.privacy import erasing
from formsvc.snapshot import Snapshot
from formsvc.waitlist import upkeep as waitlist
from generator.programme.errors import ProgrammeError

POLL_SECONDS = 0.5
LOST_SECONDS = 2.0
TIDY_EVERY = timedelta(hours=1)
log = structlog.get_logger()


class Worker:
    """Sends what is due, one mail after the other, until it is told to stop."""

    def __init__(self, config: Config, out: Transport | None = None) -> None:
        self.config = config
        self.snapshot = Snapshot(config)
        self.out = out or transport(config, domain(self.snapshot.programme))
        self.stopping = False
        self._anchored_on: date | None = None
        self.files = Files(config)
        self._tidied_at: datetime | None = None

    def stop(self, *_: object) -> None:
        """Finish the mail in hand, then end; safe as a signal handler."""
        self.stopping = True

    def run(self) -> None:
        """Work until stopped; a lost database is waited for."""
        while not self.stopping:
            try:
                pause = 0.0 if self.step() else POLL_SECONDS
            except (OperationalError, InterfaceError) as fault:
                log.error("database lost", fault=type(fault.orig).__name__)
                pause = LOST_SECONDS
            db.leave()
            self._rest(pause)

    def _rest(self, seconds: float) -> None:
        """Sleep in short pieces: a signal does not end a sleep."""
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(min(POLL_SECONDS, seconds))

    def step(self) -> bool:
        """Do what a new day needs, then send one mail or draw one file's copies; say whether."""
        self.snapshot.refresh()
        self._begin_day(clock.now())
        self._tidy(clock.now())
        mail = delivery.lease(clock.now())
        if mail:
            self._deliver(mail)
            return True
        return copies.draw_next(self.files, now=clock.now())

    def _deliver(self, mail: Leased) -> None:
        about = log.bind(mail=mail.id, kind=mail.name, attempt=mail.attempt)
        try:
            self.out.send(compose(mail, self.snapshot.programme))
        except NotSent as fault:
            again = delivery.not_sent(mail, fault, clock.now())
            words = "mail postponed" if again else "mail failed"
            about.warning(words, code=fault.code, again_at=again.isoformat() if again else None)
        else:
            public_url = self.snapshot.programme.site.public_url
            links_of = None if self.config.development else public_url
            delivery.sent(mail, clock.now(), links_of=links_of)
            about.info("mail sent")

    def _tidy(self, now: datetime) -> None:
        """Once an hour, and at the start: remove files that a crash has left behind."""
        if self._tidied_at and now < self._tidied_at + TIDY_EVERY:
            return
        gone = upkeep.sweep_now(self.files, now=now)
        self._tidied_at = now
        if gone:
            log.info("orphans removed", count=len(gone))

    def _begin_day(self, now: datetime) -> None:
        """Once a programme date: anchor the history, and delete what nobody came back to."""
        today = self.config.today or self.snapshot.programme.today(now)
        if today == self._anchored_on:
            return
        with db.unit_of_work():
            when = Moment(now, today)
            gone = candidatures.delete_unconfirmed(when=when)
            needs = candidatures.delete_needs(self.snapshot.programme, when=when)
            limits.forget_old(at=now)
            delays.forget_old(at=now)
            open_sessions.forget_old(at=now)
            erasing.forget_last_mails()
        with desk(self.snapshot).test_request_context():
            ended, asked = info_requests.begin_day(self.snapshot.programme, Moment(now, today))
            lapsed, left = waitlist.begin_day(self.snapshot.programme, Moment(now, today))
            reminded = drafts.begin_day(self.snapshot.programme, Moment(now, today))
        if ended or asked:
            log.info("questions looked after", ended=ended, reminded=asked)
        if lapsed or left:
            log.info("waiting lists looked after", lapsed=lapsed, ended=left)
        if reminded:
            log.info("drafts reminded", count=reminded)
        if gone:
            log.info("unconfirmed deleted", count=gone)
        if needs:
            log.info("diet and access needs deleted", count=needs)
        anchor = None
        with suppress(IntegrityError), db.unit_of_work():  # another worker was first
            anchor = anchors.write(today, at=now)
        self._anchored_on = today
        if anchor:
            log.info("anchor written", on=today.isoformat(), heads=anchor.heads, hash=anchor.hash)


def main() -> None:
    """Work for the deployment that the environment describes."""
    logs.configure()
    try:
        config = Config.from_environ()
        engine = db.connect(config.database_url)
        worker = Worker(config)
    except ProgrammeError as fault:
        raise SystemExit(f"The mail worker cannot start: {fault}") from fault
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
    engine.dispose()


if __name__ == "__main__":
    main()

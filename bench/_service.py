"""A deployment to measure: the built site, the web server as `xchange up` starts it, its cases."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import psutil
from _load import Request, ask

from formsvc import clock, create_app, db, snapshot
from formsvc.accounts import actions as accounts
from formsvc.accounts.passwords import made_up
from formsvc.candidatures import actions
from formsvc.candidatures.keeping import Seen
from formsvc.candidatures.models import Case
from formsvc.candidatures.steps import checked
from formsvc.clock import Moment
from formsvc.config import Config
from formsvc.migrations.run import upgrade
from formsvc.moves import Actor, Role
from formsvc.office.decisions import checking, deciding, releasing
from formsvc.up.children import Child
from formsvc.up.ports import listening
from formsvc.up.supervisor import web_server

ROOT = Path(__file__).resolve().parent.parent
VISIT, APPLYING, AFTER = "northern-bohemia", "2021-06-15", "2021-09-27"
"""A visit of the shipped programme, a day on which it can be applied for, one after it."""
HELD, HELD_ON = "slovakia-online", date(2021, 3, 10)
"""A visit that has been held by then, and its last day."""
ANSWERS = {
    "organisation": "Example", "registration": "IT 01234567890", "country": "IT",
    "visitor_type": "sme", "small_enough": "yes", "cluster": "ntt",
    "contact": "Anna Example", "travellers": "1", "residence": "y", "visited_before": "no",
    "first_on": "2021-09-20", "last_on": "2021-09-22", "near": "no",
    "objectives": "We look for a nanofibre layer that filters and still breathes. " * 4,
}  # fmt: skip
WEB_APP = "formsvc.wsgi:make_app()"
OPENS_IN, ENDS_IN = 60.0, 10.0


class Deployment:
    """A data folder with a built site and a migrated database, and the app on it.

    `settings` are more of the environment's, such as DATABASE_URL.
    """

    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.settings = data, settings
        site = ("--content", str(ROOT / "content"), "--site", str(data / "site"))
        xchange = Path(sys.executable).with_name("xchange")
        subprocess.run([xchange, "build", *site], check=True, capture_output=True)
        self.app = create_app(Config.from_environ(self.environ(APPLYING)))
        upgrade(self.app.extensions["xchange_engine"])
        self.csrf = secrets.token_hex(20)

    def environ(self, today: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        ours = {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(self.data)}
        ours |= {"XCHANGE_TODAY": today, "PYTHONPATH": str(Path(__file__).parent)}
        return {**kept, **ours, **self.settings}

    @contextmanager
    def served(self, today: str = APPLYING, web_app: str = WEB_APP) -> Iterator[Server]:
        """Serve an app on a free port of this machine until the block ends."""
        with listening(0) as sockets:
            child = self.web_server([each.fileno() for each in sockets], today, web_app)
            try:
                yield Server(sockets[0].getsockname()[1], child)
            finally:
                child.ask_to_end()
                child.end(ENDS_IN)

    def web_server(
        self,
        sockets: list[int],
        today: str = APPLYING,
        web_app: str = WEB_APP,
        under: tuple[str, ...] = (),
    ) -> Child:
        """Start the web server on sockets that listen already, by their numbers.

        `under` is a command that runs it, such as a tracer.
        """
        command = [*under, *web_server(sockets)[:-1], web_app]
        child = Child("The web server", command, _say, environ=self.environ(today), sockets=sockets)
        child.keep_alive(time.monotonic())
        return child

    def drafts(self, count: int) -> list[str]:
        """Make complete drafts through the app's own actions; give their references."""
        return self._each(count, lambda _case, _number: None)

    def submitted(self, count: int) -> list[str]:
        """Make confirmed candidatures, for the queue."""
        return self._each(count, self._submit)

    def accepted(self, count: int) -> list[str]:
        """Make cases that are accepted and released, so that evidence can be sent."""
        return self._each(count, self._accept)

    def held(self, count: int) -> list[str]:
        """Make accepted cases of a visit that has been held, so that evidence is due already."""
        return self._each(count, self._hold)

    def _each(self, count, more) -> list[str]:
        with self.app.test_request_context("/apply/"), db.unit_of_work():
            snapshot.current().refresh()
            cases = [_draft(number) for number in range(count)]
            for number, case in enumerate(cases):
                more(case, number)
            return [case.reference for case in cases]

    def _submit(self, case: Case, _number: int) -> None:
        programme, when = snapshot.current_programme(), clock.moment()
        visit = programme.visit(VISIT)
        answers = checked(case.answers, programme, visit, when.on)
        assessment = programme.assess(answers.facts(visit, when.on), visit)
        version = snapshot.current().version
        actions.send(
            case, answers, assessment, programme, language="en", version=version, when=when
        )
        actions.confirm(case, programme, when=when)

    def _hold(self, case: Case, number: int) -> None:
        self._submit(case, number)
        case.visit, case.first_on, case.last_on = HELD, HELD_ON, HELD_ON
        self._decide(case)

    def _accept(self, case: Case, number: int) -> None:
        self._submit(case, number)
        self._decide(case)

    def _decide(self, case: Case) -> None:
        programme, when, by = snapshot.current_programme(), clock.moment(), Actor(Role.COORDINATOR)
        for move in (checking.check, deciding.accept, releasing.release):
            move(case, programme, by=by, when=when)

    def sent(self) -> int:
        """Count the cases that have been sent, whatever became of them."""
        with self.app.app_context():
            return db.session.query(Case).filter(Case.sent_at.is_not(None)).count()

    def cookie(self, reference: str) -> str:
        """The cookie of a browser that may open a case, signed as the app signs it."""
        with self.app.app_context():
            epoch = db.session.query(Case.session_epoch).filter_by(reference=reference).scalar()
        until = int(clock.now().timestamp()) + 3600
        kept = {"cases": {reference: [epoch, until]}, "csrf_token": self.csrf}
        signer = self.app.session_interface.parts["/apply"].get_signing_serializer(self.app)
        return f"xchange_apply={signer.dumps(kept)}"

    def officer(self, port: int) -> str:
        """Sign a coordinator in at the real page; give the cookie."""
        name, password = f"bench{secrets.token_hex(3)}", made_up()
        with self.app.app_context(), db.unit_of_work():
            accounts.add(db.session(), name, roles=["coordinator"], password=password)
        page = ask(port, Request("GET", "/review/sign-in"))
        typed = {"username": name, "password": password, "submit": "1",
                 "csrf_token": token(page.body)}  # fmt: skip
        done = ask(port, form("/review/sign-in", typed, page.cookie))
        return done.cookie


class Server:
    """A running web server: its port, and its processes."""

    def __init__(self, port: int, child: Child) -> None:
        self.port = port
        ask(port, Request("GET", "/apply/seats.json", status=None), patience=OPENS_IN)
        self.processes = _tree(child.process.pid)

    def resident(self) -> float:
        """MiB in memory now, of the master and its workers together."""
        return sum(each.memory_info().rss for each in self.processes) / 2**20

    def forget_peaks(self) -> None:
        """Let the kernel count the peak of each process anew."""
        for each in self.processes:
            Path(f"/proc/{each.pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """MiB of the peaks since then, added up. Processes begun since are not counted."""
        states = [Path(f"/proc/{each.pid}/status").read_text() for each in self.processes]
        return sum(int(re.search(r"VmHWM:\s+(\d+)", state)[1]) for state in states) / 1024


def _tree(number: int) -> list[psutil.Process]:
    master = psutil.Process(number)
    return [master, *master.children(recursive=True)]


def _draft(number: int) -> Case:
    when: Moment = clock.moment()
    programme = snapshot.current_programme()
    visit = programme.visit(VISIT)
    pack = programme.rules_of(programme.call_of(visit))
    declared = [declaration.mark for declaration in pack.declarations]
    key = secrets.token_urlsafe(32)
    case = actions.begin(
        visit, key=key, language="en", version=snapshot.current().version, when=when
    )
    email = f"{case.reference}@example.org".lower()
    typed = {**ANSWERS, "email": email, "declared": declared}
    actions.keep(case, "organisation", typed, seen=Seen.read(""), when=when)
    return case


def token(page: str) -> str:
    """The form's token, taken from a page."""
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def form(path: str, fields: dict[str, str], cookie: str) -> Request:
    """A form as a browser sends it; the answer must lead on."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    return Request("POST", path, headers, urlencode(fields).encode(), status=302)


def _say(words: str) -> None:
    print(words, file=sys.stderr)

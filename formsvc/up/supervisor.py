"""Keep the web server and the mail worker alive, and the site up to date."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection
from threading import Thread

from formsvc import clock, preview
from formsvc.config import Config
from formsvc.snapshot import Snapshot
from formsvc.up.builds import Build
from formsvc.up.children import Child
from formsvc.up.midnight import Nightly

LOOK_SECONDS = 0.1
END_SECONDS = 8.0
GRACE_SECONDS = 5
THREADS = 16
"""Of each process. Writers wait for their turn in threads; with eight, fifteen of them who met in one
process let no page be viewed for seconds."""
READY_SECONDS = 60


class Supervisor:
    """Runs until it is told to stop; then everything that it started ends too."""

    def __init__(
        self, config: Config, sockets: Sequence[socket.socket], say: Callable[[str], None]
    ) -> None:
        self.config, self.say = config, say
        self.port: int = sockets[0].getsockname()[1]
        self.stopping = self.changed = False
        self.snapshot = Snapshot(config)
        self.nightly = Nightly(self.snapshot.programme, clock.now())
        self.build: Build | None = None
        environ = _environ(config, self.port)
        numbers = [each.fileno() for each in sockets]
        web, mail = web_server(numbers), [sys.executable, "-m", "formsvc.mail.worker"]
        self.children = [
            Child("The web server", web, say, environ=environ, sockets=numbers),
            Child("The mail worker", mail, say, environ=environ),
        ]

    def run(self) -> None:
        """Look after everything until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        Thread(target=self._announce, daemon=True).start()
        try:
            while not self.stopping:
                for child in self.children:
                    child.keep_alive(time.monotonic())
                self.look_after_site()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end()

    def content_changed(self) -> None:
        """Ask for a build; safe from another thread."""
        self.changed = True

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _end(self) -> None:
        if self.build:
            self.build.end()
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + END_SECONDS
        for child in self.children:
            child.end(deadline - time.monotonic())

    def look_after_site(self) -> None:
        """Build when something changed or it is midnight; take in a build that is done."""
        if self.build is None:
            if self.changed or self.nightly.is_due(clock.now()):
                self.changed = False
                self.build = Build(self.config)
        elif self.build.finished():
            problems, self.build = self.build.problems(), None
            self._built(problems)

    def _built(self, problems: list[str]) -> None:
        if self.config.reload:
            preview.say(self.config, problems)
        if problems:
            self.nightly.failed(clock.now())
            self.say("\n".join([*problems, "The site was not built again; the old version stays."]))
            return
        self.snapshot.refresh()
        self.nightly.built(self.snapshot.programme, clock.now())
        self.say(f"Built version {self.snapshot.version}.")

    def _announce(self) -> None:
        """Say when the first page can be had."""
        web = HTTPConnection("127.0.0.1", self.port, timeout=READY_SECONDS)
        try:
            web.request("GET", "/")
            web.getresponse()
        except OSError:
            self.say("The web server does not answer; the lines above may say why.")
        else:
            self.say(f"Ready: http://localhost:{self.port}/  (Ctrl-C stops it)")
        finally:
            web.close()


def _environ(config: Config, port: int) -> Mapping[str, str]:
    return {**os.environ, "XCHANGE_RELOAD": "1" if config.reload else "", "PORT": str(port)}


def web_server(sockets: Sequence[int]) -> list[str]:
    """Give the command of the web server, for sockets that it inherits by number."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    options = {
        "--worker-class": "gthread",
        "--workers": str(cores),
        "--threads": str(THREADS),
        "--graceful-timeout": str(GRACE_SECONDS),
        "--log-level": "warning",
        "--forwarded-allow-ips": "",  # which proxies are believed is for formsvc/proxy.py alone
    }
    words = [word for option in options.items() for word in option]
    places = [word for number in sockets for word in ("--bind", f"fd://{number}")]
    gunicorn = [sys.executable, "-m", "gunicorn", "--no-control-socket"]
    return [*gunicorn, *words, *places, "formsvc.wsgi:make_app()"]
